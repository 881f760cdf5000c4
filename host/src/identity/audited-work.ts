import type { Kernel, Lease, Sql } from '@tessera/core';
import { auditedTransaction } from './audited-transaction.ts';

/** Notes in the audit what was done with a user's sessions, tokens or sight, in the transaction that runs. */
export type Note = (
  action: string,
  userId: string,
  changes?: Readonly<Record<string, [unknown, unknown]>>,
) => Promise<void>;

/** Does something with a user in one transaction with what the audit is told of it. */
export function auditedWork<T>(
  kernel: Kernel,
  lease: Lease,
  work: (sql: Sql, note: Note) => Promise<T>,
): Promise<T> {
  return auditedTransaction(kernel, lease, (sql, tell) =>
    work(sql, (action, recordId, changes) =>
      tell({ entity: 'tessera.user', recordId, action, changes }),
    ),
  );
}
