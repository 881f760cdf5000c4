import type { Sql } from '@tessera/core';
import { createOpaqueToken, hashToken } from './opaque-token.ts';

const LASTS_MS = 60 * 60 * 1000;

/** A reset as its reader sees it. */
export interface PasswordReset {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string | null;
  readonly expiresAt: string;
  /** The password as it is. */
  readonly passwordHash: string;
}

/** Makes the one reset of a user; one that was made before is not valid any more. */
export async function createPasswordReset(
  sql: Sql,
  userId: string,
  now: Date,
): Promise<{ readonly token: string }> {
  const { token, hash } = createOpaqueToken();
  await sql.query(
    `insert into tessera.password_reset (user_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4)
     on conflict (user_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at,
       expires_at = excluded.expires_at`,
    [userId, hash, now, new Date(now.getTime() + LASTS_MS)],
  );
  return { token };
}

/** The reset of a token, as long as it is valid and its user may sign in with a password. */
export async function findPasswordReset(
  sql: Sql,
  token: string,
  now: Date,
): Promise<PasswordReset | undefined> {
  const [found] = await sql.query<PasswordReset>(
    `select r.user_id as "userId", u.name, u.email, u.locale, r.expires_at as "expiresAt",
       c.password_hash as "passwordHash"
     from tessera.password_reset r
     join tessera."user" u on u.id = r.user_id and u.deleted_at is null and u.status = 'active' and u.email is not null
     join tessera.credential c on c.user_id = u.id
     where r.token_hash = $1 and r.expires_at > $2`,
    [hashToken(token), now],
  );
  return found;
}

/** Takes a reset away; answers whether it was still there, so that of two who use it at once one succeeds. */
export async function takePasswordReset(sql: Sql, token: string): Promise<boolean> {
  const taken = await sql.query(
    'delete from tessera.password_reset where token_hash = $1 returning user_id',
    [hashToken(token)],
  );
  return taken.length > 0;
}
