import {
  currentExecution,
  isUuid,
  reach,
  reachesNothing,
  type EntityId,
  type Sql,
} from '@tessera/core';
import { errors } from './errors.ts';

/** Whom something is shared with: a user, or a team with its members. */
export interface Grantee {
  readonly userId: string | null;
  readonly teamId: string | null;
}

/** Somebody or something that an answer names; no name where it may not be read. */
export interface Named {
  readonly id: string;
  readonly name: string | null;
}

/** What is sent of a grantee. */
export interface GranteeBody {
  readonly user?: string | null;
  readonly team?: string | null;
}

/**
 * Whom the body names: one user or one team that is there.
 * @throws TesseraError `HOST_SHARE_GRANTEE_WRONG`
 */
export async function findGrantee(sql: Sql, { user, team }: GranteeBody): Promise<Grantee> {
  const id = user ?? team ?? '';
  if (Boolean(user) === Boolean(team))
    throw errors.granteeWrong({ id: 'this', reason: 'name either a user or a team.' });
  const found = isUuid(id) ? await (user ? isUser(sql, id) : isTeam(sql, id)) : false;
  if (!found) {
    const reason = user
      ? 'there is no user of the staff with this id who may sign in.'
      : 'there is no such team.';
    throw errors.granteeWrong({ id, reason });
  }
  return { userId: user?.toLowerCase() ?? null, teamId: team?.toLowerCase() ?? null };
}

async function isUser(sql: Sql, id: string): Promise<boolean> {
  const found = await sql.query(
    `select 1 from tessera."user" where id = $1 and deleted_at is null and status in ('active', 'invited')
     and audience is distinct from 'portal'`,
    [id],
  );
  return found.length > 0;
}

async function isTeam(sql: Sql, id: string): Promise<boolean> {
  const found = await sql.query('select 1 from tessera.team where id = $1 and deleted_at is null', [
    id,
  ]);
  return found.length > 0;
}

/** Names of users or teams, as far as whoever asks may read them. */
export async function namesOf(
  entity: EntityId,
  ids: readonly (string | null)[],
): Promise<(id: string | null) => Named | null> {
  const execution = currentExecution();
  const model = execution.assembly.models.get(entity);
  const known = [...new Set(ids.filter((id) => id !== null))];
  const names = new Map<string, string>();
  if (model && known.length > 0 && !reachesNothing(reach(execution, model, 'read'))) {
    for (let start = 0; start < known.length; start += PAGE) {
      const page = await execution.assembly
        .context('tessera')
        .records(entity)
        .query({
          filter: { id: { in: known.slice(start, start + PAGE) } },
          fields: ['name'],
          limit: PAGE,
          count: 'none',
        });
      for (const record of page.records)
        if (typeof record['name'] === 'string') names.set(record.id, record['name']);
    }
  }
  return (id) => (id === null ? null : { id, name: names.get(id) ?? null });
}

const PAGE = 1000;
