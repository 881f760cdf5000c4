import type { RuleState, SharingRule } from './share-api.ts';

/** What a rule is like now: one that is switched off shares nothing, whatever was done last. */
export type RuleMark = RuleState | 'off';

export function markOf({ isActive, state }: Pick<SharingRule, 'isActive' | 'state'>): RuleMark {
  return isActive ? state : 'off';
}

/** Degrees of the colour of a mark; null is grey. */
export const MARK_HUES: Readonly<Record<RuleMark, number | null>> = {
  waiting: 250,
  applying: 250,
  applied: 155,
  dormant: 75,
  failed: 28,
  off: null,
};

/** Whether a rule is on its way, so that it is worth looking again. */
export function isMoving(rule: Pick<SharingRule, 'isActive' | 'state'>): boolean {
  return ['waiting', 'applying'].includes(markOf(rule));
}
