import { standingColumns, type Sql, type Standing } from '@tessera/core';
import { createOpaqueToken, hashToken } from './opaque-token.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A session ends 30 days after it began, or after 7 days without use. */
export const SESSION_MS = 30 * DAY_MS;
const IDLE_MS = 7 * DAY_MS;

/** Use is written down once a minute at most. */
const SEEN_EVERY_MS = 60_000;

/** A session as its user may see it. */
export interface Session {
  readonly id: string;
  readonly createdAt: string;
  readonly seenAt: string;
  readonly expiresAt: string;
  readonly userAgent: string | null;
  readonly address: string | null;
}

/** Where somebody signs in from. */
export interface Visitor {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/** Begins a session and answers the token of its cookie. */
export async function beginSession(
  sql: Sql,
  userId: string,
  visitor: Visitor,
  now: Date,
): Promise<string> {
  const { token, hash } = createOpaqueToken();
  await sql.query(
    `with ended as (delete from tessera.session where user_id = $2 and (expires_at <= $3 or seen_at <= $4))
     insert into tessera.session (token_hash, user_id, created_at, seen_at, expires_at, user_agent, address)
     values ($1, $2, $3, $3, $5, $6, $7)`,
    [
      hash,
      userId,
      now,
      new Date(now.getTime() - IDLE_MS),
      new Date(now.getTime() + SESSION_MS),
      visitor.userAgent?.slice(0, 300) ?? null,
      visitor.address ?? null,
    ],
  );
  return token;
}

/** The session that a token opens, while it lasts, with its user's standing: one statement, since every request sends it. */
export async function useSession(
  sql: Sql,
  token: string,
  now: Date,
): Promise<(Standing & { readonly id: string; readonly userId: string }) | undefined> {
  const [session] = await sql.query<Standing & { id: string; userId: string; stale: boolean }>(
    `select id, user_id as "userId", seen_at < $4 as stale, ${standingColumns('session.user_id')} from tessera.session
     where token_hash = $1 and expires_at > $2 and seen_at > $3`,
    [
      hashToken(token),
      now,
      new Date(now.getTime() - IDLE_MS),
      new Date(now.getTime() - SEEN_EVERY_MS),
    ],
  );
  if (session?.stale)
    await sql.query('update tessera.session set seen_at = $2 where id = $1', [session.id, now]);
  return session;
}

export async function listSessions(
  sql: Sql,
  userId: string,
  now: Date,
): Promise<readonly Session[]> {
  return sql.query<Session>(
    `select id, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt", user_agent as "userAgent", address
     from tessera.session where user_id = $1 and expires_at > $2 and seen_at > $3 order by seen_at desc`,
    [userId, now, new Date(now.getTime() - IDLE_MS)],
  );
}

/** Ends one session of a user; answers whether there was one. */
export async function endSession(sql: Sql, userId: string, id: string): Promise<boolean> {
  const ended = await sql.query(
    'delete from tessera.session where id = $1 and user_id = $2 returning id',
    [id, userId],
  );
  return ended.length > 0;
}

/** Ends every session of a user but the one given. */
export async function endSessions(sql: Sql, userId: string, but?: string): Promise<void> {
  await sql.query('delete from tessera.session where user_id = $1 and id is distinct from $2', [
    userId,
    but ?? null,
  ]);
}
