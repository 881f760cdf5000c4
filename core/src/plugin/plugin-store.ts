import { errors } from '../errors.ts';
import type { SystemTables } from '../entities/system-tables.ts';
import type { PluginFailure } from '../kernel.ts';
import type { Sql } from '../records/database.ts';
import type { InstalledPlugin, PluginManifest, PluginOrigin } from './plugin.ts';

/** What the database remembers of a plugin: what is wanted, what is, and how far its enabling has come. */
export interface PluginRow {
  readonly id: string;
  readonly version: string;
  readonly wanted: 'enabled' | 'disabled';
  readonly state:
    | 'active'
    | 'disabled'
    | 'blocked'
    | 'failed'
    | 'rejected'
    | 'quarantined'
    | 'removed';
  readonly step: string | null;
  readonly reason: string | null;
  readonly seeded: boolean;
  readonly origin: PluginOrigin;
  readonly digest: string | null;
  /** Who it is, to list it while its code is not there. */
  readonly manifest: PluginManifest | null;
  readonly revision: number;
  readonly crashes: number;
  readonly lastFailure: PluginFailure | null;
  /** When it was last switched off, ISO 8601; null while it is on. */
  readonly offSince: string | null;
  /** The assembly from which on it is as it is now. */
  readonly assembly: number;
  /** Keys of the seeds and roll-ups that have been made; null in rows that are older than the list. */
  readonly completed: readonly string[] | null;
}

export const pluginTables: SystemTables = {
  name: 'plugin',
  steps: [
    `create table tessera.plugin (
      id text primary key,
      version text not null,
      wanted text not null check (wanted in ('enabled', 'disabled')),
      state text not null,
      step text,
      reason text,
      seeded boolean not null default false,
      changed_at timestamptz(3) not null default now()
    );
    create table tessera.plugin_history (
      id bigint generated always as identity primary key,
      plugin text not null,
      version text not null,
      step text not null,
      at timestamptz(3) not null default now(),
      milliseconds integer not null,
      error text
    );
    create table tessera.assembly (number bigint not null);
    insert into tessera.assembly values (0);`,
    `alter table tessera.plugin
      add column origin text not null default 'application',
      add column digest text,
      add column manifest jsonb,
      add column revision bigint not null default 0,
      add column crashes integer not null default 0,
      add column last_failure jsonb,
      add column off_since timestamptz(3),
      add column assembly bigint not null default 0,
      add column completed jsonb;
    alter table tessera.plugin_history add column "by" jsonb, add column host text;
    create index on tessera.plugin_history (plugin, id desc);
    create table tessera.plugin_start (
      plugin text not null,
      host text not null,
      at timestamptz(3) not null default now(),
      primary key (plugin, host)
    );
    create table tessera.host (
      host uuid primary key,
      name text not null,
      assembly bigint not null,
      is_ready boolean not null,
      reason text,
      seen_at timestamptz(3) not null default now()
    );`,
    `alter table tessera.host add column outdated text[] not null default '{}'`,
  ],
};

const COLUMNS = {
  version: 'version',
  wanted: 'wanted',
  state: 'state',
  step: 'step',
  reason: 'reason',
  seeded: 'seeded',
  origin: 'origin',
  digest: 'digest',
  manifest: 'manifest',
  revision: 'revision',
  crashes: 'crashes',
  lastFailure: 'last_failure',
  offSince: 'off_since',
  assembly: 'assembly',
  completed: 'completed',
} as const satisfies Readonly<Record<keyof Omit<PluginRow, 'id'>, string>>;

/** What may be changed of a row; `off_since` follows from the state. */
export type PluginChange = Partial<Omit<PluginRow, 'id' | 'offSince'>>;

export async function readPlugins(sql: Sql): Promise<Map<string, PluginRow>> {
  const columns = Object.entries(COLUMNS).map(([name, column]) => `${column} as "${name}"`);
  const rows = await sql.query<PluginRow>(
    `select id, ${columns.join(', ')} from tessera.plugin order by id`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Writes down which plugins this host has found, and answers what is remembered of each. In a new workspace those of `enableAtFirst`
 * are wanted. A package that was uploaded stands before the same plugin of the application.
 */
export async function openPlugins(
  sql: Sql,
  platform: InstalledPlugin,
  plugins: readonly InstalledPlugin[],
  enableAtFirst: readonly string[] | undefined,
): Promise<Map<string, PluginRow>> {
  const isNew = (await readPlugins(sql)).size === 0;
  const found = [platform, ...plugins].map((plugin) => {
    const { id, version } = plugin.manifest;
    const isWanted = plugin === platform || (isNew && (enableAtFirst?.includes(id) ?? true));
    const { manifest, origin = 'application', digest } = plugin;
    return { id, version, wanted: isWanted ? 'enabled' : 'disabled', manifest, origin, digest };
  });
  await sql.query(
    `insert into tessera.plugin as p (id, version, wanted, state, manifest, origin, digest)
     select id, version, wanted, 'disabled', manifest, origin, digest
     from json_to_recordset($1) as x (id text, version text, wanted text, manifest jsonb, origin text, digest text)
     on conflict (id) do update set version = excluded.version, manifest = excluded.manifest, origin = excluded.origin,
       digest = excluded.digest, state = case when p.state = 'removed' then 'disabled' else p.state end,
       assembly = case when (p.version, p.digest) is distinct from (excluded.version, excluded.digest)
         then (select number + 1 from tessera.assembly) else p.assembly end
     where p.origin <> 'package' or p.state = 'removed' or excluded.origin <> 'application'`,
    [JSON.stringify(found)],
  );
  return readPlugins(sql);
}

/** Writes a plugin down that has come while the host runs, or come back. */
export async function addPlugin(
  sql: Sql,
  { manifest, origin = 'application', digest }: InstalledPlugin,
  assembly: number,
): Promise<void> {
  await sql.query(
    `insert into tessera.plugin as p (id, version, wanted, state, manifest, origin, digest, assembly)
     values ($1, $2, 'disabled', 'disabled', $3, $4, $5, $6)
     on conflict (id) do update set version = excluded.version, wanted = 'disabled', state = 'disabled', step = null, reason = null,
       manifest = excluded.manifest, origin = excluded.origin, digest = excluded.digest, assembly = excluded.assembly,
       revision = p.revision + 1, crashes = 0, last_failure = null, changed_at = now()`,
    [manifest.id, manifest.version, JSON.stringify(manifest), origin, digest ?? null, assembly],
  );
}

/** Changes what is remembered of a plugin; leaving the state `active` writes down when. */
export async function changePlugin(sql: Sql, id: string, change: PluginChange): Promise<void> {
  const entries = Object.entries(change) as [keyof PluginChange, unknown][];
  const sets = entries.map(([name], index) => `${COLUMNS[name]} = $${index + 2}`);
  if (change.state === 'active') sets.push('off_since = null');
  else if (change.state)
    sets.push(`off_since = coalesce(off_since, case when state = 'active' then now() end)`);
  await sql.query(
    `update tessera.plugin set ${[...sets, 'changed_at = now()'].join(', ')} where id = $1`,
    [
      id,
      ...entries.map(([, value]): unknown =>
        typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
      ),
    ],
  );
}

export async function forgetPlugin(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from tessera.plugin where id = $1', [id]);
}

/** The assembly that was made last, on any host. */
export async function readAssemblyNumber(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ number: number }>('select number from tessera.assembly');
  return row?.number ?? 0;
}

/**
 * Counts on, under the lock of all verbs. The lock goes with its connection: when that was lost, another host may have counted meanwhile,
 * and what is written in this transaction must not be.
 * @throws TesseraError `CORE_ASSEMBLY_OVERTAKEN`
 */
export async function writeAssemblyNumber(sql: Sql, number: number): Promise<void> {
  const counted = await sql.query(
    'update tessera.assembly set number = $1 where number = $1 - 1 returning number',
    [number],
  );
  if (counted.length === 0) throw errors.assemblyOvertaken({ number });
}
