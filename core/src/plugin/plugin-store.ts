import type { SystemTables } from '../entities/system-tables.ts';
import type { Sql } from '../records/database.ts';
import type { InstalledPlugin } from './plugin.ts';

/** What the database remembers of a plugin: what is wanted, what is, and whether its first enabling is complete. */
export interface PluginRow {
  readonly id: string;
  readonly version: string;
  readonly wanted: 'enabled' | 'disabled';
  readonly state: 'active' | 'disabled' | 'blocked' | 'failed' | 'rejected';
  readonly step: string | null;
  readonly reason: string | null;
  readonly seeded: boolean;
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
  ],
};

export async function readPlugins(sql: Sql): Promise<Map<string, PluginRow>> {
  const rows = await sql.query<PluginRow>(
    'select id, version, wanted, state, step, reason, seeded from tessera.plugin order by id',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Writes down which plugins are there, and answers what is remembered of each. In a new workspace those of `enableAtFirst` are wanted. */
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
    return { id, version, wanted: isWanted ? 'enabled' : 'disabled' };
  });
  await sql.query(
    `insert into tessera.plugin (id, version, wanted, state)
     select id, version, wanted, 'disabled' from json_to_recordset($1) as x (id text, version text, wanted text)
     on conflict (id) do update set version = excluded.version`,
    [JSON.stringify(found)],
  );
  return readPlugins(sql);
}

export async function wantPlugin(sql: Sql, id: string, wanted: PluginRow['wanted']): Promise<void> {
  await sql.query('update tessera.plugin set wanted = $2, changed_at = now() where id = $1', [
    id,
    wanted,
  ]);
}

export async function setPluginState(
  sql: Sql,
  id: string,
  state: PluginRow['state'],
  fault: { readonly step?: string | undefined; readonly reason?: string | undefined } = {},
): Promise<void> {
  await sql.query(
    'update tessera.plugin set state = $2, step = $3, reason = $4, changed_at = now() where id = $1',
    [id, state, fault.step ?? null, fault.reason ?? null],
  );
}

export async function markSeeded(sql: Sql, id: string): Promise<void> {
  await sql.query('update tessera.plugin set seeded = true where id = $1', [id]);
}

export async function recordStep(
  sql: Sql,
  entry: {
    readonly plugin: string;
    readonly version: string;
    readonly step: string;
    readonly milliseconds: number;
    readonly error?: string | undefined;
  },
): Promise<void> {
  await sql.query(
    'insert into tessera.plugin_history (plugin, version, step, milliseconds, error) values ($1, $2, $3, $4, $5)',
    [entry.plugin, entry.version, entry.step, Math.round(entry.milliseconds), entry.error ?? null],
  );
}

/** Counts the assemblies of the workspace, over all its hosts. */
export async function nextAssemblyNumber(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ number: number }>(
    'update tessera.assembly set number = number + 1 returning number',
  );
  return row?.number ?? 1;
}

/** The assembly that was made last, on any host. */
export async function readAssemblyNumber(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ number: number }>('select number from tessera.assembly');
  return row?.number ?? 0;
}
