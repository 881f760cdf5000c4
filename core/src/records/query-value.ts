import type { EntityModel, EntityModels, FieldModel } from '../entities/model.ts';

/** What a column holds, as far as comparing, sorting and binding go. */
export type ValueKind =
  | 'text'
  | 'choice'
  | 'integer'
  | 'decimal'
  | 'percent'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'id'
  | 'state'
  | 'ids'
  | 'keys'
  | 'json'
  | 'anyRef';

const kinds: Readonly<Record<Exclude<FieldModel['type'], 'rollup'>, ValueKind>> = {
  text: 'text',
  richText: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  autonumber: 'text',
  integer: 'integer',
  duration: 'integer',
  decimal: 'decimal',
  money: 'decimal',
  percent: 'percent',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  choice: 'choice',
  choices: 'keys',
  address: 'json',
  json: 'json',
  file: 'id',
  ref: 'id',
  user: 'id',
  team: 'id',
  state: 'state',
  refs: 'ids',
  anyRef: 'anyRef',
};

/** The kind of a field's `value` column; a roll-up has that of what it rolls up. */
export function kindOf(field: FieldModel, models: EntityModels): ValueKind {
  // `id` is declared as a text that no person writes.
  if (field.system && field.name === 'id') return 'id';
  if (field.type !== 'rollup') return kinds[field.type];
  if (field.rollup?.function === 'count') return 'integer';
  const source = rolledUp(field, models);
  if (!source || field.rollup?.function === 'sum' || field.rollup?.function === 'avg')
    return 'decimal';
  const kind = kindOf(source, models);
  return kind === 'date' || kind === 'datetime' ? kind : 'decimal';
}

/** The field that a roll-up is over; undefined for a count, or while its entity is off. */
export function rolledUp(field: FieldModel, models: EntityModels): FieldModel | undefined {
  const name = field.rollup?.field;
  return name === undefined || !field.rollup
    ? undefined
    : models.get(field.rollup.entity)?.fields.get(name);
}

/** The entity that a field points to; undefined when it points nowhere, or its plugin is off. */
export function targetOf(field: FieldModel, models: EntityModels): EntityModel | undefined {
  if (field.type === 'user') return models.get(field.target ?? 'tessera.user');
  if (field.type === 'team') return models.get(field.target ?? 'tessera.team');
  return field.target === undefined ? undefined : models.get(field.target);
}

/** The PostgreSQL type that a value of this kind is bound as. */
export const sqlTypes: Readonly<Record<ValueKind, string>> = {
  text: 'text',
  choice: 'text',
  integer: 'int8',
  decimal: 'numeric',
  percent: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  id: 'uuid',
  state: 'uuid',
  ids: 'uuid',
  keys: 'text',
  json: 'jsonb',
  anyRef: 'uuid',
};

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether it is a text written as a UUID, of any version and in either case. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuidPattern.test(value);
}

/** A plain value as text; strings as they are. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
