import type { FieldDefinition } from './field.ts';
import type { EntityModel, EntityModels, FieldColumns, FieldModel } from './model.ts';

/** One column of a table: its name, its type in PostgreSQL and, where it has one, its default. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly default?: string;
  readonly required?: boolean;
  /** The name that the column had before its field was renamed. */
  readonly was?: string;
}

/** `closeDate` → `close_date`; also of a plugin id or a URL path. */
export function snakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

/** `price-books` → `priceBooks`. */
export function camelCase(name: string): string {
  return name.replaceAll(/[-_]+([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Names of the columns that hold a field; `base` is its name in snake case, with the prefix of an extension. */
export function columnsOf(definition: FieldDefinition, base: string): FieldColumns {
  switch (definition.type) {
    case 'ref':
    case 'user':
    case 'team':
    case 'state':
    case 'file':
      return { value: `${base}_id` };
    case 'refs':
      return { value: `${base}_ids` };
    case 'anyRef':
      return { value: `${base}_id`, entity: `${base}_entity` };
    case 'money':
      return {
        value: `${base}_base`,
        amount: `${base}_amount`,
        currency: `${base}_currency`,
        rate: `${base}_rate`,
        rateDate: `${base}_rate_date`,
      };
    default:
      return { value: base };
  }
}

/** The type of the value column of a field, for example `numeric(20,4)`. */
export function valueType(field: FieldModel | FieldDefinition, models: EntityModels): string {
  if ('system' in field && field.system) return systemTypes[field.columns.value] ?? 'text';
  switch (field.type) {
    case 'ref':
    case 'user':
    case 'team':
    case 'state':
    case 'file':
    case 'anyRef':
      return 'uuid';
    case 'refs':
      return 'uuid[]';
    case 'choices':
      return 'text[]';
    case 'money':
      return 'numeric(20,4)';
    case 'percent':
      return 'numeric(9,4)';
    case 'decimal':
      return `numeric(20,${field.scale ?? 4})`;
    case 'integer':
    case 'duration':
      return 'int8';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'datetime':
      return 'timestamptz(3)';
    case 'json':
    case 'address':
      return 'jsonb';
    case 'rollup':
      return rollupType(field, models);
    default:
      return 'text';
  }
}

/** Every column of a field with its type. */
export function fieldColumns(field: FieldModel, models: EntityModels): Column[] {
  const before =
    field.was === undefined ? undefined : columnsOf(field, oldBase(field.name, field.was));
  const types: Record<keyof FieldColumns, string> = {
    entity: 'text',
    value: valueType(field, models),
    amount: 'numeric(20,4)',
    currency: 'char(3)',
    rate: 'numeric(20,10)',
    rateDate: 'date',
  };
  return (Object.keys(types) as (keyof FieldColumns)[]).flatMap((part) => {
    const name = field.columns[part];
    const was = before?.[part];
    return name === undefined
      ? []
      : [{ name, type: types[part], ...(was === undefined ? {} : { was }) }];
  });
}

/** A name of an author has no underscore: what stands before the last one is the prefix of an extension. */
function oldBase(name: string, was: string): string {
  return `${name.slice(0, name.lastIndexOf('_') + 1)}${snakeCase(was)}`;
}

/** Every column of an entity: system columns first. */
export function tableColumns(model: EntityModel, models: EntityModels): Column[] {
  const own = [...model.fields.values()].filter((field) => !field.system);
  return [
    { name: 'id', type: 'uuid', required: true },
    { name: 'created_at', type: 'timestamptz(3)', required: true, default: 'now()' },
    { name: 'created_by', type: 'uuid' },
    { name: 'updated_at', type: 'timestamptz(3)', required: true, default: 'now()' },
    { name: 'updated_by', type: 'uuid' },
    { name: 'version', type: 'int4', required: true, default: '1' },
    { name: 'deleted_at', type: 'timestamptz(3)' },
    { name: 'delete_batch', type: 'uuid' },
    { name: 'source', type: 'text', required: true, default: "'system'" },
    ...(model.owned
      ? [
          { name: 'owner_id', type: 'uuid' },
          { name: 'team_id', type: 'uuid' },
        ]
      : []),
    ...own.flatMap((field) => fieldColumns(field, models)),
  ];
}

const systemTypes: Readonly<Record<string, string>> = {
  id: 'uuid',
  created_at: 'timestamptz(3)',
  created_by: 'uuid',
  updated_at: 'timestamptz(3)',
  updated_by: 'uuid',
  version: 'int4',
  deleted_at: 'timestamptz(3)',
  source: 'text',
  owner_id: 'uuid',
  team_id: 'uuid',
};

function rollupType(field: FieldDefinition, models: EntityModels): string {
  const rollup = field.rollup;
  if (!rollup || rollup.function === 'count') return 'int8';
  if (rollup.function === 'sum' || rollup.function === 'avg') return 'numeric(20,4)';
  const source = models.get(rollup.entity)?.fields.get(rollup.field ?? '');
  if (source?.type === 'date') return 'date';
  if (source?.type === 'datetime') return 'timestamptz(3)';
  return 'numeric(20,4)';
}
