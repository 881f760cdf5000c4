import type { Context, RecordOf, ServiceAccess } from '@tessera/sdk';
import { ACCOUNT } from '@tessera/customer/contract';
import type { LoyaltyPoints, PointBooking } from '../contract.ts';
import { Entry } from '../entities/entry.ts';
import { errors } from '../errors.ts';
import { settingsOf } from '../settings.ts';
import { balanceOf } from './balance.ts';
import { readHolding } from './ledger.ts';
import { availableOf } from './lots.ts';
import { expireDue } from './review.ts';

type EntryRecord = RecordOf<typeof Entry>;
type Kind = 'earned' | 'adjusted' | 'redeemed';

const FINAL: ReadonlySet<unknown> = new Set(['expired', 'reversed']);

/** The verbs of the points ledger. Each books in one transaction, and one after the other on one account. */
export function createPoints(access: ServiceAccess): LoyaltyPoints {
  return {
    balance: (account) => balanceOf(access.context(), account),
    earn: (booking) => book(access.context(), 'earned', booking),
    adjust: (booking) => book(access.context(), 'adjusted', booking),
    redeem: (booking) =>
      book(access.context(), 'redeemed', { ...booking, points: -booking.points }),
    reverse: (entry, reason) => reverse(access.context(), entry, reason),
  };
}

async function book(ctx: Context, kind: Kind, booking: PointBooking): Promise<string> {
  const system = ctx.asSystem('books points');
  const { account, points, reason, sourceKey } = booking;
  await system.records(ACCOUNT).get(account, { fields: ['name'] });
  return ctx.transaction(async () => {
    await ctx.lock(`account.${account}`);
    const known = sourceKey === undefined ? undefined : await findByKey(system, sourceKey);
    if (known) return known.id;
    if (points < 0) await spendable(system, account, -points);
    const by = ctx.principal.userId;
    const more = sourceKey === undefined ? {} : { sourceKey };
    return (await system.records(Entry).create({ account, points, kind, reason, by, ...more })).id;
  });
}

async function reverse(ctx: Context, id: string, reason: string): Promise<string> {
  const system = ctx.asSystem('takes points back');
  const entry = await system.records(Entry).get(id);
  if (FINAL.has(entry.kind)) throw errors.entryFinal();
  return ctx.transaction(async () => {
    await ctx.lock(`account.${entry.account}`);
    const sourceKey = `reversed:${id}`;
    const known = await findByKey(system, sourceKey);
    if (known) return known.id;
    const { account } = entry;
    const points = await takenBack(system, entry);
    const by = ctx.principal.userId;
    const values = {
      account,
      points,
      reason,
      sourceKey,
      by,
      kind: 'reversed',
      against: id,
    } as const;
    return (await system.records(Entry).create(values)).id;
  });
}

/** All of it; or, where no balance may fall below zero, what is left. */
async function takenBack(system: Context, { account, points }: EntryRecord): Promise<number> {
  if (points < 0 || settingsOf(system).mayGoNegative) return -points;
  return -(await spendable(system, account, 1, points));
}

/** What can be used of `most`, once what has expired is written off. @throws TesseraError when it is less than `least`. */
async function spendable(
  system: Context,
  account: string,
  least: number,
  most: number = least,
): Promise<number> {
  await expireDue(system, account);
  const now = system.clock.now().toISOString();
  const available = availableOf(await readHolding(system, account), now);
  if (available < least) throw errors.pointsShort({ available, wanted: most });
  return Math.min(available, most);
}

async function findByKey(system: Context, sourceKey: string): Promise<EntryRecord | undefined> {
  const { records } = await system.records(Entry).query({ filter: { sourceKey }, limit: 1 });
  return records[0];
}
