import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { compilePredicate, createReadContext } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { readCursor, shapeOf, writeCursor } from './cursor.ts';
import { compileFilter } from './filter-compiler.ts';
import type { Filter } from './filter.ts';
import { isKnownBeyond } from './known-total.ts';
import { compileNarrowPage } from './narrow-page.ts';
import {
  narrowCondition,
  narrowCount,
  narrowReach,
  prefersWalk,
  waySearched,
} from './narrow-reach.ts';
import type { NarrowWay, ReachSize } from './narrow-reach.ts';
import { keyColumns, pageOfBranches } from './query-branches.ts';
import { keysetBranches, type SortKey } from './query-keyset.ts';
import { isInIndexOrder, resolveOrder } from './query-order.ts';
import { usualFields } from './query-fields.ts';
import { selectRecords, type Selection } from './query-selection.ts';
import { createSource, fromClause, type Source } from './query-source.ts';
import type { Query, Sort } from './records.ts';
import type { Row } from './row.ts';
import { compileSearch } from './search.ts';
import type { AskedFields } from './sensitive-views.ts';
import { allOf, createParameters, tableOf, type Parameters } from './sql-parameters.ts';

/** Records of one page at most, and when no limit is given. */
const MAXIMUM_LIMIT = 1000;
const DEFAULT_LIMIT = 50;
const MAXIMUM_SORTS = 5;
/** A bounded count goes no further. */
export const COUNT_BOUND = 10_000;

/** A query as one statement. */
export interface CompiledQuery {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly selection: Selection;
  readonly limit: number;
  readonly offset: number;
  /** What a bounded count is of. */
  readonly totalKey: string;
  /** The total is known without counting: more than the bound. */
  readonly isBeyond: boolean;
  /** Sensitive fields that the filter or the order names. */
  readonly asked: AskedFields;
  /** The cursor that continues after a row. */
  cursorAfter(row: Row): string;
}

/** What a read is about: which rows of the entity. */
export interface Restriction {
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  readonly deleted?: boolean | undefined;
  /** What must be allowed with the rows besides reading them. */
  readonly action?: 'export' | undefined;
}

/** Rows that the principal may read and the restriction keeps, and the condition for it. */
export interface RestrictedRows {
  readonly source: Source;
  readonly parameters: Parameters;
  readonly where: string;
  /** How the rows in reach are found, where they are known to be few; else each row is held to the predicate. */
  readonly way: NarrowWay | undefined;
}

/**
 * Every read begins here: the table, the reach, the filter, the search.
 * @param choose - how a narrow reach is used: its ids are looked up when not given
 */
export function restrictRows(
  execution: Execution,
  model: EntityModel,
  restriction: Restriction,
  choose: (size: ReachSize) => NarrowWay | undefined = () => 'lookUp',
): RestrictedRows {
  const parameters = createParameters();
  const context = createReadContext(execution, parameters);
  const source = createSource(context, model, 'r');
  const size = restriction.deleted ? undefined : narrowReach(execution, model);
  const way = size && (restriction.search?.trim() ? waySearched(size) : choose(size));
  const where = allOf([
    `r.deleted_at is ${restriction.deleted ? 'not null' : 'null'}`,
    way ? narrowCondition(execution, model, 'r', way, parameters) : context.readable(model, 'r'),
    restriction.action
      ? compilePredicate(execution, model, restriction.action, 'r', parameters)
      : 'true',
    restriction.filter ? compileFilter(source, restriction.filter) : 'true',
    restriction.search?.trim() ? compileSearch(source, restriction.search) : 'true',
  ]);
  return { source, parameters, where, way };
}

/** The record with this id, as one statement. */
export function compileRead(
  execution: Execution,
  model: EntityModel,
  id: string,
  options: Pick<Query, 'fields' | 'include' | 'deleted'>,
): { readonly text: string; readonly values: readonly unknown[]; readonly selection: Selection } {
  const one = (): undefined => undefined;
  const restriction = { deleted: options.deleted };
  const { source, parameters, where } = restrictRows(execution, model, restriction, one);
  const selection = selectRecords(source, options.fields, options.include);
  const condition = allOf([`r.id = ${parameters.bind(id, 'uuid')}`, where]);
  const text = `select ${selection.columns} from ${tableOf(model)} r${fromClause(source)} where ${condition}`;
  return { text, values: parameters.values, selection };
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

/**
 * A query as one prepared statement: filter, permission, fields, sort, keyset and count.
 * @throws TesseraError `CORE_NAME_UNKNOWN` or `CORE_REQUEST_INVALID`.
 */
export function compileQuery(
  execution: Execution,
  model: EntityModel,
  query: Query & Pick<Restriction, 'action'>,
): CompiledQuery {
  const limit = wholeNumber('limit', query.limit ?? DEFAULT_LIMIT, 1, MAXIMUM_LIMIT);
  const offset = wholeNumber('offset', query.offset ?? 0, 0, Number.MAX_SAFE_INTEGER);
  const isPlain = !query.filter && !query.search?.trim() && !query.action;
  const mayWalk = isPlain && isInIndexOrder(model, query.sort ?? []);
  const { source, parameters, where, way } = restrictRows(execution, model, query, (size) =>
    mayWalk && prefersWalk(size) ? 'walk' : 'lookUp',
  );
  const rowsToCount = fromClause(source);
  const totalKey = JSON.stringify([model.id, rowsToCount, where, parameters.values]);
  const isBeyond = query.count === 'bounded' && isKnownBeyond(execution.assembly, totalKey);
  const { keys, idDirection } = sortKeys(source, query.sort ?? []);
  const { secret } = execution.assembly;
  const shape = shapeOf([
    model.id,
    query.filter ?? null,
    query.search ?? null,
    query.sort ?? [],
    query.deleted ?? false,
  ]);
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor, shape, secret);
  const id = { sql: 'r.id', direction: idDirection };
  const isCounted = query.count === 'exact' || (query.count === 'bounded' && !isBeyond);
  const bound = query.count === 'bounded' ? COUNT_BOUND : undefined;
  const rows = {
    model,
    where,
    keys,
    id,
    cursor,
    parameters,
    limit,
    skip: offset > 0 ? parameters.bind(offset, 'int8') : undefined,
  };
  const joinsInside = fromClause(source);
  const branches = way === 'lookUp' ? [] : keysetBranches(keys, id, cursor, parameters);
  const selection = selectRecords(source, query.fields ?? usualFields(source), query.include);
  const joins = fromClause(source);
  const text =
    way && way !== 'keep'
      ? compileNarrowPage({
          ...rows,
          branches,
          joinsInside,
          joins,
          columns: selection.columns,
          counted: !isCounted
            ? undefined
            : way === 'walk'
              ? narrowCount(execution, model, parameters)
              : 'kept',
        })
      : pageOfBranches({
          ...rows,
          branches,
          joins,
          columns: [selection.columns, ...keyColumns(keys)].join(', '),
          counted: isCounted ? countText(model, rowsToCount, where, bound) : undefined,
          isFirst: offset === 0 && cursor === undefined,
        });
  return {
    text,
    values: parameters.values,
    selection,
    limit,
    offset,
    totalKey,
    isBeyond,
    asked: source.context.sensitive,
    cursorAfter: (row) =>
      writeCursor(
        { values: keys.map((_, index) => row[`$k${index}`] ?? null), id: String(row['id']) },
        shape,
        secret,
      ),
  };
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
