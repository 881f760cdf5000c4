import {
  currentExecution,
  writeAuditEntry,
  type AuditEntry,
  type Kernel,
  type Lease,
  type Sql,
} from '@tessera/core';

/** Does something in one transaction with what the audit is told of it: neither is there without the other. */
export function auditedTransaction<T>(
  kernel: Kernel,
  lease: Lease,
  work: (sql: Sql, tell: (entry: AuditEntry) => Promise<void>) => Promise<T>,
): Promise<T> {
  return kernel.run(lease, (assembly) =>
    assembly.context('tessera').transaction(() => {
      const execution = currentExecution();
      return work(execution.transaction ?? kernel.database, (entry) =>
        writeAuditEntry(execution, entry),
      );
    }),
  );
}
