import {
  standingColumns,
  type Parameters,
  type Sql,
  type Standing,
  type TokenScopes,
} from '@tessera/core';
import { createOpaqueToken, hashToken, type Audience } from './opaque-token.ts';
import { standingText } from './standing-text.ts';

const USED_EVERY_MS = 60_000;

/** An API token as its user may see it: without the token. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  /** What it may do at most; null when that is all its user may do. */
  readonly scopes: TokenScopes | null;
  readonly createdAt: string;
  /** Null when it does not end by itself. */
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
  /** Where it was last used from. */
  readonly usedAddress: string | null;
}

/** A token of anybody, as those who manage users see it. */
export interface ApiTokenOf extends ApiToken {
  readonly user: { readonly id: string; readonly name: string };
}

/** A token that is used, with what decides whether its user may act. */
export interface UsedToken extends Standing {
  readonly id: string;
  readonly userId: string;
  readonly audience: Audience;
  readonly scopes: TokenScopes | null;
  /** All of it as one text, which {@link tokenStanding} answers too. */
  readonly standing: string;
  /** Until when its use is written down. */
  readonly notedUntil: Date;
}

/** Makes a token that acts as the user, within the scopes where there are any. It is answered this once. */
export async function createApiToken(
  sql: Sql,
  userId: string,
  name: string,
  expiresAt: Date | undefined,
  now: Date,
  scopes?: TokenScopes,
): Promise<{ readonly id: string; readonly name: string; readonly token: string }> {
  const { token, hash } = createOpaqueToken();
  const [created] = await sql.query<{ id: string }>(
    `insert into tessera.api_token (token_hash, user_id, name, created_at, expires_at, scopes)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [hash, userId, name, now, expiresAt ?? null, scopes ? JSON.stringify(scopes) : null],
  );
  if (!created) throw new Error('The database answered no id.');
  return { id: created.id, name, token };
}

/** The token while it is good, with its user's standing: one statement, since every request sends it. */
export async function useApiToken(
  sql: Sql,
  token: string,
  now: Date,
  address?: string,
): Promise<UsedToken | undefined> {
  const [found] = await sql.query<Omit<UsedToken, 'notedUntil'> & { usedAt: string | null }>(
    `select id, user_id as "userId", scopes, used_at as "usedAt", ${standingColumns('api_token.user_id')},
       (select coalesce(audience, 'staff') from tessera."user" where id = api_token.user_id) as audience, ${STANDING} as standing
     from tessera.api_token where ${isGood('$1', '$2')}`,
    [hashToken(token), now],
  );
  if (!found) return undefined;
  const noted = notedUntil(found.usedAt);
  if (noted > now) return { ...found, notedUntil: noted };
  await sql.query(
    'update tessera.api_token set used_at = $2, used_address = coalesce($3, used_address) where id = $1',
    [found.id, now, address || null],
  );
  return { ...found, notedUntil: notedUntil(now) };
}

/** A subselect of the standing of a token and its user as one text; null when the token is not good. */
export function tokenStanding(hash: Buffer, now: Date, parameters: Parameters): string {
  const condition = isGood(parameters.bind(hash, 'bytea'), parameters.bind(now, 'timestamptz'));
  return `(select ${STANDING} from tessera.api_token where ${condition})`;
}

const STANDING = standingText('api_token.user_id', ['api_token.id', 'api_token.scopes']);

/** The condition that a token is good, by the parameters for its hash and for now. */
function isGood(hash: string, now: string): string {
  return `token_hash = ${hash} and (expires_at is null or expires_at > ${now})`;
}

function notedUntil(used: Date | string | null): Date {
  return new Date(new Date(used ?? 0).getTime() + USED_EVERY_MS);
}

const COLUMNS = `id, name, scopes, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt", used_address as "usedAddress"`;

export async function listApiTokens(sql: Sql, userId: string): Promise<readonly ApiToken[]> {
  return sql.query<ApiToken>(
    `select ${COLUMNS} from tessera.api_token where user_id = $1 order by created_at desc`,
    [userId],
  );
}

/** A page of the tokens of all users, the newest first. */
export async function listAllApiTokens(
  sql: Sql,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly ApiTokenOf[]> {
  return sql.query<ApiTokenOf>(
    `select ${COLUMNS}, jsonb_build_object('id', user_id, 'name',
       (select name from tessera."user" where id = api_token.user_id)) as "user"
     from tessera.api_token order by created_at desc, id limit $1 offset $2`,
    [page.limit, page.offset],
  );
}

/** Revokes one token of a user; answers its name, undefined when there was none. */
export async function revokeApiToken(
  sql: Sql,
  userId: string,
  id: string,
): Promise<string | undefined> {
  const [revoked] = await sql.query<{ name: string }>(
    'delete from tessera.api_token where id = $1 and user_id = $2 returning name',
    [id, userId],
  );
  return revoked?.name;
}
