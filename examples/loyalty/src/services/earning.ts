import { TesseraError, type Context, type EventMessage, type RecordEvent } from '@tessera/sdk';
import { LoyaltyPoints } from '../contract.ts';
import { Entry } from '../entities/entry.ts';
import { settingsOf } from '../settings.ts';
import { pointsFor } from './point-value.ts';

const OPPORTUNITY = 'sales.opportunity';
/** Changes after which an opportunity may have to earn other points than it has. */
const RELEVANT: ReadonlySet<string> = new Set(['stage', 'amount', 'account', 'pipeline']);

interface Deserved {
  readonly account: string;
  readonly points: number;
}

interface Earned {
  readonly id: string;
  readonly account: string;
  readonly points: number;
}

/**
 * After any event of an opportunity: one that is won has earned its points, any other has not. It compares what is with what should be,
 * and so may be told twice, late, or of several changes at once.
 */
export async function followOpportunity(
  ctx: Context,
  { payload, history }: EventMessage<RecordEvent>,
): Promise<void> {
  const isChange = payload.before !== null && payload.after !== null;
  if (history || (isChange && !payload.changed.some((name) => RELEVANT.has(name)))) return;
  const { record } = payload;
  await ctx.transaction(async () => {
    await ctx.lock(`opportunity.${record}`);
    const bookings = await readBookings(ctx, record);
    const earned = bookings.find(({ isReversed }) => !isReversed);
    // What was won before Loyalty kept points earns none by a mere correction.
    const mayEarn = !isChange || payload.changed.includes('stage') || bookings.length > 0;
    const deserved = mayEarn ? await readDeserved(ctx, record) : undefined;
    if (isSame(earned, deserved)) return;
    if (earned && !(await isTakenBack(ctx, earned.id))) return;
    if (deserved) await earn(ctx, record, bookings.length, deserved);
  });
}

/** What the opportunity should have earned: undefined unless it is won, by an account. */
async function readDeserved(ctx: Context, id: string): Promise<Deserved | undefined> {
  const [won] = await ctx.records(OPPORTUNITY).aggregate({
    filter: { id, 'stage.kind': 'won' },
    groupBy: ['account'],
    measures: { amount: { sum: 'amount' } },
  });
  const account = (won?.['account'] as { readonly id: string } | null | undefined)?.id;
  const amount = won?.['amount'];
  const points = pointsFor(
    typeof amount === 'string' ? amount : '0',
    settingsOf(ctx).pointsPerUnit,
  );
  return account && points > 0 ? { account, points } : undefined;
}

/** What it has earned so far, each time that it was won. */
async function readBookings(ctx: Context, id: string) {
  const entries = ctx.asSystem('looks for what an opportunity has earned').records(Entry);
  const { records } = await entries.query({
    filter: { sourceKey: { startsWith: `${OPPORTUNITY}:${id}:` } },
    fields: ['account', 'points'],
    limit: 1000,
    count: 'none',
  });
  const ids = records.map((entry) => entry.id);
  const back = await entries.query({
    filter: { kind: 'reversed', against: { in: ids } },
    fields: ['against'],
    limit: 1000,
    count: 'none',
  });
  const reversed = new Set(back.records.map(({ against }) => against));
  return records.map((entry) => ({ ...entry, isReversed: reversed.has(entry.id) }));
}

async function earn(ctx: Context, id: string, times: number, deserved: Deserved): Promise<void> {
  await ctx.services.get(LoyaltyPoints).earn({
    ...deserved,
    reason: await reasonFor(ctx, id),
    sourceKey: `${OPPORTUNITY}:${id}:${times + 1}`,
  });
}

async function reasonFor(ctx: Context, id: string): Promise<string> {
  const { number, name } = await ctx.records(OPPORTUNITY).get(id, { fields: ['number', 'name'] });
  return [number, name].filter((part) => typeof part === 'string').join(' · ');
}

/** Not when the points have been used and no balance may fall below zero: then the customer keeps them. */
async function isTakenBack(ctx: Context, entry: string): Promise<boolean> {
  try {
    await ctx.services
      .get(LoyaltyPoints)
      .reverse(entry, 'The opportunity is no longer won like this');
    return true;
  } catch (error) {
    if (!(error instanceof TesseraError) || error.code !== 'LOYALTY_POINTS_SHORT') throw error;
    ctx.log.warn('points of an opportunity that is no longer won have been used', { entry });
    return false;
  }
}

function isSame(earned: Earned | undefined, deserved: Deserved | undefined): boolean {
  return earned?.account === deserved?.account && earned?.points === deserved?.points;
}
