import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { allOf, anyOf, quoteText, type Parameters } from '../records/sql-parameters.ts';

/** How many rows of a table a statement holds to the predicate: some that it names, as many as fill a page, or all. */
export type RowsMet = 'some' | 'page' | 'all';

/** Whose shares count, and for what. */
export interface ShareWork {
  readonly execution: Execution;
  readonly action: string;
  readonly parameters: Parameters;
  readonly meets: RowsMet;
}

/**
 * Shares add records to reading and updating, never to a principal without a grant.
 * @param depth - how many levels above the rows that are read
 */
export function sharesOf(
  work: ShareWork,
  model: EntityModel,
  alias: string,
  depth: number,
): string {
  if (work.action !== 'read' && work.action !== 'update') return 'false';
  const grantees = granteesOf(work);
  if (grantees.length === 0) return 'false';
  const isShared =
    `exists (select 1 from tessera.record_share where entity = ${quoteText(model.id)} and record_id = ${alias}.id` +
    ` and ${anyOf(grantees)} and ${shareCounts(work.action)}${rowByRow(work)})`;
  // Whoever reaches rows by their parents mostly has no parent shared with him, and would be told so once for each row of a page.
  return work.meets === 'page' && depth > 0 ? allOf([hasShares(work, model), isShared]) : isShared;
}

/**
 * Whether anything of the entity is shared with the principal, for whatever and until whenever. A list of grantees in the order of their index lets
 * PostgreSQL read the first entry there alone; it would rather read the whole table where it expects each to have many.
 */
function hasShares(
  { parameters, execution: { principal } }: ShareWork,
  model: EntityModel,
): string {
  const { userId, teamIds } = principal;
  const first = (column: string, ids: string): string =>
    `(select true from tessera.record_share where ${column} = any(${ids}) and entity = ${quoteText(model.id)}` +
    ` order by ${column}, record_id limit 1)`;
  const found = [
    ...(userId === null
      ? []
      : [first('user_id', `array[${parameters.bindReach(userId, 'uuid')}]`)]),
    ...(teamIds.length === 0 ? [] : [first('team_id', parameters.bindReach(teamIds, 'uuid[]'))]),
  ];
  return `coalesce(${[...found, 'false'].join(', ')})`;
}

/**
 * Whom records are shared with, of what the principal is. For a row that is met, the index by records is the one to use, whatever it says of
 * users: an index serves no “is not distinct”.
 */
function granteesOf({ parameters, execution: { principal }, meets }: ShareWork): readonly string[] {
  const { userId, teamIds } = principal;
  const equals = meets === 'all' ? '=' : 'is not distinct from';
  return [
    ...(userId === null ? [] : [`user_id ${equals} ${parameters.bindReach(userId, 'uuid')}`]),
    ...(teamIds.length === 0 ? [] : [`team_id = any(${parameters.bindReach(teamIds, 'uuid[]')})`]),
  ];
}

/**
 * Keeps PostgreSQL from listing all parents in reach, or all shares, for the rows of a page: the list would be made anew for each. Where every
 * row is met it lists them if that is less, and if they fit into memory.
 */
export function rowByRow({ meets }: Pick<ShareWork, 'meets'>): string {
  return meets === 'all' ? '' : ' offset 0';
}

/** Whether a row of `tessera.record_share` adds its record to the action now. */
export function shareCounts(action: string): string {
  return `${quoteText(action)} = any(actions) and (expires_at is null or expires_at > now())`;
}
