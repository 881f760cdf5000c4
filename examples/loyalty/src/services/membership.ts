import type { AnyRecord, Context, Filter, RecordOf, RecordWrite } from '@tessera/sdk';
import { Entry } from '../entities/entry.ts';
import { Tier } from '../entities/tier.ts';
import { findMember, membersOf } from './members.ts';
import { addMonths } from './months.ts';

/** Months whose points count for the tier. */
const WINDOW = 12;

export type TierRecord = RecordOf<typeof Tier>;

/** Points that count for the tier, and when the first of them was earned. */
export interface Qualification {
  readonly points: number;
  readonly first: string | null;
}

/** Action on `loyalty.entry.writing`, in the transaction of the entry: the account has the tier that follows from it. */
export async function followEntry(ctx: Context, { action, values }: RecordWrite): Promise<void> {
  const { account, expiresAt } = values;
  if (action !== 'create' || typeof account !== 'string') return;
  await ctx.lock(`account.${account}`);
  const system = ctx.asSystem('keeps the tier of an account');
  const found = await findMember(system, account);
  if (!found) return;
  // A look that is due already stays due: points may have expired that nobody has written off yet.
  const planned = [found['loyalty_reviewAt'], expiresAt];
  await keepStanding(system, found, planned);
}

/** Gives the account the tier that it has reached by now, and plans the next look at it. */
export async function keepStanding(
  system: Context,
  account: AnyRecord,
  planned: readonly unknown[],
): Promise<void> {
  const { points, first } = await qualificationOf(system, account.id);
  const tier = tierFor(await readTiers(system), points)?.id ?? null;
  const reviewAt = earliest([...planned, first && addMonths(first, WINDOW)]);
  const changes = { loyalty_tier: tier, loyalty_reviewAt: reviewAt };
  await membersOf(system).update(account.id, changes);
}

/**
 * What was earned or adjusted within twelve months. What is taken back counts at the time of the entry that it takes back; what is used
 * or expires does not count.
 */
export async function qualificationOf(system: Context, account: string): Promise<Qualification> {
  const since = addMonths(system.clock.now().toISOString(), -WINDOW);
  const kinds = { in: ['earned', 'adjusted'] };
  const filter: Filter = {
    account,
    or: [
      { kind: kinds, occurredAt: { gt: since } },
      { kind: 'reversed', 'against.kind': kinds, 'against.occurredAt': { gt: since } },
    ],
  };
  const [sum] = await system.records(Entry).aggregate({
    filter,
    measures: { points: { sum: 'points' }, first: { min: 'occurredAt' } },
  });
  const first = sum?.['first'];
  return { points: Number(sum?.['points'] ?? 0), first: typeof first === 'string' ? first : null };
}

/** All tiers, the lowest first. */
export async function readTiers(system: Context): Promise<readonly TierRecord[]> {
  const sort = [{ field: 'minimumPoints', direction: 'asc' as const }];
  return (await system.records(Tier).query({ sort, limit: 100, count: 'none' })).records;
}

/** The highest tier that the points reach. */
export function tierFor(tiers: readonly TierRecord[], points: number): TierRecord | undefined {
  return tiers.findLast(({ minimumPoints }) => minimumPoints <= points);
}

function earliest(moments: readonly unknown[]): string | null {
  return moments.filter((one) => typeof one === 'string').toSorted()[0] ?? null;
}
