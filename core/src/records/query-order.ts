import type { EntityModel, FieldModel } from '../entities/model.ts';
import { isInNaturalOrder } from '../entities/table-index.ts';
import { errors } from '../errors.ts';
import { isReadable } from '../permissions/authorize.ts';
import { isReference, resolveValue, type PathValue } from './query-path.ts';
import { columnOf, joinTarget, type Source } from './query-source.ts';
import type { Sort } from './records.ts';
import { sqlTypes } from './query-value.ts';

/** What rows are put in order by. */
export interface OrderValue {
  readonly sql: string;
  /** PostgreSQL type that a cursor's value is bound as. */
  readonly type: string;
  readonly nullable: boolean;
  /** An index serves it: a column of the rows themselves, as it is. */
  readonly indexed: boolean;
}

const neverNull: ReadonlySet<string> = new Set([
  'id',
  'createdAt',
  'updatedAt',
  'version',
  'source',
]);

/**
 * The order of a field: texts by the workspace's collation, states by the order of their machine, choices as declared,
 * references by the title of what they point to.
 * @throws TesseraError `CORE_NAME_UNKNOWN`, or `CORE_REQUEST_INVALID` for a field that has no order.
 */
export function resolveOrder(source: Source, path: string): OrderValue {
  return orderOf(resolveValue(source, path));
}

export function orderOf(value: PathValue): OrderValue {
  const { source, field, kind, sql } = value;
  const here = source.path === '' && value.part === undefined;
  const nullable = !(here && neverNull.has(field.name) && field.system);
  const indexed = here && isIndexed(source.model, field);
  const make = (order: string, type: string): OrderValue => ({
    sql: order,
    type,
    nullable,
    indexed,
  });
  switch (kind) {
    case 'text':
      if (field.type === 'richText') throw withoutOrder(value);
      return make(`${sql} collate tessera.natural`, 'text');
    case 'choice': {
      if (!field.options) return make(sql, 'text');
      const keys = source.context.parameters.bind(
        field.options.map((option) => option.key),
        'text[]',
      );
      return make(`array_position(${keys}, ${sql})`, 'int4');
    }
    case 'state': {
      const machine = joinTarget(source, field, true);
      const order = machine.model.fields.get('order');
      return order ? make(columnOf(machine, order.columns.value), 'int8') : make(sql, 'uuid');
    }
    case 'id':
      return isReference(field) ? orderByTitle(value, make) : make(sql, 'uuid');
    case 'integer':
    case 'decimal':
    case 'percent':
    case 'boolean':
    case 'date':
    case 'datetime':
      return make(sql, sqlTypes[kind]);
    default:
      throw withoutOrder(value);
  }
}

/** Whether an index has the rows of an entity in this order: by one value at most. */
export function isInIndexOrder(model: EntityModel, sort: readonly Sort[]): boolean {
  const [first, second] = sort;
  if (!first || first.field === 'id') return true;
  const field = model.fields.get(first.field);
  const isOne = !second || (second.field === 'id' && second.direction === first.direction);
  if (!field || !isOne) return false;
  return isIndexed(model, field) || field.name === 'createdAt' || field.name === 'updatedAt';
}

/** Whether the index that has the rows of an entity in this order holds the live ones alone. */
export function isOfLiveIndex(model: EntityModel, [first]: readonly Sort[]): boolean {
  const field = first && model.fields.get(first.field);
  if (!field || field.name === 'id') return false;
  return (
    field.system || (field.unique === true && !field.indexed && !isInNaturalOrder(model, field))
  );
}

function isIndexed(model: EntityModel, field: FieldModel): boolean {
  if (field.type === 'choice' || field.type === 'state' || isReference(field)) return false;
  return (
    field.indexed === true ||
    field.unique === true ||
    field.name === model.options.title ||
    model.options.indexes?.some((fields) => fields[0] === field.name) === true
  );
}

function orderByTitle(
  value: PathValue,
  make: (sql: string, type: string) => OrderValue,
): OrderValue {
  const target = joinTarget(value.source, value.field);
  const { context, model } = target;
  const title = model.fields.get(model.options.title);
  const readable = title && (context.trusted || isReadable(context.execution, model, title));
  // A title may itself be a reference; the id ends that.
  if (!readable || isReference(title)) return make(value.sql, 'uuid');
  const { sql, type } = orderOf(resolveValue(target, title.name));
  return make(sql, type);
}

function withoutOrder(value: PathValue): Error {
  return errors.requestInvalid({
    reason: `the field “${value.field.name}” has no order to sort by.`,
  });
}
