import type { FieldModel, RelationModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { isReadable } from '../permissions/authorize.ts';
import { columnOf, findField, joinTarget, unknownField, type Source } from './query-source.ts';
import { kindOf, type ValueKind } from './query-value.ts';

/** A value that a path leads to. */
export interface PathValue {
  readonly source: Source;
  readonly field: FieldModel;
  readonly kind: ValueKind;
  /** The column, or the part of one, as SQL. */
  readonly sql: string;
  /** Of money, an address or a reference to any entity: `currency`, `city`, `entity`. */
  readonly part?: string;
}

/** Records to many that a path leads to. */
export interface PathRelation {
  readonly source: Source;
  readonly relation: RelationModel;
}

/** Steps of a path at most. */
const MAXIMUM_STEPS = 6;
const addressParts: ReadonlySet<string> = new Set([
  'city',
  'district',
  'region',
  'postalCode',
  'countryCode',
]);

/**
 * Follows a path from a source: `closeDate`, `account.parent.name`, `amount.currency`.
 * @throws TesseraError `CORE_NAME_UNKNOWN` when a step is not there or may not be read.
 */
export function resolveValue(source: Source, path: string): PathValue {
  const target = resolvePath(source, path);
  if ('relation' in target) throw unknownField(target.source.model, target.relation.name);
  return target;
}

/** Like {@link resolveValue}, but the last step may be a relation to many. */
export function resolvePath(source: Source, path: string): PathValue | PathRelation {
  const steps = path.split('.');
  if (steps.length > MAXIMUM_STEPS) {
    throw errors.requestInvalid({
      reason: `the path “${path}” has more than ${MAXIMUM_STEPS} steps.`,
    });
  }
  let at = source;
  for (const [index, step] of steps.entries()) {
    const rest = steps.slice(index + 1);
    if (rest.length === 0 && !at.model.fields.has(step))
      return { source: at, relation: findRelation(at, step) };
    const field = findField(at, step);
    if (rest.length === 0) return whole(at, field);
    const part = rest.length === 1 ? partOf(at, field, rest[0]!) : undefined;
    if (part) return part;
    if (!isReference(field))
      throw errors.nameUnknown({ entity: field.label.en, what: 'field', name: rest.join('.') });
    at = joinTarget(at, field);
  }
  throw unknownField(source.model, path);
}

/** Whether the field points to one record of a known entity. */
export function isReference(field: FieldModel): boolean {
  return (
    field.type === 'ref' || field.type === 'user' || field.type === 'team' || field.type === 'state'
  );
}

/** A relation to many by its name; unknown too when the field that makes it may not be read. */
function findRelation(source: Source, name: string): RelationModel {
  const { context, model } = source;
  const relation = model.relations.get(name);
  const other = relation && context.execution.assembly.models.get(relation.entity);
  const via = relation && other?.fields.get(relation.via);
  if (relation && other && via && (context.trusted || isReadable(context.execution, other, via)))
    return relation;
  throw unknownField(model, name);
}

function whole(source: Source, field: FieldModel): PathValue {
  const kind = kindOf(field, source.context.execution.assembly.models);
  return { source, field, kind, sql: columnOf(source, field.columns.value) };
}

function partOf(source: Source, field: FieldModel, part: string): PathValue | undefined {
  const { value, amount, currency, entity } = field.columns;
  const make = (kind: ValueKind, sql: string): PathValue => ({ source, field, kind, sql, part });
  if (field.type === 'money') {
    if (part === 'base') return make('decimal', columnOf(source, value));
    if (part === 'amount' && amount) return make('decimal', columnOf(source, amount));
    // A column of type char(3) compares by other rules than text.
    if (part === 'currency' && currency) return make('text', `${columnOf(source, currency)}::text`);
  }
  if (field.type === 'anyRef') {
    if (part === 'id') return make('id', columnOf(source, value));
    if (part === 'entity' && entity) return make('choice', columnOf(source, entity));
  }
  if (field.type === 'address' && addressParts.has(part))
    return make('text', `(${columnOf(source, value)} ->> '${part}')`);
  return undefined;
}
