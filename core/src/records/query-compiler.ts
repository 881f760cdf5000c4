import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { compilePredicate, createReadContext, type RowsMet } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { readCursor, shapeOf } from './cursor.ts';
import { compileFilter } from './filter-compiler.ts';
import type { Filter } from './filter.ts';
import { isKnownBeyond } from './known-total.ts';
import {
  narrowCondition,
  narrowCount,
  narrowReach,
  prefersWalk,
  reachIds,
  waySearched,
  type NarrowWay,
} from './narrow-reach.ts';
import { usualFields } from './query-fields.ts';
import { keysetBranches, type After, type SortKey } from './query-keyset.ts';
import { keepFor } from './query-memory.ts';
import { isInIndexOrder, resolveOrder } from './query-order.ts';
import { pageByIds, pageOfRows } from './query-page.ts';
import { selectRecords, type Selection } from './query-selection.ts';
import { createSource, fromClause, type Source } from './query-source.ts';
import {
  createStatement,
  cursorPlaces,
  offsetPlace,
  type Given,
  type Statement,
} from './query-statement.ts';
import type { Query, Sort } from './records.ts';
import { compileSearch } from './search.ts';
import type { AskedFields } from './sensitive-views.ts';
import { allOf, createParameters, tableOf, type Parameters } from './sql-parameters.ts';

/** Records of one page at most, and when no limit is given. */
const MAXIMUM_LIMIT = 1000;
const DEFAULT_LIMIT = 50;
const MAXIMUM_SORTS = 5;
/** A bounded count goes no further. */
export const COUNT_BOUND = 10_000;

/** A query as one statement: the rows of a page and one more. */
export interface CompiledQuery extends Pick<Selection, 'write' | 'isSensitive'> {
  readonly statement: Statement;
  readonly limit: number;
  /** Sensitive fields that the filter or the order names. */
  readonly asked: AskedFields;
  /** The positions of the sort values and of the id in a row. */
  readonly keys: readonly number[];
  readonly id: number;
  /** The position of the total, which the last row tells; it has none where the page is all there is. */
  readonly total: number | undefined;
  /** What a cursor is good for. */
  readonly shape: string;
  /** What a bounded count is of. */
  readonly totalKey: string;
  /** The total is known without counting: more than the bound. */
  readonly isBeyond: boolean;
}

/** What a read is about: which rows of the entity. */
export interface Restriction {
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  readonly deleted?: boolean | undefined;
  /** What must be allowed with the rows besides reading them. */
  readonly action?: 'export' | undefined;
  /** Whether every row that fits is met, or those of a page. */
  readonly meets?: RowsMet | undefined;
}

/** Rows that the principal may read and the restriction keeps, and the condition for it. */
export interface RestrictedRows {
  readonly source: Source;
  readonly parameters: Parameters;
  readonly where: string;
}

/**
 * Every read begins here: the table, the reach, the filter, the search.
 * @param way - how the rows in reach are found
 */
export function restrictRows(
  execution: Execution,
  model: EntityModel,
  restriction: Restriction,
  way: NarrowWay | 'broad' = findWay(execution, model, restriction, false),
): RestrictedRows {
  const parameters = createParameters();
  const context = createReadContext(execution, parameters, restriction.meets);
  const source = createSource(context, model, 'r');
  const where = allOf([
    `r.deleted_at is ${restriction.deleted ? 'not null' : 'null'}`,
    way === 'broad'
      ? context.readable(model, 'r')
      : narrowCondition(execution, model, 'r', way, parameters),
    restriction.action
      ? compilePredicate(execution, model, restriction.action, 'r', parameters)
      : 'true',
    restriction.filter ? compileFilter(source, restriction.filter) : 'true',
    restriction.search?.trim() ? compileSearch(source, restriction.search) : 'true',
  ]);
  return { source, parameters, where };
}

/** How the rows in reach are found: by their ids where they are known to be few; else each row is held to the predicate. */
function findWay(
  execution: Execution,
  model: EntityModel,
  { deleted, search }: Restriction,
  mayWalk: boolean,
): NarrowWay | 'broad' {
  const size = deleted ? undefined : narrowReach(execution, model);
  if (!size) return 'broad';
  if (search?.trim()) return waySearched(size);
  return mayWalk && prefersWalk(size) ? 'walk' : 'lookUp';
}

/** The number of rows, at most up to the bound where one is given. */
export function compileCount(
  execution: Execution,
  model: EntityModel,
  restriction: Restriction,
  bound?: number,
) {
  const { source, parameters, where } = restrictRows(execution, model, restriction);
  return {
    text: `select ${countText(model, fromClause(source), where, bound)} as n`,
    values: parameters.values,
    asked: source.context.sensitive,
  };
}

/** A query, checked, and how the rows in reach are found. */
interface Question {
  readonly query: Query & Pick<Restriction, 'action'>;
  readonly limit: number;
  readonly offset: number;
  readonly after: After | undefined;
  readonly way: NarrowWay | 'broad';
}

/** The statements of one question: one that counts, and one for while its total is known to be beyond the bound. */
interface Plans {
  counted?: CompiledQuery;
  beyond?: CompiledQuery;
}

/**
 * A query as one prepared statement: filter, permission, fields, sort, keyset and count.
 * @throws TesseraError `CORE_NAME_UNKNOWN` or `CORE_REQUEST_INVALID`.
 */
export function compileQuery(
  execution: Execution,
  model: EntityModel,
  query: Query & Pick<Restriction, 'action'>,
): { readonly compiled: CompiledQuery; readonly given: Given } {
  const limit = wholeNumber('limit', query.limit ?? DEFAULT_LIMIT, 1, MAXIMUM_LIMIT);
  const offset = wholeNumber('offset', query.offset ?? 0, 0, Number.MAX_SAFE_INTEGER);
  const isPlain = !query.filter && !query.search?.trim() && !query.action;
  const mayWalk = isPlain && isInIndexOrder(model, query.sort ?? []);
  const way = findWay(execution, model, query, mayWalk);
  const shape = shapeFor(execution, model, query);
  const { secret } = execution.assembly;
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor, shape, secret);
  const after = cursor && cursorPlaces(cursor);
  const question = JSON.stringify([
    'query',
    model.id,
    { ...query, limit, offset: offset > 0, cursor: cursor?.values.map((value) => value === null) },
    way,
  ]);
  const plans = keepFor(execution, question, (): Plans => ({}));
  const known = plans.counted ?? plans.beyond;
  const isBeyond = known !== undefined && isBeyondBound(execution, query, known.totalKey);
  const compiled =
    (isBeyond ? plans.beyond : plans.counted) ??
    compilePage(execution, model, { query, limit, offset, after, way }, shape);
  plans[compiled.isBeyond ? 'beyond' : 'counted'] = compiled;
  return { compiled, given: { offset, cursor } };
}

function compilePage(
  execution: Execution,
  model: EntityModel,
  { query, limit, offset, after, way }: Question,
  shape: string,
): CompiledQuery {
  const { source, parameters, where } = restrictRows(execution, model, query, way);
  const joinsToCount = fromClause(source);
  const ids = way === 'walk' ? reachIds(execution, model, parameters) : undefined;
  const totalKey = JSON.stringify([model.id, joinsToCount, ids, where, parameters.values]);
  const isBeyond = isBeyondBound(execution, query, totalKey);
  const isCounted = (query.count === 'exact' || query.count === 'bounded') && !isBeyond;
  const { keys, idDirection } = sortKeys(source, query.sort ?? []);
  const id = { sql: 'r.id', direction: idDirection };
  const joins = fromClause(source);
  const { sent, write, columns, isSensitive } = selectRecords(
    source,
    query.fields ?? usualFields(source),
    query.include,
  );
  const page = {
    model,
    where,
    keys,
    id,
    cursor: after,
    parameters,
    limit,
    skip: offset > 0 ? parameters.bind(offsetPlace, 'int8') : undefined,
    joins,
    branches: way === 'lookUp' ? [] : keysetBranches(keys, id, after, parameters),
  };
  // Rows that no index has in order are put in order by their ids alone.
  const isOrdered = query.search?.trim() || isInIndexOrder(model, query.sort ?? []);
  const byIds = way === 'broad' ? !isOrdered : way !== 'keep';
  const rows = byIds ? pageByIds(page) : pageOfRows(page, columns);
  const begin = [
    ...(ids === undefined ? [] : [ids]),
    ...(rows.kept === undefined ? [] : [`kept as materialized (${rows.kept})`]),
  ].join(', ');
  const bound = query.count === 'bounded' ? COUNT_BOUND : undefined;
  const countAll = (): string => {
    if (way === 'lookUp') return '(select count(*) from kept)';
    if (way === 'walk') return narrowCount(model);
    const counted = countText(model, joinsToCount, where, bound);
    // A first page that is not full is all there is: nothing else is counted then.
    return offset === 0 && !after
      ? `case when row_number() over (order by ${rows.orderBy}) > ${limit} then ${counted} end`
      : counted;
  };
  const total = isCounted ? sent.at(countAll()) : undefined;
  const keysAt = keys.map(
    (key, index) => sent.find(key.sql) ?? sent.at(`${rows.keys}."$k${index}"`),
  );
  const idAt = sent.at('r."id"');
  const select = `${begin && `with ${begin} `}select ${sent.columns.join(', ')}`;
  const from = `${rows.from}${sent.joins.join('')} order by ${rows.orderBy}`;
  return {
    statement: createStatement(select, from, parameters.values),
    write,
    limit,
    asked: source.context.sensitive,
    isSensitive,
    keys: keysAt,
    id: idAt,
    total,
    shape,
    totalKey,
    isBeyond,
  };
}

function isBeyondBound({ assembly }: Execution, { count }: Query, totalKey: string): boolean {
  return count === 'bounded' && isKnownBeyond(assembly, totalKey);
}

/** What a cursor of the query is good for. */
function shapeFor(execution: Execution, model: EntityModel, query: Query): string {
  const { filter = null, search = null, sort = [], deleted = false } = query;
  const question = [model.id, filter, search, sort, deleted];
  return keepFor(execution, `shape ${JSON.stringify(question)}`, () => shapeOf(question));
}

function countText(
  model: EntityModel,
  joins: string,
  where: string,
  bound: number | undefined,
): string {
  const rows = `from ${tableOf(model)} r${joins} where ${where}`;
  return bound === undefined
    ? `(select count(*) ${rows})`
    : `(select count(*) from (select 1 ${rows} limit ${bound + 1}) c)`;
}

function sortKeys(
  source: Source,
  sort: readonly Sort[],
): { keys: SortKey[]; idDirection: 'asc' | 'desc' } {
  if (sort.length > MAXIMUM_SORTS)
    throw errors.requestInvalid({ reason: `a list sorts by at most ${MAXIMUM_SORTS} fields.` });
  const keys: SortKey[] = [];
  for (const { field, direction } of sort) {
    if (direction !== 'asc' && direction !== 'desc')
      throw errors.requestInvalid({ reason: 'a sort direction is asc or desc.' });
    // Nothing after the id can change the order.
    if (field === 'id') return { keys, idDirection: direction };
    keys.push({ ...resolveOrder(source, field), direction });
  }
  return { keys, idDirection: keys[0]?.direction ?? 'asc' };
}

function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw errors.requestInvalid({ reason: `${name} is a whole number from ${least} to ${most}.` });
}
