import { ACCOUNT } from '@tessera/customer/contract';
import type { AnyRecord, Context, EntityId, Records } from '@tessera/sdk';

const FIELDS = ['loyalty_tier', 'loyalty_points', 'loyalty_reviewAt'];

/** The accounts with the fields that `loyalty` adds to them, of which the types of `customer` know nothing. */
export function membersOf(ctx: Context): Records {
  const account: EntityId = ACCOUNT;
  return ctx.records(account);
}

/** What `loyalty` keeps on an account; undefined when it is deleted. */
export function findMember(ctx: Context, account: string): Promise<AnyRecord | undefined> {
  return membersOf(ctx).find(account, { fields: FIELDS });
}
