import type { EntityModel } from '@tessera/core';
import type { FieldMapping, ReadyPlan } from './import-plan.ts';
import { splitTarget } from './plan-check.ts';

/**
 * Whether a row that an import writes has nothing to do with the others: it is compared with no record, points to none of its own entity,
 * and neither a unique value nor a roll-up makes it wait for another.
 */
export function areIndependent({ mode, key, mapping }: ReadyPlan, model: EntityModel): boolean {
  if (mode !== 'create' || key || model.uniques.length > 0) return false;
  const fields = [...model.fields.values()];
  if (fields.some(({ unique }) => unique)) return false;
  return Object.entries(mapping).every(([target, from]) => {
    const { name } = splitTarget(target);
    return !pointsTo(model, name, from) && !model.feeds.some(({ via }) => via === name);
  });
}

function pointsTo({ id, fields }: EntityModel, name: string, { entity }: FieldMapping): boolean {
  return fields.get(name)?.target === id || entity === id;
}
