import type { Sql } from '@tessera/core';
import { createOpaqueToken, hashToken } from './opaque-token.ts';

const LASTS_MS = 7 * 24 * 60 * 60 * 1000;

/** An invitation as its reader sees it. */
export interface Invitation {
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
  readonly locale: string | null;
  readonly expiresAt: string;
}

/** Makes the one invitation of a user; one that was made before is not valid any more. */
export async function createInvitation(
  sql: Sql,
  userId: string,
  createdBy: string | null,
  now: Date,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const { token, hash } = createOpaqueToken();
  const expiresAt = new Date(now.getTime() + LASTS_MS);
  await sql.query(
    `insert into tessera.invitation (user_id, token_hash, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5)
     on conflict (user_id) do update set token_hash = excluded.token_hash, created_by = excluded.created_by,
       created_at = excluded.created_at, expires_at = excluded.expires_at`,
    [userId, hash, createdBy, now, expiresAt],
  );
  return { token, expiresAt: expiresAt.toISOString() };
}

/** The invitation of a token, as long as it is valid and its user may accept it. */
export async function findInvitation(
  sql: Sql,
  token: string,
  now: Date,
): Promise<Invitation | undefined> {
  const [found] = await sql.query<Invitation>(
    `select i.user_id as "userId", u.name, u.email, u.locale, i.expires_at as "expiresAt"
     from tessera.invitation i join tessera."user" u on u.id = i.user_id and u.deleted_at is null and u.status = 'invited'
     where i.token_hash = $1 and i.expires_at > $2`,
    [hashToken(token), now],
  );
  return found;
}

/** Takes an invitation away; answers whether it was still there, so that of two who accept it at once one succeeds. */
export async function takeInvitation(sql: Sql, token: string): Promise<boolean> {
  const taken = await sql.query(
    'delete from tessera.invitation where token_hash = $1 returning user_id',
    [hashToken(token)],
  );
  return taken.length > 0;
}

export async function revokeInvitation(sql: Sql, userId: string): Promise<void> {
  await sql.query('delete from tessera.invitation where user_id = $1', [userId]);
}
