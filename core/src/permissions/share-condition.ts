import type { EntityModel } from '../entities/model.ts';
import type { Execution } from '../plugin/execution.ts';
import { anyOf, quoteText, type Parameters } from '../records/sql-parameters.ts';

/** How many rows of a table a statement holds to the predicate: those of a page, or all. */
export type RowsMet = 'some' | 'all';

/** Whose shares count, and for what. */
export interface ShareWork {
  readonly execution: Execution;
  readonly action: string;
  readonly parameters: Parameters;
  readonly meets: RowsMet;
}

/** Shares add records to reading and updating, never to a principal without a grant. */
export function sharesOf(work: ShareWork, model: EntityModel, alias: string): string {
  if (work.action !== 'read' && work.action !== 'update') return 'false';
  const grantees = granteesOf(work);
  if (grantees.length === 0) return 'false';
  return (
    `exists (select 1 from tessera.record_share where entity = ${quoteText(model.id)} and record_id = ${alias}.id` +
    ` and ${anyOf(grantees)} and ${shareCounts(work.action)}${rowByRow(work)})`
  );
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
