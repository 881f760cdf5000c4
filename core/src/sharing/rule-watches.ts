import type { EntityId } from '../entities/entity.ts';
import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';
import type { Filter } from '../records/filter.ts';
import { orKept } from '../records/or-kept.ts';
import { targetOf } from '../records/query-value.ts';

/** What a change has to touch for the matches of a filter to change, and how the records are found whose match it may change. */
export interface Watch {
  readonly entity: EntityId;
  /** The fields that matter. */
  readonly fields: Set<string>;
  /** The records themselves are those that the rule is about. */
  readonly isOwn: boolean;
  /** The changed records count for the record that this field of theirs names, before and after. */
  readonly via?: string;
  /** The filter that finds the records of the rule which reach these changed ones. */
  reach(ids: readonly string[]): Filter;
  /** The same for records that `via` names. */
  reachNamed?(ids: readonly string[]): Filter;
}

/** Fields that change with every write, or that are made from others. */
const RESTLESS = new Set(['updatedAt', 'updatedBy', 'version', 'deletedAt']);

type Wrap = (inner: Filter) => Filter;

interface Place {
  readonly model: EntityModel;
  /** Fields of this model that matter. */
  readonly fields: Set<string>;
  /** Puts a condition on records of this model into one on those of the rule. */
  readonly wrap: Wrap;
}

// What follows from a filter and the models; it goes when one of them goes.
const known = new WeakMap<object, WeakMap<EntityModels, readonly Watch[]>>();

/** Everything that the matches of a filter depend on. Names that are not there are passed over: such a rule sleeps. */
export function watchesOf(
  models: EntityModels,
  model: EntityModel,
  filter: object,
): readonly Watch[] {
  const byModels = orKept(known, filter, () => new WeakMap());
  return orKept(byModels, models, () => findWatches(models, model, filter));
}

function findWatches(models: EntityModels, model: EntityModel, filter: object): readonly Watch[] {
  const own = new Set<string>();
  const watches: Watch[] = [
    { entity: model.id, fields: own, isOwn: true, reach: (ids) => ({ id: { in: [...ids] } }) },
  ];
  walk(models, watches, { model, fields: own, wrap: (inner) => inner }, filter);
  return watches;
}

/** Whether a change of these fields may change what the watch is about. */
export function concerns({ fields }: Watch, changed: readonly string[]): boolean {
  return changed.some((name) => fields.has(name)) || [...fields].some((name) => RESTLESS.has(name));
}

function walk(models: EntityModels, watches: Watch[], place: Place, filter: unknown): void {
  if (Array.isArray(filter)) {
    for (const part of filter) walk(models, watches, place, part);
    return;
  }
  if (typeof filter !== 'object' || filter === null) return;
  for (const [key, value] of Object.entries(filter)) {
    if (key === 'and' || key === 'or' || key === 'not') walk(models, watches, place, value);
    else follow(models, watches, place, { path: key, value });
  }
}

interface Condition {
  readonly path: string;
  readonly value: unknown;
}

function follow(
  models: EntityModels,
  watches: Watch[],
  place: Place,
  { path, value }: Condition,
): void {
  let at = place.model;
  let fields = place.fields;
  const steps = path.split('.');
  for (const [index, step] of steps.entries()) {
    const here = steps.slice(0, index + 1).join('.');
    const field = at.fields.get(step);
    if (!field) {
      followRelation(models, watches, { ...place, model: at, fields }, { path: here, value });
      return;
    }
    fields.add(step);
    const target = targetOf(field, models);
    if (!target) return;
    const isLast = index === steps.length - 1;
    if (isLast && !looksThrough(field, value)) return;
    fields = new Set(isLast && field.type === 'state' ? ['key'] : []);
    watches.push(behind(place.wrap, target, fields, here, field, value));
    if (field.type === 'refs') {
      const wrap: Wrap = (inner) => place.wrap({ [here]: { some: inner } } as Filter);
      followInner(models, watches, { model: target, fields, wrap }, value);
      return;
    }
    at = target;
  }
}

/** Whether a condition on a reference depends on what it points to: states by their key, teams by their tree, inner filters. */
function looksThrough(field: FieldModel, value: unknown): boolean {
  return (
    field.type === 'state' ||
    (field.type === 'refs' && isObject(value)) ||
    (isObject(value) && 'under' in value)
  );
}

function behind(
  wrap: Wrap,
  target: EntityModel,
  fields: Set<string>,
  path: string,
  field: FieldModel,
  value: unknown,
): Watch {
  // A team that moves takes all below it along.
  const isTree = isObject(value) && 'under' in value;
  if (isTree) fields.add('parent');
  const among = field.type === 'refs' ? 'hasAny' : 'in';
  return {
    entity: target.id,
    fields,
    isOwn: false,
    reach: (ids) => wrap({ [path]: isTree ? { isNull: false } : { [among]: [...ids] } } as Filter),
  };
}

/** Records that point here: they count where they were and where they are now. */
function followRelation(
  models: EntityModels,
  watches: Watch[],
  place: Place,
  { path, value }: Condition,
): void {
  const steps = path.split('.');
  const relation = place.model.relations.get(steps.at(-1) ?? '');
  const model = relation && models.get(relation.entity);
  if (!relation || !model) return;
  const parent = steps.slice(0, -1).join('.') || 'id';
  const fields = new Set([relation.via]);
  const wrap: Wrap = (inner) => place.wrap({ [path]: { some: inner } } as Filter);
  watches.push({
    entity: model.id,
    fields,
    isOwn: false,
    via: relation.via,
    reach: (ids) => wrap({ id: { in: [...ids] } }),
    reachNamed: (ids) => place.wrap({ [parent]: { in: [...ids] } } as Filter),
  });
  followInner(models, watches, { model, fields, wrap }, value);
}

function followInner(models: EntityModels, watches: Watch[], place: Place, value: unknown): void {
  if (!isObject(value)) return;
  for (const [quantifier, inner] of Object.entries(value)) {
    if (['some', 'none', 'every'].includes(quantifier)) walk(models, watches, place, inner);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
