import { standingColumns, type Parameters, type Sql, type Standing } from '@tessera/core';
import { createOpaqueToken, hashToken, type Audience } from './opaque-token.ts';
import { standingText } from './standing-text.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long sessions last, in days. */
export interface SessionPolicy {
  /** From the sign-in on. */
  readonly sessionDays: number;
  /** Without use. */
  readonly idleDays: number;
}

/** What holds where nothing else was set. */
const usualSessionPolicy: SessionPolicy = { sessionDays: 30, idleDays: 7 };

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

/** A session of anybody, as those who manage users see it. */
export interface SessionOf extends Session {
  readonly user: { readonly id: string; readonly name: string };
}

/** Where somebody signs in from. */
export interface Visitor {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/** A session that is used, with what decides whether its user may act. */
export interface UsedSession extends Standing {
  readonly id: string;
  readonly userId: string;
  readonly audience: Audience;
  /** Whether its cookie has the prefix that browsers protect, where there is one. */
  readonly isPrefixed: boolean;
  /** As whom its user looks at things, and since when. */
  readonly viewingAs: string | null;
  readonly viewingSince: string | null;
  /** All of it as one text, which {@link sessionStanding} answers too. */
  readonly standing: string;
  /** Until when its use is written down. */
  readonly notedUntil: Date;
}

/** Begins a session and answers the token of its cookie, which is of the user's audience. */
export async function beginSession(
  sql: Sql,
  userId: string,
  visitor: Visitor,
  now: Date,
  policy: SessionPolicy = usualSessionPolicy,
): Promise<string> {
  const [user] = await sql.query<{ audience: Audience | null }>(
    'select audience from tessera."user" where id = $1',
    [userId],
  );
  const { token, hash } = createOpaqueToken(user?.audience ?? 'staff');
  await sql.query(
    `with ended as (delete from tessera.session where user_id = $2 and (expires_at <= $3 or seen_at <= $4))
     insert into tessera.session (token_hash, user_id, created_at, seen_at, expires_at, user_agent, address)
     values ($1, $2, $3, $3, $5, $6, $7)`,
    [
      hash,
      userId,
      now,
      daysBefore(now, policy.idleDays),
      daysBefore(now, -policy.sessionDays),
      visitor.userAgent?.slice(0, 300) ?? null,
      visitor.address ?? null,
    ],
  );
  return token;
}

/** How a session is looked up. */
export interface SessionUse {
  readonly policy?: SessionPolicy;
  /** A page that is merely open does not keep a session from ending for want of use. */
  readonly isWatching?: boolean;
}

/**
 * The session that a token opens, while it lasts, with its user's standing: one statement, since every request sends it. A policy that was
 * made stricter holds for sessions that began before.
 */
export async function useSession(
  sql: Sql,
  token: string,
  now: Date,
  { policy = usualSessionPolicy, isWatching = false }: SessionUse = {},
): Promise<UsedSession | undefined> {
  const [found] = await sql.query<Omit<UsedSession, 'notedUntil'> & { seenAt: string }>(
    `select id, user_id as "userId", seen_at as "seenAt", is_prefixed as "isPrefixed", viewing_as as "viewingAs",
       viewing_since as "viewingSince", ${standingColumns('session.user_id')},
       (select coalesce(audience, 'staff') from tessera."user" where id = session.user_id) as audience, ${STANDING} as standing
     from tessera.session
     where token_hash = $1 and ${lastsAt('$2', '$3', '$4')}`,
    [hashToken(token), now, daysBefore(now, policy.idleDays), daysBefore(now, policy.sessionDays)],
  );
  if (!found) return undefined;
  const noted = notedUntil(found.seenAt);
  if (noted > now || isWatching) return { ...found, notedUntil: noted };
  await sql.query('update tessera.session set seen_at = $2 where id = $1', [found.id, now]);
  return { ...found, notedUntil: notedUntil(now) };
}

/** A subselect of the standing of a session and its user as one text; null when the session does not last. */
export function sessionStanding(
  hash: Buffer,
  now: Date,
  parameters: Parameters,
  policy: SessionPolicy = usualSessionPolicy,
): string {
  const moment = (at: Date): string => parameters.bind(at, 'timestamptz');
  const isOpened = `token_hash = ${parameters.bind(hash, 'bytea')}`;
  const lasts = lastsAt(
    moment(now),
    moment(daysBefore(now, policy.idleDays)),
    moment(daysBefore(now, policy.sessionDays)),
  );
  return `(select ${STANDING} from tessera.session where ${isOpened} and ${lasts})`;
}

const STANDING = standingText('session.user_id', [
  'session.id',
  'session.is_prefixed',
  'session.viewing_as',
]);

function notedUntil(seen: Date | string): Date {
  return new Date(new Date(seen).getTime() + SEEN_EVERY_MS);
}

export async function listSessions(
  sql: Sql,
  userId: string,
  now: Date,
  policy: SessionPolicy = usualSessionPolicy,
): Promise<readonly Session[]> {
  return sql.query<Session>(
    `select ${COLUMNS} from tessera.session
     where user_id = $1 and ${lastsAt('$2', '$3', '$4')} order by seen_at desc`,
    [userId, now, daysBefore(now, policy.idleDays), daysBefore(now, policy.sessionDays)],
  );
}

/** A page of the sessions of all users, the last used first. */
export async function listAllSessions(
  sql: Sql,
  now: Date,
  policy: SessionPolicy,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly SessionOf[]> {
  return sql.query<SessionOf>(
    `select ${COLUMNS}, jsonb_build_object('id', user_id, 'name',
       (select name from tessera."user" where id = session.user_id)) as "user"
     from tessera.session where ${lastsAt('$1', '$2', '$3')}
     order by seen_at desc, id limit $4 offset $5`,
    [
      now,
      daysBefore(now, policy.idleDays),
      daysBefore(now, policy.sessionDays),
      page.limit,
      page.offset,
    ],
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

/** Ends every session of a user but the one given; answers how many. */
export async function endSessions(sql: Sql, userId: string, but?: string): Promise<number> {
  const ended = await sql.query(
    'delete from tessera.session where user_id = $1 and id is distinct from $2 returning id',
    [userId, but ?? null],
  );
  return ended.length;
}

const COLUMNS = `id, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt", user_agent as "userAgent", address`;

/** The condition that a session still lasts, by the parameters for now and for the oldest use and begin. */
function lastsAt(now: string, seen: string, begun: string): string {
  return `expires_at > ${now} and seen_at > ${seen} and created_at > ${begun}`;
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
