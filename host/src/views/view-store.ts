import type { Principal, Sql } from '@tessera/core';
import type { SavedView } from './saved-view.ts';

const DAYS_KEPT = 30;

const VIEW = `select id, entity, name, visibility, team, owner, content, uses, version from tessera.saved_view`;

/** Own ones, those of one's teams, those for everybody. Somebody from outside has none but his own. */
const SEEN = `(owner = $1 or ($3 and (visibility = 'all' or (visibility = 'team' and team = any($2::uuid[])))))`;

/** The views of an entity that a principal may see: own first, then those of teams, then those for all; each by age. */
export function listViews(sql: Sql, principal: Principal, entity: string): Promise<SavedView[]> {
  return sql.query<SavedView>(
    `${VIEW} where ${SEEN} and entity = $4 and deleted_at is null
     order by owner <> $1, visibility = 'all', created_at, id limit 1000`,
    [...seeing(principal), entity],
  );
}

/** The views of all entities that a principal may see. */
export function listAllViews(sql: Sql, principal: Principal): Promise<SavedView[]> {
  return sql.query<SavedView>(
    `${VIEW} where ${SEEN} and deleted_at is null
     order by entity, owner <> $1, visibility = 'all', created_at, id limit 1000`,
    [...seeing(principal)],
  );
}

/** The view, kept from others until the transaction ends. Undefined when there is none that the principal may see. */
export async function lockView(
  transaction: Sql,
  principal: Principal,
  id: string,
  deleted = false,
): Promise<SavedView | undefined> {
  const [found] = await transaction.query<SavedView>(
    `${VIEW} where ${SEEN} and id = $4 and (deleted_at is null or $5) for update`,
    [...seeing(principal), id, deleted],
  );
  return found;
}

/** Views that a user has, with nobody adding to them until the transaction ends. */
export async function countViews(transaction: Sql, owner: string): Promise<number> {
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `tessera.saved_view:${owner}`,
  ]);
  const [row] = await transaction.query<{ count: number }>(
    'select count(*)::int as count from tessera.saved_view where owner = $1 and deleted_at is null',
    [owner],
  );
  return row?.count ?? 0;
}

export async function addView(sql: Sql, view: SavedView, at: Date): Promise<void> {
  const { id, entity, name, visibility, team, owner, content, uses, version } = view;
  await sql.query(
    `insert into tessera.saved_view
      (id, entity, name, visibility, team, owner, content, uses, version, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [id, entity, name, visibility, team, owner, JSON.stringify(content), uses, version, at],
  );
}

export async function saveView(sql: Sql, view: SavedView, at: Date): Promise<void> {
  const { id, name, visibility, team, content, uses, version } = view;
  await sql.query(
    `update tessera.saved_view set name = $2, visibility = $3, team = $4, content = $5, uses = $6, version = $7,
      changed_at = $8 where id = $1`,
    [id, name, visibility, team, JSON.stringify(content), uses, version, at],
  );
}

/** Takes a view away, or brings it back when `at` is null. */
export async function markDeleted(sql: Sql, id: string, at: Date | null): Promise<void> {
  await sql.query('update tessera.saved_view set deleted_at = $2 where id = $1', [id, at]);
}

/** Forgets for good what a user deleted long ago. */
export async function forgetDeleted(sql: Sql, owner: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - DAYS_KEPT * 86_400_000);
  await sql.query('delete from tessera.saved_view where owner = $1 and deleted_at < $2', [
    owner,
    before,
  ]);
}

function seeing({ kind, userId, teamIds, managedTeamIds }: Principal): readonly unknown[] {
  return [userId, [...new Set([...teamIds, ...managedTeamIds])], kind !== 'portal'];
}
