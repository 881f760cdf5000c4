import { errors } from '../errors.ts';
import { compileOperator } from './filter-condition.ts';
import type { Filter } from './filter.ts';
import { resolvePath, type PathRelation, type PathValue } from './query-path.ts';
import {
  columnOf,
  createSource,
  fromClause,
  type QueryContext,
  type Source,
} from './query-source.ts';
import { targetOf } from './query-value.ts';
import { allOf, anyOf, quoteText, tableOf } from './sql-parameters.ts';

/** `and`, `or`, `not`, `some` within each other at most. */
const MAXIMUM_DEPTH = 12;
/** Conditions in one filter at most. */
const MAXIMUM_NODES = 500;

/**
 * A filter as a condition in SQL over the rows of the source. Paths through references become joins of the source
 * ({@link fromClause}); values are bound. What lies behind a reference or relation counts only as far as the principal
 * may read it.
 * @throws TesseraError `CORE_NAME_UNKNOWN` for a field that is not there or may not be read,
 * `CORE_REQUEST_INVALID` for an operator or value that the field does not take, or a filter that is too large.
 */
export function compileFilter(source: Source, filter: Filter): string {
  return compileAll(source, filter, 0);
}

function compileAll(source: Source, filter: unknown, depth: number): string {
  if (depth > MAXIMUM_DEPTH) throw invalid(`a filter is nested at most ${MAXIMUM_DEPTH} deep.`);
  if (!isObject(filter)) throw invalid('a filter is an object.');
  return allOf(
    Object.entries(filter).map(([key, value]) =>
      value === undefined ? 'true' : compileEntry(source, key, value, depth),
    ),
  );
}

function compileEntry(source: Source, key: string, value: unknown, depth: number): string {
  count(source.context);
  switch (key) {
    case 'and':
      return allOf(listOf(key, value).map((part) => compileAll(source, part, depth + 1)));
    case 'or':
      return anyOf(listOf(key, value).map((part) => compileAll(source, part, depth + 1)));
    case 'not':
      return `(${compileAll(source, value, depth + 1)}) is not true`;
    default:
      return compilePath(source, key, value, depth);
  }
}

function compilePath(source: Source, path: string, value: unknown, depth: number): string {
  const target = resolvePath(source, path);
  if ('relation' in target) return compileRelation(target, value, depth);
  if (Array.isArray(value)) return compileOperator(target, 'in', value);
  if (!isObject(value) || (target.kind === 'anyRef' && 'id' in value))
    return compileOperator(target, 'eq', value);
  const operators = Object.entries(value).filter(([, operand]) => operand !== undefined);
  if (operators.length === 0) throw invalid(`the condition on “${path}” is empty.`);
  return allOf(
    operators.map(([operator, operand]) => {
      count(source.context);
      if (target.field.type === 'refs' && isQuantifier(operator))
        return compileRefs(target, operator, operand, depth);
      return compileOperator(target, operator, operand);
    }),
  );
}

type Quantifier = 'some' | 'none' | 'every';

function isQuantifier(operator: string): operator is Quantifier {
  return operator === 'some' || operator === 'none' || operator === 'every';
}

/** Records of another entity that point here. */
function compileRelation(
  { source, relation }: PathRelation,
  value: unknown,
  depth: number,
): string {
  const { models } = source.context.execution.assembly;
  const model = models.get(relation.entity);
  const via = model?.fields.get(relation.via);
  if (!model || !via) throw invalid(`the relation “${relation.name}” is not there.`);
  const quantifiers = isObject(value) ? Object.entries(value) : [];
  if (quantifiers.length === 0)
    throw invalid(`“${relation.name}” takes some, none or every with a filter.`);
  return allOf(
    quantifiers.map(([quantifier, filter]) => {
      count(source.context);
      if (!isQuantifier(quantifier))
        throw invalid(`“${relation.name}” takes some, none or every, not “${quantifier}”.`);
      const other = createSource(source.context, model, source.context.nextAlias());
      const link = [`${columnOf(other, via.columns.value)} = ${source.alias}.id`];
      if (via.columns.entity)
        link.push(`${columnOf(other, via.columns.entity)} = ${quoteText(source.model.id)}`);
      return quantify(other, quantifier, link, filter, depth);
    }),
  );
}

/** Records that a field of several references points to. */
function compileRefs(
  target: PathValue,
  quantifier: Quantifier,
  filter: unknown,
  depth: number,
): string {
  const { context } = target.source;
  const model = targetOf(target.field, context.execution.assembly.models);
  if (!model) throw invalid(`what “${target.field.name}” points to is not there.`);
  const other = createSource(context, model, context.nextAlias());
  return quantify(other, quantifier, [`${other.alias}.id = any(${target.sql})`], filter, depth);
}

function quantify(
  other: Source,
  quantifier: Quantifier,
  link: readonly string[],
  filter: unknown,
  depth: number,
): string {
  const fits = compileAll(other, filter, depth + 1);
  const readable = other.context.readable(other.model, other.alias);
  const condition = allOf([
    ...link,
    `${other.alias}.deleted_at is null`,
    readable,
    quantifier === 'every' ? `(${fits}) is not true` : fits,
  ]);
  const found = `exists (select 1 from ${tableOf(other.model)} ${other.alias}${fromClause(other)} where ${condition})`;
  return quantifier === 'some' ? found : `not ${found}`;
}

function count(context: QueryContext): void {
  context.nodes += 1;
  if (context.nodes > MAXIMUM_NODES)
    throw invalid(`a filter has at most ${MAXIMUM_NODES} conditions.`);
}

function listOf(key: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`“${key}” takes a list of filters.`);
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(reason: string): Error {
  return errors.requestInvalid({ reason });
}
