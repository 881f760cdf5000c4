import type { Sql } from '@tessera/core';
import { createOpaqueToken, hashToken } from './opaque-token.ts';

const LASTS_MS = 5 * 60 * 1000;
const MOST_TRIES = 5;

/** How the first factor was shown. */
export type FirstFactor = 'password' | 'oidc';

/** What waits for a second factor. */
export interface LoginChallenge {
  readonly challenge: string;
  readonly expiresAt: string;
}

/** Remembers that a user has shown the first factor. */
export async function createLoginChallenge(
  sql: Sql,
  userId: string,
  method: FirstFactor,
  now: Date,
): Promise<LoginChallenge> {
  const { token, hash } = createOpaqueToken();
  const expiresAt = new Date(now.getTime() + LASTS_MS);
  await sql.query(
    `with ended as (delete from tessera.login_challenge where expires_at <= $4)
     insert into tessera.login_challenge (token_hash, user_id, method, expires_at) values ($1, $2, $3, $5)`,
    [hash, userId, method, now, expiresAt],
  );
  return { challenge: token, expiresAt: expiresAt.toISOString() };
}

/** Counts a try and answers whose it is; undefined when the challenge has ended. Counted before the code is looked at. */
export async function tryLoginChallenge(
  sql: Sql,
  challenge: string,
  now: Date,
): Promise<{ readonly userId: string; readonly method: FirstFactor } | undefined> {
  const [found] = await sql.query<{ userId: string; method: FirstFactor }>(
    `update tessera.login_challenge set tries = tries + 1
     where token_hash = $1 and expires_at > $2 and tries < $3
     returning user_id as "userId", method`,
    [hashToken(challenge), now, MOST_TRIES],
  );
  return found;
}

/** Uses a challenge up; answers whether it was still there. */
export async function takeLoginChallenge(sql: Sql, challenge: string): Promise<boolean> {
  const taken = await sql.query(
    'delete from tessera.login_challenge where token_hash = $1 returning user_id',
    [hashToken(challenge)],
  );
  return taken.length > 0;
}

/** Ends what a user has begun. */
export async function endLoginChallenges(sql: Sql, userId: string): Promise<void> {
  await sql.query('delete from tessera.login_challenge where user_id = $1', [userId]);
}
