import { keysetBranch, type After, type Branch } from './query-keyset.ts';
import {
  keyColumns,
  keysOfPage,
  orderOfPage,
  pageOfBranches,
  type BranchedPage,
} from './query-branches.ts';
import { allOf, tableOf } from './sql-parameters.ts';

/** The page of a query. */
export interface QueryPage extends Omit<BranchedPage, 'columns'> {
  readonly cursor: After | undefined;
  /** Of rows that are met in order; none when all that are kept are looked up. */
  readonly branches: readonly Branch[];
}

/** What the rows of a page are read from, by the alias `r`. */
export interface PageRows {
  /** What a statement begins with, in this order; `from` names it. */
  readonly parts?: readonly string[];
  /** Begins with a space. */
  readonly from: string;
  readonly orderBy: string;
  /** What ends the statement where the page is not limited within `from`; begins with a space. */
  readonly limit?: string;
  /** Alias of the sort values `$k0`, `$k1`, …; none where the rows have them under their own names. */
  readonly keys: string | undefined;
}

/** The rows as the statement itself selects them, where nothing is joined to the page and nothing else looks at it. */
export function pageItself(
  { model, joins, where, limit, skip }: QueryPage,
  branch: Branch,
): PageRows {
  return {
    from: ` from ${tableOf(model)} r${joins} where ${allOf([where, branch.condition])}`,
    orderBy: branch.orderBy,
    limit: ` limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`,
    keys: undefined,
  };
}

/** Finds each row with all that is read of it. */
export function pageOfRows(page: QueryPage, columns: string): PageRows {
  const list = [columns, ...keyColumns(page.keys)].join(', ');
  const from = ` from (${pageOfBranches({ ...page, columns: list })}) r`;
  return { from, orderBy: orderOfPage(page, 'r'), keys: 'r' };
}

/** Finds ids and sort values first; the rest of a row is read for the page alone. */
export function pageByIds(page: QueryPage): PageRows {
  const looksUp = page.branches.length === 0;
  const columns = ['r.id', ...keyColumns(page.keys)].join(', ');
  const ids = looksUp ? pageOfKept(page) : pageOfBranches({ ...page, columns });
  const from = ` from (${ids}) k join ${tableOf(page.model)} r on r.id = k.id`;
  const rows = { from, orderBy: orderOfPage(page, 'k'), keys: 'k' };
  return looksUp ? { ...rows, parts: [keptRows(page, columns)] } : rows;
}

function keptRows({ model, joins, where }: QueryPage, columns: string): string {
  return `kept as materialized (select ${columns} from ${tableOf(model)} r${joins} where ${where})`;
}

function pageOfKept({ keys, id, cursor, parameters, limit, skip }: QueryPage): string {
  const onPage = { ...id, sql: 'k.id' };
  const { condition, orderBy } = keysetBranch(keysOfPage(keys, 'k'), onPage, cursor, parameters);
  return (
    `select * from kept k where ${condition} order by ${orderBy}` +
    ` limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`
  );
}
