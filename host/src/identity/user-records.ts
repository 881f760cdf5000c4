import {
  User,
  type ChangesOf,
  type Kernel,
  type Lease,
  type NewRecord,
  type RecordOf,
  type Records,
} from '@tessera/core';

type Users = Records<RecordOf<typeof User>, NewRecord<typeof User>, ChangesOf<typeof User>>;

/**
 * Works on the records of users as the principal but without its limits, for what the host itself has allowed: one's own
 * profile, the status after an invitation. The audit names the principal; all happens in one transaction.
 */
export function withUsers<T>(
  kernel: Kernel,
  lease: Lease,
  work: (users: Users) => Promise<T>,
): Promise<T> {
  const principal = { ...lease.principal, unlimited: true };
  return kernel.run({ ...lease, principal }, (assembly) => {
    const ctx = assembly.context('tessera');
    return ctx.transaction(() => work(ctx.records(User)));
  });
}
