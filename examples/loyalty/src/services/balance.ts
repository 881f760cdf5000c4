import type { Context } from '@tessera/sdk';
import type { PointBalance, TierStanding } from '../contract.ts';
import { settingsOf } from '../settings.ts';
import { readHolding } from './ledger.ts';
import { availableOf, isExpired, type Holding } from './lots.ts';
import { qualificationOf, readTiers, tierFor, type TierRecord } from './membership.ts';
import { valueOf } from './point-value.ts';

const SOON_MS = 30 * 24 * 3600 * 1000;

/** The balance of an account, without limits of permission: the caller has asked for them. */
export async function balanceOf(ctx: Context, account: string): Promise<PointBalance> {
  const system = ctx.asSystem('tells the balance of an account');
  await system.records('customer.account').get(account, { fields: ['name'] });
  const holding = await readHolding(system, account);
  const qualifying = (await qualificationOf(system, account)).points;
  const tiers = await readTiers(system);
  const points = availableOf(holding, system.clock.now().toISOString());
  const next = tiers.find(({ minimumPoints }) => minimumPoints > qualifying);
  return {
    points,
    value: valueOf(points, settingsOf(ctx).pointValue),
    qualifying,
    tier: standingOf(tierFor(tiers, qualifying)),
    next: next ? { ...standing(next), missing: next.minimumPoints - qualifying } : null,
    expiring: expiringOf(holding, system.clock.now()),
  };
}

function expiringOf({ lots }: Holding, now: Date): PointBalance['expiring'] {
  const soon = new Date(now.getTime() + SOON_MS).toISOString();
  const going = lots
    .filter((lot) => isExpired(lot, soon) && !isExpired(lot, now.toISOString()))
    .toSorted((one, other) => ((one.expiresAt ?? '') < (other.expiresAt ?? '') ? -1 : 1));
  const at = going[0]?.expiresAt;
  return at ? { points: going.reduce((sum, { left }) => sum + left, 0), at } : null;
}

function standingOf(tier: TierRecord | undefined): TierStanding | null {
  return tier ? standing(tier) : null;
}

function standing({ id, key, name, hue, minimumPoints }: TierRecord): TierStanding {
  return { id, key, name, hue, minimumPoints };
}
