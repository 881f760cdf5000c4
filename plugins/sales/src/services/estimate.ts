import { defineHook, type Context, type HookDefinition } from '@tessera/sdk';
import type { OpportunityEstimate } from '../contract.ts';

/** The hook by which other plugins correct how likely an opportunity is to be won. */
export const estimating: HookDefinition = defineHook({
  name: 'sales.opportunity.estimating',
  kind: 'filter',
  timeoutMs: 250,
});

/** The probability of an opportunity that enters an open stage: the stage's own, unless a plugin knows better. */
export async function estimateProbability(
  ctx: Context,
  estimate: OpportunityEstimate,
): Promise<number> {
  const answer: unknown = await ctx.hooks.call('sales.opportunity.estimating', estimate);
  const probability =
    typeof answer === 'object' && answer !== null && 'probability' in answer
      ? answer.probability
      : undefined;
  return isPercent(probability) ? probability : estimate.probability;
}

function isPercent(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 100;
}
