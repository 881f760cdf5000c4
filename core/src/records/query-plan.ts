import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { usualFields } from './query-fields.ts';
import { keysetBranches, type After, type SortKey } from './query-keyset.ts';
import { isInIndexOrder, isOfLiveIndex, resolveOrder } from './query-order.ts';
import { pageByIds, pageItself, pageOfRows, type PageRows, type QueryPage } from './query-page.ts';
import { countOfSearch, pageOfSearch, type SearchedRows } from './query-search.ts';
import { selectRecords, type Selection } from './query-selection.ts';
import { fromClause, type Source } from './query-source.ts';
import { offsetPlace } from './query-statement.ts';
import { COUNT_BOUND, countText, type Form } from './query-total.ts';
import { pageOfWalk } from './query-walk.ts';
import type { Query, Sort } from './records.ts';
import type { RestrictedRows, Restriction, Way } from './restricted-rows.ts';
import { compileRowSearch, searchedIds } from './search.ts';
import type { Unseen } from './sql-parameters.ts';

const MAXIMUM_SORTS = 5;

/** A query, checked, and how the rows in reach are found. */
export interface Question {
  readonly query: Query & Pick<Restriction, 'action'>;
  readonly limit: number;
  readonly offset: number;
  readonly after: After | undefined;
  readonly way: Way;
}

/** A question while it is being compiled. */
export interface Plan {
  readonly question: Question;
  readonly restricted: RestrictedRows;
  readonly search: SearchedRows | undefined;
  readonly form: Form;
}

/** The words that are searched for, if any. */
export function wordsOf({ search }: Query): string | undefined {
  return search?.trim() || undefined;
}

/**
 * Who reads and where the page begins decide no plan: one that is kept does for all. Which rows a filter keeps does not either where the
 * page is one of very many.
 */
export function unseenOf({ query, offset, way }: Question, form: Form | undefined): Unseen {
  const isUnfiltered = !query.filter && offset === 0;
  const isUnseen = isUnfiltered || way !== 'broad' || wordsOf(query) || form === 'beyond';
  return isUnseen ? 'all' : 'reach';
}

/** The rows of a search whose page is met in the order of an index. */
export function searchedRows(
  model: EntityModel,
  { query, way }: Question,
  { source, whereWith }: RestrictedRows,
): SearchedRows | undefined {
  const words = wordsOf(query);
  const isOrdered = isInIndexOrder(model, query.sort ?? []);
  if (!words || way !== 'broad' || !isOrdered || query.deleted) return undefined;
  return { ids: searchedIds(source, words), ofRow: compileRowSearch(source, words), whereWith };
}

/** What is found without an order is found once, for the page and for the total. */
function isLookedUp({ question: { query, way }, search, form }: Plan): boolean {
  return !search && (way === 'lookUp' || form === 'gathered' || wordsOf(query) !== undefined);
}

/** Whether the statement has to tell a total. */
export function isCounted({ question: { query }, form }: Plan): boolean {
  return (query.count === 'exact' || query.count === 'bounded') && form !== 'beyond';
}

/** Order, cursor and condition of the page, and what is told of each of its rows. */
export function pageOf(
  model: EntityModel,
  plan: Plan,
): { readonly page: QueryPage; readonly selection: Selection } {
  const { question, restricted, form } = plan;
  const { query, limit, offset, after } = question;
  const { source, parameters, where, whereOfAll } = restricted;
  const { keys, idDirection } = sortKeys(source, query.sort ?? []);
  const id = { sql: 'r.id', direction: idDirection };
  const joins = fromClause(source);
  const fields = query.fields ?? usualFields(source);
  const selection = selectRecords(source, fields, query.include);
  const page = {
    model,
    where: form === 'gathered' ? whereOfAll() : where,
    keys,
    id,
    cursor: after,
    parameters,
    limit,
    skip: offset > 0 ? parameters.bind(offsetPlace, 'int8') : undefined,
    joins,
    branches: isLookedUp(plan) ? [] : keysetBranches(keys, id, after, parameters),
  };
  return { page, selection };
}

/** How the rows of the page are found. */
export function rowsOf(page: QueryPage, plan: Plan, columns: string, isJoined: boolean): PageRows {
  const { question, search, form } = plan;
  const { way, query } = question;
  const { model, branches } = page;
  const sort = query.sort ?? [];
  if (search) return pageOfSearch(page, search, form === 'beyond');
  if (typeof way === 'object') return pageOfWalk(page, way, isOfLiveIndex(model, sort));
  // Rows that no index has in order are put in order by their ids alone.
  if (isLookedUp(plan) || !isInIndexOrder(model, sort)) return pageByIds(page);
  const only = branches.length === 1 ? branches[0] : undefined;
  return only && !isJoined && !isCounted(plan) ? pageItself(page, only) : pageOfRows(page, columns);
}

/** The number of all rows, as a value within the statement of the page. */
export function totalOf(page: QueryPage, plan: Plan, joins: string, orderBy: string): string {
  const { question, restricted, search } = plan;
  const { query, limit, offset, after, way } = question;
  const bound = query.count === 'bounded' ? COUNT_BOUND : undefined;
  if (isLookedUp(plan)) return '(select count(*) from kept)';
  if (typeof way === 'object') return '(select count(*) from ids)';
  if (search) return countOfSearch(page, search, bound);
  const counted = countText(page.model, joins, restricted.whereOfAll(), bound);
  // A first page that is not full is all there is: nothing else is counted then.
  return offset === 0 && !after
    ? `case when row_number() over (order by ${orderBy}) > ${limit} then ${counted} end`
    : counted;
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
