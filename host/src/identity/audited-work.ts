import {
  currentExecution,
  writeAuditEntry,
  type Kernel,
  type Lease,
  type Sql,
} from '@tessera/core';

/** Notes in the audit what was done with a user's sessions, tokens or sight, in the transaction that runs. */
export type Note = (
  action: string,
  userId: string,
  changes?: Readonly<Record<string, [unknown, unknown]>>,
) => Promise<void>;

/** Does something in one transaction with what the audit is told of it. */
export function auditedWork<T>(
  kernel: Kernel,
  lease: Lease,
  work: (sql: Sql, note: Note) => Promise<T>,
): Promise<T> {
  return kernel.run(lease, (assembly) =>
    assembly.context('tessera').transaction(() => {
      const execution = currentExecution();
      return work(execution.transaction ?? kernel.database, (action, recordId, changes) =>
        writeAuditEntry(execution, { entity: 'tessera.user', recordId, action, changes }),
      );
    }),
  );
}
