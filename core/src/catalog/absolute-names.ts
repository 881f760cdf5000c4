import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, EntityModels } from '../entities/model.ts';
import { targetOf } from '../records/query-value.ts';

/**
 * What paths of an entity name, each by the entity that it belongs to: `account.loyalty_tier` of `sales.deal` names `sales.deal`,
 * `sales.deal.account`, `customer.account` and `customer.account.loyalty_tier`. What is not known is named as it is written.
 */
export function absoluteNames(
  models: EntityModels,
  entity: string,
  paths: readonly string[],
): readonly string[] {
  const names = new Set([entity]);
  for (const path of paths) {
    for (const name of namesAlong(models, entity, path.split('.'))) names.add(name);
  }
  return [...names];
}

/** The paths in a filter of the filter language; those of an inner filter begin with the relation that they are about. */
export function pathsIn(filter: unknown, before = ''): readonly string[] {
  if (Array.isArray(filter)) return filter.flatMap((part) => pathsIn(part, before));
  if (typeof filter !== 'object' || filter === null) return [];
  return Object.entries(filter).flatMap(([key, value]): readonly string[] => {
    if (key === 'and' || key === 'or' || key === 'not') return pathsIn(value, before);
    return [before + key, ...innerPaths(value, `${before}${key}.`)];
  });
}

function innerPaths(value: unknown, before: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([quantifier, inner]) =>
    ['some', 'none', 'every'].includes(quantifier) ? pathsIn(inner, before) : [],
  );
}

function namesAlong(
  models: EntityModels,
  entity: string,
  [step, ...rest]: readonly string[],
): readonly string[] {
  if (step === undefined) return [];
  const model = models.get(entity as EntityId);
  const next = model && stepFrom(models, model, step);
  const here = `${entity}.${step}`;
  if (!next) return [here];
  const { via, to } = next;
  return [here, ...(via ? [via] : []), to, ...namesAlong(models, to, rest)];
}

/** Where a step leads: through a reference, or through a relation to the records that point here. */
function stepFrom(
  models: EntityModels,
  model: EntityModel,
  step: string,
): { readonly to: EntityId; readonly via?: string } | undefined {
  const field = model.fields.get(step);
  const target = field && targetOf(field, models)?.id;
  if (target) return { to: target };
  const relation = model.relations.get(step);
  return relation && { to: relation.entity, via: `${relation.entity}.${relation.via}` };
}
