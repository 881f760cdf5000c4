import { createHash } from 'node:crypto';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { readCursor, shapeOf } from './cursor.ts';
import { knownTotal } from './known-total.ts';
import { reachIds } from './narrow-reach.ts';
import { usualFields } from './query-fields.ts';
import { keysetBranches, type After, type SortKey } from './query-keyset.ts';
import { keepFor } from './query-memory.ts';
import { isInIndexOrder, isOfLiveIndex, resolveOrder } from './query-order.ts';
import { pageByIds, pageItself, pageOfRows } from './query-page.ts';
import { selectRecords, type Selection } from './query-selection.ts';
import { fromClause, type Source } from './query-source.ts';
import {
  createStatement,
  cursorPlaces,
  offsetPlace,
  type Given,
  type Statement,
} from './query-statement.ts';
import { countOfSearch, pageOfSearch } from './query-search.ts';
import { pageOfWalk } from './query-walk.ts';
import type { Query, Sort } from './records.ts';
import { findWay, restrictRows, type Restriction, type Way } from './restricted-rows.ts';
import { compileRowSearch, searchedIds } from './search.ts';
import type { AskedFields } from './sensitive-views.ts';
import { createReadParameters, tableOf } from './sql-parameters.ts';

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
  readonly form: Form;
}

/** The number of rows, at most up to the bound where one is given. */
export function compileCount(
  execution: Execution,
  model: EntityModel,
  restriction: Restriction,
  bound?: number,
) {
  const { source, parameters, where } = restrictRows(execution, model, {
    ...restriction,
    meets: 'all',
  });
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
  readonly way: Way;
}

/**
 * How a statement comes to its total: it counts besides finding the page; it need not, for that is known to be beyond the bound; or it gathers
 * all that a filter keeps, known to be within the bound, and takes both from there.
 */
type Form = 'counted' | 'beyond' | 'gathered';

/** The statements of one question. */
type Plans = Partial<Record<Form, CompiledQuery>>;

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
  const way = findWay(execution, model, query, mayWalk ? limit + 1 : undefined);
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
  const known = plans.counted ?? plans.beyond ?? plans.gathered;
  const form = known && formOf(execution, query, way, known.totalKey);
  const compiled =
    (form && plans[form]) ??
    compilePage(execution, model, { query, limit, offset, after, way }, shape, {
      ...known,
      form,
    });
  plans[compiled.form] = compiled;
  return { compiled, given: { offset, cursor } };
}

function compilePage(
  execution: Execution,
  model: EntityModel,
  { query, limit, offset, after, way }: Question,
  shape: string,
  known: { readonly form?: Form | undefined; readonly totalKey?: string },
): CompiledQuery {
  const words = query.search?.trim();
  // Who reads and where the page begins decide no plan: one that is kept does for all. Which rows a filter keeps does not either where the
  // page is one of very many.
  const isUnfiltered = !query.filter && offset === 0;
  const isUnseen = isUnfiltered || way !== 'broad' || Boolean(words) || known.form === 'beyond';
  const parameters = createReadParameters(isUnseen ? 'all' : 'reach');
  const restricted = restrictRows(execution, model, query, way, parameters);
  const { source, whereOfAll } = restricted;
  const isOrdered = isInIndexOrder(model, query.sort ?? []);
  const search =
    words && way === 'broad' && isOrdered && !query.deleted
      ? {
          ids: searchedIds(source, words),
          ofRow: compileRowSearch(source, words),
          whereWith: restricted.whereWith,
        }
      : undefined;
  const joinsToCount = fromClause(source);
  const walk = typeof way === 'object' ? way : undefined;
  const ids = walk && reachIds(execution, model, parameters);
  const totalKey =
    known.totalKey ?? keyOf([model.id, joinsToCount, ids, restricted.where, parameters.values]);
  const form = known.form ?? formOf(execution, query, way, totalKey);
  const isBeyond = form === 'beyond';
  // What is found without an order is found once, for the page and for the total.
  const isLookedUp = !search && (way === 'lookUp' || form === 'gathered' || Boolean(words));
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
    where: form === 'gathered' ? whereOfAll() : restricted.where,
    keys,
    id,
    cursor: after,
    parameters,
    limit,
    skip: offset > 0 ? parameters.bind(offsetPlace, 'int8') : undefined,
    joins,
    branches: isLookedUp ? [] : keysetBranches(keys, id, after, parameters),
  };
  // Rows that no index has in order are put in order by their ids alone.
  const byIds = isLookedUp || !isOrdered;
  const only = page.branches.length === 1 ? page.branches[0] : undefined;
  const rows = search
    ? pageOfSearch(page, search, isBeyond)
    : walk
      ? pageOfWalk(page, walk, isOfLiveIndex(model, query.sort ?? []))
      : byIds
        ? pageByIds(page)
        : only && sent.joins.length === 0 && !isCounted
          ? pageItself(page, only)
          : pageOfRows(page, columns);
  const begin = [...(ids === undefined ? [] : [ids]), ...(rows.parts ?? [])].join(', ');
  const bound = query.count === 'bounded' ? COUNT_BOUND : undefined;
  const countAll = (): string => {
    if (isLookedUp) return '(select count(*) from kept)';
    if (walk) return '(select count(*) from ids)';
    if (search) return countOfSearch(page, search, bound);
    const counted = countText(model, joinsToCount, whereOfAll(), bound);
    // A first page that is not full is all there is: nothing else is counted then.
    return offset === 0 && !after
      ? `case when row_number() over (order by ${rows.orderBy}) > ${limit} then ${counted} end`
      : counted;
  };
  const total = isCounted ? sent.at(countAll()) : undefined;
  const keysAt = keys.map(
    (key, index) =>
      sent.find(key.sql) ?? sent.at(rows.keys ? `${rows.keys}."$k${index}"` : key.sql),
  );
  const idAt = sent.at('r."id"');
  const select = `${begin && `with ${begin} `}select ${sent.columns.join(', ')}`;
  const from = `${rows.from}${sent.joins.join('')} order by ${rows.orderBy}${rows.limit ?? ''}`;
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
    form,
  };
}

function formOf(
  { assembly }: Execution,
  { count, filter, search }: Query,
  way: Way,
  totalKey: string,
): Form {
  const known = count === 'bounded' ? knownTotal(assembly, totalKey) : undefined;
  if (known === 'beyond') return known;
  const isGathered = known === 'within' && way === 'broad' && filter && !search?.trim();
  return isGathered ? 'gathered' : 'counted';
}

/** A short name for all that a total depends on. */
function keyOf(condition: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(condition)).digest('base64');
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
