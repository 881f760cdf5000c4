import { standingColumns, type Sql, type Standing } from '@tessera/core';
import { createOpaqueToken, hashToken } from './opaque-token.ts';

const USED_EVERY_MS = 60_000;

/** An API token as its user may see it: without the token. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** Null when it does not end by itself. */
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
}

/** Makes a token that acts as the user. It is answered this once. */
export async function createApiToken(
  sql: Sql,
  userId: string,
  name: string,
  expiresAt: Date | undefined,
  now: Date,
): Promise<{ readonly id: string; readonly name: string; readonly token: string }> {
  const { token, hash } = createOpaqueToken();
  const [created] = await sql.query<{ id: string }>(
    `insert into tessera.api_token (token_hash, user_id, name, created_at, expires_at)
     values ($1, $2, $3, $4, $5) returning id`,
    [hash, userId, name, now, expiresAt ?? null],
  );
  if (!created) throw new Error('The database answered no id.');
  return { id: created.id, name, token };
}

/** The token while it is good, with its user's standing: one statement, since every request sends it. */
export async function useApiToken(
  sql: Sql,
  token: string,
  now: Date,
): Promise<(Standing & { readonly id: string; readonly userId: string }) | undefined> {
  const [found] = await sql.query<Standing & { id: string; userId: string; stale: boolean }>(
    `select id, user_id as "userId", used_at is null or used_at < $3 as stale, ${standingColumns('api_token.user_id')}
     from tessera.api_token
     where token_hash = $1 and (expires_at is null or expires_at > $2)`,
    [hashToken(token), now, new Date(now.getTime() - USED_EVERY_MS)],
  );
  if (found?.stale)
    await sql.query('update tessera.api_token set used_at = $2 where id = $1', [found.id, now]);
  return found;
}

export async function listApiTokens(sql: Sql, userId: string): Promise<readonly ApiToken[]> {
  return sql.query<ApiToken>(
    `select id, name, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
     from tessera.api_token where user_id = $1 order by created_at desc`,
    [userId],
  );
}

/** Revokes one token of a user; answers whether there was one. */
export async function revokeApiToken(sql: Sql, userId: string, id: string): Promise<boolean> {
  const revoked = await sql.query(
    'delete from tessera.api_token where id = $1 and user_id = $2 returning id',
    [id, userId],
  );
  return revoked.length > 0;
}
