import type { Sql } from '../records/database.ts';

/** A host that has not been seen for this long does not count. */
const SEEN_SECONDS = 60;

/** What a host of the workspace says of itself. */
export interface HostReport {
  /** Its name. */
  readonly host: string;
  /** The oldest assembly that still has work running in it there. */
  readonly assembly: number;
  /** When it said so, ISO 8601. */
  readonly at: string;
  /** False while it cannot load or fold what is wanted. */
  readonly isReady: boolean;
  /** Why it is not ready. */
  readonly reason?: string;
}

export interface HostEntry {
  /** Tells processes of one name apart. */
  readonly host: string;
  readonly name: string;
  readonly assembly: number;
  readonly reason?: string | undefined;
  /** Ids of plugins that it serves in another version than the one that is installed. */
  readonly outdated: readonly string[];
}

export async function reportHost(sql: Sql, entry: HostEntry): Promise<void> {
  await sql.query(
    `insert into tessera.host (host, name, assembly, is_ready, reason, outdated) values ($1, $2, $3, $4, $5, $6)
     on conflict (host) do update set name = excluded.name, assembly = excluded.assembly, is_ready = excluded.is_ready,
       reason = excluded.reason, outdated = excluded.outdated, seen_at = now()`,
    [
      entry.host,
      entry.name,
      entry.assembly,
      entry.reason === undefined,
      entry.reason ?? null,
      entry.outdated,
    ],
  );
}

/** The hosts that were seen in the last minute. */
export async function readHosts(sql: Sql): Promise<readonly HostReport[]> {
  const rows = await sql.query<Omit<HostReport, 'reason'> & { readonly reason: string | null }>(
    `select name as host, assembly, seen_at as at, is_ready as "isReady", reason from tessera.host
     where seen_at > now() - make_interval(secs => ${SEEN_SECONDS}) order by name, host`,
  );
  return rows.map(({ reason, ...row }) => ({ ...row, ...(reason === null ? {} : { reason }) }));
}

/** Names of the hosts that still work in an assembly from before that one, or serve another version of the plugin in theirs. */
export async function hostsBehind(
  sql: Sql,
  plugin: string,
  assembly: number,
): Promise<readonly string[]> {
  const rows = await sql.query<{ name: string }>(
    `select distinct name from tessera.host
     where seen_at > now() - make_interval(secs => ${SEEN_SECONDS}) and (assembly < $2 or $1 = any(outdated)) order by name`,
    [plugin, assembly],
  );
  return rows.map(({ name }) => name);
}

/** Takes a host that has stopped from the list, and those that nobody has seen for a day. */
export async function forgetHost(sql: Sql, host: string): Promise<void> {
  await sql.query(
    `delete from tessera.host where host = $1 or seen_at < now() - interval '1 day'`,
    [host],
  );
}
