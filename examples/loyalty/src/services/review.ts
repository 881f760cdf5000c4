import { defineJob, type Context, type Filter, type Job } from '@tessera/sdk';
import { Entry } from '../entities/entry.ts';
import { readHolding } from './ledger.ts';
import { isExpired } from './lots.ts';
import { findMember, membersOf } from './members.ts';
import { keepStanding } from './membership.ts';

const PAGE = 500;
const AT_NIGHT = '23 2 * * *';

/** Every night: writes off what has expired, and looks again at tiers whose twelve months have moved on. */
export const expireEntries: Job = defineJob({
  name: 'loyalty.entry.expire',
  schedule: AT_NIGHT,
  run: (ctx) => reviewMembers(ctx, { loyalty_reviewAt: { lte: ctx.clock.now().toISOString() } }),
});

/** After a tier was made, changed, deleted or restored: everybody with points is looked at again. */
export async function followTier(ctx: Context): Promise<void> {
  await reviewMembers(ctx, { loyalty_reviewAt: { isNull: false } });
}

/** Writes off what has expired of an account, once for each lot. */
export async function expireDue(system: Context, account: string): Promise<void> {
  const now = system.clock.now().toISOString();
  const { lots } = await readHolding(system, account);
  for (const { id, left } of lots.filter((lot) => isExpired(lot, now))) {
    await system.records(Entry).create({
      account,
      points: -left,
      kind: 'expired',
      reason: 'Expired',
      sourceKey: `expired:${id}`,
      against: id,
    });
  }
}

/** Account by account, each in a transaction of its own: what is done stays done when the rest is interrupted. */
async function reviewMembers(ctx: Context, filter: Filter): Promise<void> {
  const system = ctx.asSystem('writes off points that have expired, and keeps tiers');
  for (let after: string | undefined; ;) {
    ctx.signal.throwIfAborted();
    const { records } = await membersOf(system).query({
      filter: after === undefined ? filter : { and: [filter, { id: { gt: after } }] },
      sort: [{ field: 'id', direction: 'asc' }],
      fields: ['name'],
      limit: PAGE,
      count: 'none',
    });
    for (const { id } of records) await ctx.transaction(() => review(ctx, system, id));
    after = records.at(-1)?.id;
    if (records.length < PAGE || after === undefined) return;
  }
}

async function review(ctx: Context, system: Context, account: string): Promise<void> {
  await ctx.lock(`account.${account}`);
  await expireDue(system, account);
  const found = await findMember(system, account);
  if (found) await keepStanding(system, found, [await nextExpiry(system, account)]);
}

async function nextExpiry(system: Context, account: string): Promise<unknown> {
  const now = system.clock.now().toISOString();
  const [found] = await system.records(Entry).aggregate({
    filter: { account, expiresAt: { gt: now } },
    measures: { at: { min: 'expiresAt' } },
  });
  return found?.['at'];
}
