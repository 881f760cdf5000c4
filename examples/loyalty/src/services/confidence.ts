import type { Context } from '@tessera/sdk';
import type { OpportunityEstimate } from '@tessera/sales/contract';
import { Tier } from '../entities/tier.ts';
import { settingsOf } from '../settings.ts';
import { findMember } from './members.ts';

const HIGHEST = 99;

/** Tap on `sales.opportunity.estimating`: who has reached gold is likelier to buy again. */
export async function favourGold(
  ctx: Context,
  estimate: OpportunityEstimate,
): Promise<OpportunityEstimate | undefined> {
  const { goldBoost } = settingsOf(ctx);
  const { account, probability } = estimate;
  if (account === null || goldBoost === 0) return undefined;
  const system = ctx.asSystem('reads the tier of an account');
  const found = await findMember(system, account);
  const tier = found?.['loyalty_tier'];
  if (typeof tier !== 'string') return undefined;
  const { key } = await system.records(Tier).get(tier, { fields: ['key'] });
  if (key !== 'gold') return undefined;
  return {
    ...estimate,
    probability: Math.max(probability, Math.min(probability + goldBoost, HIGHEST)),
  };
}
