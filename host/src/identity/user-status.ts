import {
  currentExecution,
  runIn,
  User,
  type Kernel,
  type Lease,
  type RecordOf,
  type Sql,
} from '@tessera/core';
import { refusalError } from '../platform/refusal.ts';
import { guardUser } from '../platform/user-guards.ts';
import type { Audience } from './opaque-token.ts';

type Status = NonNullable<RecordOf<typeof User>['status']>;
type UserRecord = RecordOf<typeof User>;

/** What else happens in the transaction that changes a status. */
export interface StatusChange<T> {
  /** Other values, written as the principal, with its limits. */
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Values that the host alone writes, besides the status. */
  readonly own?: { readonly audience?: Audience };
  /** May refuse by throwing. */
  readonly before?: (user: UserRecord) => void | Promise<void>;
  readonly after?: (sql: Sql) => Promise<T>;
}

/**
 * Changes the status of a user. The principal must be able to write the user: its guards decide, so nobody suspends or takes
 * over somebody who may do more. The status itself is written by the host alone.
 */
export function setUserStatus<T>(
  kernel: Kernel,
  lease: Lease,
  id: string,
  status: Status,
  change: StatusChange<T>,
): Promise<T> {
  const { principal } = lease;
  return kernel.run(lease, (assembly) => {
    const ctx = assembly.context('tessera');
    return ctx.transaction(async () => {
      const user = await ctx.records(User).get(id);
      await change.before?.(user);
      const values = { ...change.changes, status };
      const refusal = await guardUser(ctx, {
        action: 'update',
        before: { ...user },
        values,
        history: false,
      });
      if (refusal) throw refusalError(refusal);
      const execution = currentExecution();
      if (change.changes) await ctx.records(User).update(id, change.changes);
      await runIn({ ...execution, principal: { ...principal, unlimited: true } }, () =>
        ctx.records(User).update(id, { ...change.own, status }),
      );
      return change.after?.(execution.transaction ?? kernel.database) as Promise<T>;
    });
  });
}
