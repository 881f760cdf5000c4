import type { ExplainStep, Explanation } from '@tessera/core';

/** What stands in the way, from the strongest. */
const BARS: readonly ExplainStep['kind'][] = ['user', 'token', 'record', 'field', 'scope'];
/** What lets through, from what holds for all records to what holds for this one. */
const DOORS: readonly ExplainStep['kind'][] = ['scope', 'default', 'share', 'parent', 'role'];

/**
 * The step that decides: the first that denies; or what grants, and of that the field where one was asked for.
 * Undefined when nothing grants it and nothing denies it either.
 */
export function decisiveStep({ allowed, field, steps }: Explanation): ExplainStep | undefined {
  const find = (kinds: readonly ExplainStep['kind'][], outcomes: readonly string[]) =>
    kinds
      .map((kind) => steps.find((step) => step.kind === kind && outcomes.includes(step.outcome)))
      .find((step) => step !== undefined);
  if (!allowed) return find(BARS, ['denies']);
  const asked = field === undefined ? undefined : find(['field'], ['grants', 'limits']);
  return asked ?? find(DOORS, ['grants']);
}
