import {
  User,
  type ChangesOf,
  type Kernel,
  type NewRecord,
  type Principal,
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
  principal: Principal,
  work: (users: Users) => Promise<T>,
): Promise<T> {
  return kernel.run({ principal: { ...principal, unlimited: true }, source: 'ui' }, (assembly) => {
    const ctx = assembly.context('tessera');
    return ctx.transaction(() => work(ctx.records(User)));
  });
}
