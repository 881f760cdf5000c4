import type { EntityId, Filter, SharedAction, SharingRuleState, Sql } from '@tessera/core';
import type { Grantee } from './grantee.ts';

/** A sharing rule as it is kept. */
export interface RuleRow extends Grantee {
  readonly id: string;
  readonly name: string;
  readonly entity: EntityId;
  readonly filter: Filter;
  readonly actions: readonly SharedAction[];
  readonly isActive: boolean;
  readonly state: SharingRuleState;
  readonly reason: string | null;
  readonly appliedAt: string | null;
}

/** What of a rule is chosen. */
export type RuleChoice = Omit<RuleRow, 'id' | 'state' | 'reason' | 'appliedAt'>;

const columns = `id, name, entity, filter, user_id as "userId", team_id as "teamId", actions, is_active as "isActive", state, reason,
  applied_at as "appliedAt"`;

const order: readonly (keyof RuleChoice)[] = [
  'name',
  'entity',
  'filter',
  'userId',
  'teamId',
  'actions',
  'isActive',
];

export function readRules(sql: Sql): Promise<RuleRow[]> {
  return sql.query<RuleRow>(
    `select ${columns} from tessera.sharing_rule order by entity, lower(name), id`,
  );
}

/** A rule, and with a lock no write shares by it until the transaction ends. */
export async function readRule(sql: Sql, id: string, lock = false): Promise<RuleRow | undefined> {
  const [row] = await sql.query<RuleRow>(
    `select ${columns} from tessera.sharing_rule where id = $1${lock ? ' for update' : ''}`,
    [id],
  );
  return row;
}

export async function countRules(sql: Sql, entity: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'select count(*) as count from tessera.sharing_rule where entity = $1',
    [entity],
  );
  return row?.count ?? 0;
}

export async function insertRule(
  sql: Sql,
  rule: RuleChoice,
  by: string | null,
  at: Date,
): Promise<RuleRow> {
  const [row] = await sql.query<RuleRow>(
    `insert into tessera.sharing_rule (name, entity, filter, user_id, team_id, actions, is_active, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
    [...values(rule), by, at],
  );
  return row as RuleRow;
}

/** Writes a rule that shares other records than before: what it has shared goes, and it is applied anew. */
export async function replaceRule(sql: Sql, id: string, rule: RuleChoice): Promise<RuleRow> {
  await sql.query('delete from tessera.record_share where rule_id = $1', [id]);
  const [row] = await sql.query<RuleRow>(
    `update tessera.sharing_rule set name = $1, entity = $2, filter = $3, user_id = $4, team_id = $5, actions = $6, is_active = $7,
       state = 'waiting', reason = null, position = null, revision = revision + 1, changed_in = pg_current_xact_id()
     where id = $8 returning ${columns}`,
    [...values(rule), id],
  );
  return row as RuleRow;
}

export async function renameRule(sql: Sql, id: string, name: string): Promise<RuleRow> {
  const [row] = await sql.query<RuleRow>(
    `update tessera.sharing_rule set name = $2 where id = $1 returning ${columns}`,
    [id, name],
  );
  return row as RuleRow;
}

export async function deleteRule(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from tessera.sharing_rule where id = $1', [id]);
}

/** How many records each rule shares. */
export async function countShared(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ id: string; count: number }>(
    'select rule_id as id, count(*) as count from tessera.record_share where rule_id is not null group by rule_id',
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Ids of rules that are still to be applied. */
export async function unappliedRules(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from tessera.sharing_rule where is_active and state in ('waiting', 'applying') order by id`,
  );
  return rows.map(({ id }) => id);
}

function values(rule: RuleChoice): readonly unknown[] {
  return order.map((name) => (name === 'filter' ? JSON.stringify(rule.filter) : rule[name]));
}
