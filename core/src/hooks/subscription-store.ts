import type { SystemTables } from '../entities/system-tables.ts';
import type { Sql } from '../records/database.ts';

export const subscriptionTables: SystemTables = {
  name: 'subscription',
  steps: [
    `create table tessera.subscription (
      plugin text not null,
      name text not null,
      event text not null,
      xid xid8 not null,
      sequence bigint not null,
      attempts integer not null default 0,
      next_at timestamptz(3) not null default now(),
      locked_until timestamptz(3),
      error text,
      primary key (plugin, name)
    );
    create table tessera.dead_letter (
      id bigint generated always as identity primary key,
      plugin text not null,
      name text not null,
      event_id uuid not null,
      event jsonb not null,
      error text not null,
      at timestamptz(3) not null default now()
    );`,
  ],
};

/** Where a subscription stands in the log: everything up to here has been delivered. */
export interface Cursor {
  readonly xid: string;
  readonly sequence: number;
  readonly attempts: number;
}

export interface StoredEvent {
  readonly id: string;
  readonly xid: string;
  readonly sequence: number;
  readonly at: string;
  readonly name: string;
  readonly actor: { readonly kind: string; readonly userId: string | null };
  readonly payload: unknown;
  readonly history: boolean;
}

/** A new subscription begins with what is not yet committed now. One that was there keeps its place. */
export async function openSubscription(
  sql: Sql,
  plugin: string,
  name: string,
  event: string,
): Promise<void> {
  await sql.query(
    `insert into tessera.subscription (plugin, name, event, xid, sequence)
     values ($1, $2, $3, pg_snapshot_xmin(pg_current_snapshot()), 0)
     on conflict (plugin, name) do nothing`,
    [plugin, name, event],
  );
}

/** Moves a plugin's subscriptions to what begins from now on: what happened while it was off is left out. */
export async function skipEvents(sql: Sql, plugin: string): Promise<void> {
  await sql.query(
    `update tessera.subscription set xid = pg_snapshot_xmax(pg_current_snapshot()), sequence = 0, attempts = 0, next_at = now(), error = null
     where plugin = $1`,
    [plugin],
  );
}

/** Takes the subscription for this host; undefined when another has it or its next try is later. */
export async function claimSubscription(
  sql: Sql,
  plugin: string,
  name: string,
): Promise<Cursor | undefined> {
  const [row] = await sql.query<Cursor>(
    `update tessera.subscription set locked_until = now() + interval '60 s'
     where plugin = $1 and name = $2 and next_at <= now() and (locked_until is null or locked_until < now())
     returning xid::text as xid, sequence, attempts`,
    [plugin, name],
  );
  return row;
}

/** Events after the cursor, in commit order: only those whose transaction no running one can precede. */
export async function readEvents(sql: Sql, event: string, cursor: Cursor): Promise<StoredEvent[]> {
  return sql.query<StoredEvent>(
    `select id, xid::text as xid, sequence, at, name, actor, payload, history from tessera.event_told
     where name = $1 and (xid, sequence) > ($2::text::xid8, $3::bigint)
       and xid < pg_snapshot_xmin(pg_current_snapshot())
     order by xid, sequence limit 100`,
    [event, cursor.xid, cursor.sequence],
  );
}

/** The first transaction that has not begun yet. */
export async function readHorizon(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ xid: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as xid',
  );
  return row?.xid ?? '0';
}

/** Whether events from before that transaction wait for an older one, of whatever database of the server, to end. */
export async function isHeldBack(sql: Sql, before: string): Promise<boolean> {
  const [row] = await sql.query<{ held: boolean }>(
    `select exists (
       select from tessera.subscription s join tessera.event e on e.name = s.event and (e.xid, e.sequence) > (s.xid, s.sequence)
       where s.next_at <= now() and e.xid < $1::text::xid8 and e.xid >= pg_snapshot_xmin(pg_current_snapshot())
     ) as held`,
    [before],
  );
  return row?.held ?? false;
}

/** Only ever forwards: what was skipped meanwhile, or delivered by another host, stays so. */
export async function advanceSubscription(
  sql: Sql,
  plugin: string,
  name: string,
  event: StoredEvent,
): Promise<void> {
  await sql.query(
    `update tessera.subscription set xid = $3::text::xid8, sequence = $4, attempts = 0, error = null,
       locked_until = now() + interval '60 s' where plugin = $1 and name = $2 and (xid, sequence) < ($3::text::xid8, $4::bigint)`,
    [plugin, name, event.xid, event.sequence],
  );
}

export async function releaseSubscription(sql: Sql, plugin: string, name: string): Promise<void> {
  await sql.query(
    'update tessera.subscription set locked_until = null where plugin = $1 and name = $2',
    [plugin, name],
  );
}

export async function postponeSubscription(
  sql: Sql,
  plugin: string,
  name: string,
  pauseMs: number,
  error: string,
): Promise<void> {
  await sql.query(
    `update tessera.subscription set attempts = attempts + 1, error = $4, locked_until = null,
       next_at = now() + make_interval(secs => $3::float8 / 1000) where plugin = $1 and name = $2`,
    [plugin, name, pauseMs, error],
  );
}

export async function buryEvent(
  sql: Sql,
  plugin: string,
  name: string,
  event: StoredEvent,
  error: string,
): Promise<void> {
  await sql.query(
    'insert into tessera.dead_letter (plugin, name, event_id, event, error) values ($1, $2, $3, $4, $5)',
    [plugin, name, event.id, JSON.stringify(event), error],
  );
}
