import type { Sql } from '../records/database.ts';

/** Boots that may end in a plugin before it is left out. */
const CRASH_LIMIT = 3;
/** A mark of another host that is older than this is of a process that has died. */
const STALE_SECONDS = 60;

/**
 * Notes that this host now imports or starts a plugin: the mark that is still there at the next boot tells in which plugin this one ended.
 * Without effect in a database that has no workspace yet.
 */
export async function markStarting(sql: Sql, id: string, host: string): Promise<void> {
  await unlessNew(async () => {
    await sql.query(
      `insert into tessera.plugin_start (plugin, host) select $1, $2 where exists (select from tessera.plugin)
       on conflict (plugin, host) do update set at = now()`,
      [id, host],
    );
  });
}

/** Takes the mark away: the step has ended, well or not. */
export async function clearStarting(sql: Sql, id: string, host: string): Promise<void> {
  await unlessNew(async () => {
    await sql.query('delete from tessera.plugin_start where plugin = $1 and host = $2', [id, host]);
  });
}

/**
 * Counts the crashes that marks tell of, and puts those plugins in quarantine that have ended the third boot. The host calls it before it
 * imports any plugin.
 * @returns ids that are not to be imported
 */
export async function countCrashes(sql: Sql, host: string): Promise<ReadonlySet<string>> {
  const rows = await unlessNew(async () => {
    await sql.query(COUNT, [host]);
    return sql.query<{ id: string }>(
      "select id from tessera.plugin where state = 'quarantined' order by id",
    );
  });
  return new Set(rows?.map(({ id }) => id));
}

/** This boot has stood the test: crashes of before no longer count. */
export async function forgetCrashes(sql: Sql): Promise<void> {
  await sql.query(
    "update tessera.plugin set crashes = 0 where crashes > 0 and state <> 'quarantined'",
  );
}

/** One statement, so that a kill in the middle of it counts nothing twice. */
const COUNT = `
  with dead as (
    delete from tessera.plugin_start s
    where s.host = $1 or (s.at < now() - make_interval(secs => ${STALE_SECONDS}) and not exists (
      select from tessera.host h where h.name = s.host and h.seen_at > now() - make_interval(secs => ${STALE_SECONDS})))
    returning s.plugin
  ), counted as (select distinct plugin from dead)
  insert into tessera.plugin as p (id, version, wanted, state, crashes) select plugin, '', 'disabled', 'disabled', 1 from counted
  on conflict (id) do update set crashes = p.crashes + 1, changed_at = now(),
    off_since = case when p.crashes + 1 >= ${CRASH_LIMIT} and p.state = 'active' then now() else p.off_since end,
    state = case when p.crashes + 1 >= ${CRASH_LIMIT} then 'quarantined' else p.state end,
    step = case when p.crashes + 1 >= ${CRASH_LIMIT} then 'start' else p.step end,
    reason = case when p.crashes + 1 >= ${CRASH_LIMIT}
      then 'The host ended ' || (p.crashes + 1) || ' times while it loaded or started this plugin. Release it to try again.' else p.reason end`;

/** Undefined when the tables are not there yet. */
async function unlessNew<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as { code?: string };
    // Undefined table, undefined column, undefined schema: a workspace of an earlier version, or none.
    if (code === '42P01' || code === '42703' || code === '3F000') return undefined;
    throw error;
  }
}
