import { keyColumns, keysOfPage, orderOfPage } from './query-branches.ts';
import { keysetBranch } from './query-keyset.ts';
import type { PageRows, QueryPage } from './query-page.ts';
import { isAmong } from './search.ts';
import { allOf, tableOf } from './sql-parameters.ts';

/** So many rows with the words are looked up; of more, those of a page are met soon in the order of an index. */
const FEW = 10_000;
/** A walk meets so many entries of the index at most: the rows with the words may lie behind. */
const WALKED = 10_000;
const IS_MANY = `(select count(*) from found) > ${FEW}`;

/** How the rows with the words of a search are found. */
export interface SearchedRows {
  /** A select of their ids, to be continued by ` limit …`. */
  readonly ids: string;
  /** The condition of a row whose own words are looked at. */
  readonly ofRow: string;
  /** The whole condition of a row, with one for its words. */
  readonly whereWith: (words: string) => string;
}

/**
 * A page in the order of an index. Few rows with the words are looked up. Of many, the index of the order is walked, and the words of each row
 * are looked at; where that does not fill the page, all rows with the words are looked up after all.
 * @param isCommon - the words were found to be in many rows a moment ago
 */
export function pageOfSearch(
  page: QueryPage,
  search: SearchedRows,
  isCommon: boolean,
): PageRows & { readonly parts: readonly string[] } {
  const { model, keys, id, cursor, parameters, joins, limit, skip } = page;
  const columns = ['r.id', ...keyColumns(keys)].join(', ');
  const most = skip ? `${limit + 1} + ${skip}` : `${limit + 1}`;
  const { condition, orderBy } = keysetBranch(keys, id, cursor, parameters);
  const walked = '(select count(*) from walked)';
  const isBehind = allOf([isCommon ? 'true' : IS_MANY, `${walked} < ${most}`]);
  const rows = [
    `select * from walked where ${walked} = ${most}`,
    `(select ${columns} from ${tableOf(model)} r${joins} where ${allOf([isBehind, page.where, condition])}` +
      ` order by ${orderBy} limit ${most})`,
    ...(isCommon ? [] : [`(${fewOnPage(page, most)})`]),
  ];
  const onPage = orderOfPage(page, 'k');
  const ids =
    `select * from (${rows.join(' union all ')}) k order by ${onPage}` +
    ` limit ${limit + 1}${skip ? ` offset ${skip}` : ''}`;
  return {
    parts: [
      ...(isCommon ? [] : fewRows(page, search)),
      `walked as materialized (${walkedRows(page, search, isCommon, columns, most)})`,
    ],
    from: ` from (${ids}) k join ${tableOf(model)} r on r.id = k.id`,
    orderBy: onPage,
    keys: 'k',
  };
}

/** How many rows there are, counted up to a bound where one is given; for a statement with the parts of {@link pageOfSearch}. */
export function countOfSearch(
  { model, joins }: QueryPage,
  search: SearchedRows,
  bound: number | undefined,
): string {
  const many =
    `select 1 from (${search.ids}) s join ${tableOf(model)} r on r.id = s.record_id${joins}` +
    ` where ${search.whereWith('true')}${bound === undefined ? '' : ` limit ${bound + 1}`}`;
  return `case when ${IS_MANY} then (select count(*) from (${many}) c) else (select count(*) from kept) end`;
}

/** All rows with the words, unless they are many. */
function fewRows({ model, keys, joins }: QueryPage, search: SearchedRows): string[] {
  const columns = ['r.id', ...keyColumns(keys)].join(', ');
  const isFound = isAmong('r.id', `select record_id from found where not ${IS_MANY}`);
  return [
    `found as materialized (${search.ids} limit ${FEW + 1})`,
    `kept as materialized (select ${columns} from ${tableOf(model)} r${joins} where ${search.whereWith(isFound)})`,
  ];
}

function fewOnPage(page: QueryPage, most: string): string {
  const { keys, id, cursor, parameters } = page;
  const onPage = { ...id, sql: 'k.id' };
  const { condition, orderBy } = keysetBranch(keysOfPage(keys, 'k'), onPage, cursor, parameters);
  return `select * from kept k where ${condition} order by ${orderBy} limit ${most}`;
}

/** Of the first branch alone: the rows of the next one follow only where the first has ended. */
function walkedRows(
  { model, joins, branches: [branch] }: QueryPage,
  search: SearchedRows,
  isCommon: boolean,
  columns: string,
  most: string,
): string {
  const condition = allOf([
    isCommon ? 'true' : IS_MANY,
    'r.deleted_at is null',
    branch?.condition ?? 'true',
  ]);
  const orderBy = branch?.orderBy ?? 'r.id';
  const met = `select r.* from ${tableOf(model)} r where ${condition} order by ${orderBy} limit ${WALKED}`;
  return (
    `select ${columns} from (${met}) r${joins} where ${search.whereWith(search.ofRow)}` +
    ` order by ${orderBy} limit ${most}`
  );
}
