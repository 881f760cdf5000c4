import type { EntityId } from '../entities/entity.ts';
import type { Sql } from '../records/database.ts';
import type { Filter } from '../records/filter.ts';

/** What a share lets its grantee do with a record, beyond the scopes of his roles. */
export type SharedAction = 'read' | 'update';

/** A rule that shares every record that its filter matches. */
export interface SharingRule {
  readonly id: string;
  readonly entity: EntityId;
  readonly filter: Filter;
  /** Either a user or a team. */
  readonly userId: string | null;
  readonly teamId: string | null;
  readonly actions: readonly SharedAction[];
  /** Counts up with each change that makes its shares others. */
  readonly revision: number;
}

/** How far a rule is: its shares are still to be made, are being made, are made, sleep with a plugin, or could not be made. */
export type SharingRuleState = 'waiting' | 'applying' | 'applied' | 'dormant' | 'failed';

/** Columns of a {@link SharingRule}. */
export const ruleColumns =
  'id, entity, filter, user_id as "userId", team_id as "teamId", actions, revision';

/** The rules that new writes follow, oldest first. */
export function readEffectiveRules(sql: Sql): Promise<SharingRule[]> {
  return sql.query<SharingRule>(
    `select ${ruleColumns} from tessera.sharing_rule where is_active and state <> 'dormant' order by id`,
  );
}
