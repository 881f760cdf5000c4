import type { EntityModel } from '../entities/model.ts';
import type { Cursor } from './cursor.ts';
import { keyColumns, pageOfBranches } from './query-branches.ts';
import { keysetBranch, type Branch, type SortKey } from './query-keyset.ts';
import { tableOf, type Parameters } from './sql-parameters.ts';

/** A page of the few rows that are in reach. */
export interface NarrowPage {
  readonly model: EntityModel;
  /** What keeps a row: its reach, the filter, the search. */
  readonly where: string;
  readonly keys: readonly SortKey[];
  readonly id: { readonly sql: string; readonly direction: 'asc' | 'desc' };
  readonly cursor: Cursor | undefined;
  readonly parameters: Parameters;
  readonly limit: number;
  readonly skip: string | undefined;
  /** Of rows that are met in the order of an index; none when they are all looked up. */
  readonly branches: readonly Branch[];
  /** What filter and sort need of other tables. */
  readonly joinsInside: string;
  /** What the answer needs besides. */
  readonly joins: string;
  readonly columns: string;
  /** A select of the total, or `kept` for the number of rows that were looked up. */
  readonly counted: string | undefined;
}

/** Finds ids and sort values first; the rest of a row is read, and its references joined, for the page alone. */
export function compileNarrowPage(page: NarrowPage): string {
  return page.branches.length > 0 ? walk(page) : lookUp(page);
}

function lookUp(page: NarrowPage): string {
  const { model, where, keys, id, cursor, parameters, limit, skip, joinsInside } = page;
  const kept =
    `select ${['r.id', ...keyColumns(keys)].join(', ')}` +
    ` from ${tableOf(model)} r${joinsInside} where ${where}`;
  const { condition, orderBy } = keysetBranch(
    onPage(keys),
    { ...id, sql: 'k.id' },
    cursor,
    parameters,
  );
  const rows =
    `select * from kept k where ${condition} order by ${orderBy}` +
    ` limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`;
  return `with kept as materialized (${kept}) ${whole(page, rows)}`;
}

function walk(page: NarrowPage): string {
  const rows = pageOfBranches({
    ...page,
    columns: ['r.id', ...keyColumns(page.keys)].join(', '),
    joins: page.joinsInside,
    counted: undefined,
    isFirst: false,
  });
  return whole(page, rows);
}

function whole(page: NarrowPage, rows: string): string {
  const { model, keys, id, columns, joins, counted } = page;
  const values = keys.map((_, index) => `k."$k${index}"`);
  const count = counted === 'kept' ? '(select count(*) from kept)' : counted;
  const total = count === undefined ? [] : [`${count} as "$total"`];
  const { orderBy } = keysetBranch(
    onPage(keys),
    { ...id, sql: 'k.id' },
    undefined,
    page.parameters,
  );
  return (
    `select ${[columns, ...values, ...total].join(', ')} from (${rows}) k` +
    ` join ${tableOf(model)} r on r.id = k.id${joins} order by ${orderBy}`
  );
}

/** The sort values as the rows of a page have them. */
function onPage(keys: readonly SortKey[]): SortKey[] {
  return keys.map((key, index) => ({ ...key, sql: `k."$k${index}"` }));
}
