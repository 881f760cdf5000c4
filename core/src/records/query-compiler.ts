import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { compilePredicate, createReadContext } from '../permissions/predicate.ts';
import type { Execution } from '../plugin/execution.ts';
import { readCursor, shapeOf, writeCursor } from './cursor.ts';
import { compileFilter } from './filter-compiler.ts';
import type { Filter } from './filter.ts';
import { isKnownBeyond } from './known-total.ts';
import { keysetBranches, type Branch, type SortKey } from './query-keyset.ts';
import { resolveOrder } from './query-order.ts';
import { selectRecords, type Selection } from './query-selection.ts';
import { createSource, fromClause, type Source } from './query-source.ts';
import type { Query, Sort } from './records.ts';
import type { Row } from './row.ts';
import { compileSearch } from './search.ts';
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
}

/** Every read begins here: the table, the predicate, the filter, the search. */
export function restrictRows(
  execution: Execution,
  model: EntityModel,
  restriction: Restriction,
): RestrictedRows {
  const parameters = createParameters();
  const context = createReadContext(execution, parameters);
  const source = createSource(context, model, 'r');
  const where = allOf([
    `r.deleted_at is ${restriction.deleted ? 'not null' : 'null'}`,
    context.readable(model, 'r'),
    restriction.action
      ? compilePredicate(execution, model, restriction.action, 'r', parameters)
      : 'true',
    restriction.filter ? compileFilter(source, restriction.filter) : 'true',
    restriction.search?.trim() ? compileSearch(source, restriction.search) : 'true',
  ]);
  return { source, parameters, where };
}

/** The record with this id, as one statement. */
export function compileRead(
  execution: Execution,
  model: EntityModel,
  id: string,
  options: Pick<Query, 'fields' | 'include' | 'deleted'>,
): { readonly text: string; readonly values: readonly unknown[]; readonly selection: Selection } {
  const { source, parameters, where } = restrictRows(execution, model, {
    deleted: options.deleted,
  });
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
  const { source, parameters, where } = restrictRows(execution, model, query);
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
  const branches = keysetBranches(keys, id, cursor, parameters);
  const selection = selectRecords(source, query.fields, query.include);
  const isCounted = query.count === 'exact' || (query.count === 'bounded' && !isBeyond);
  const counted = countText(
    model,
    rowsToCount,
    where,
    query.count === 'bounded' ? COUNT_BOUND : undefined,
  );
  // A first page that is not full is all there is: nothing else is counted then.
  const isFirst = offset === 0 && cursor === undefined;
  const total = !isCounted
    ? ''
    : `, ${isFirst ? `case when count(*) over () > ${limit} then ${counted} end` : counted} as "$total"`;
  const columns = [
    selection.columns,
    ...keys.map((key, index) => `${key.sql} as "$k${index}"`),
  ].join(', ');
  const from = `from ${tableOf(model)} r${fromClause(source)}`;
  const skip = offset > 0 ? parameters.bind(offset, 'int8') : undefined;
  const [branch] = branches;
  const text =
    branches.length === 1 && branch
      ? oneBranch({ columns, total, from, where, branch, limit, skip, isFirst })
      : twoBranches({ columns, total, from, where, branches, direction: idDirection, limit, skip });
  return {
    text,
    values: parameters.values,
    selection,
    limit,
    offset,
    totalKey,
    isBeyond,
    cursorAfter: (row) =>
      writeCursor(
        { values: keys.map((_, index) => row[`$k${index}`] ?? null), id: String(row['id']) },
        shape,
        secret,
      ),
  };
}

interface OneBranch extends Omit<TwoBranches, 'branches' | 'direction'> {
  readonly branch: Branch;
  readonly isFirst: boolean;
}

function oneBranch(parts: OneBranch): string {
  const { columns, total, from, where, branch, limit, skip, isFirst } = parts;
  const rows = (select: string): string =>
    `select ${select} ${from} where ${allOf([where, branch.condition])}` +
    ` order by ${branch.orderBy} limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`;
  return total !== '' && isFirst
    ? `select b.*${total} from (${rows(columns)}) b`
    : rows(`${columns}${total}`);
}

interface TwoBranches {
  readonly columns: string;
  readonly total: string;
  readonly from: string;
  readonly where: string;
  readonly branches: readonly Branch[];
  readonly direction: string;
  readonly limit: number;
  readonly skip: string | undefined;
}

/** Rows with a value, then rows without: each is limited by itself, then both together. */
function twoBranches({
  columns,
  total,
  from,
  where,
  branches,
  direction,
  limit,
  skip,
}: TwoBranches): string {
  const most = skip ? `${limit + 1} + ${skip}` : `${limit + 1}`;
  const parts = branches.map(
    (branch, index) =>
      `(select ${columns}, ${index} as "$branch" ${from} where ${allOf([where, branch.condition])}` +
      ` order by ${branch.orderBy} limit ${most})`,
  );
  return (
    `select b.*${total} from (${parts.join(' union all ')}) b` +
    ` order by b."$branch", b."$k0" ${direction}, b.id ${direction} limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`
  );
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
