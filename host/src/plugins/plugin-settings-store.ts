import type { Database, Sql, SystemTables } from '@tessera/core';

/** What plugins are set to; secrets in it are closed. */
export const pluginSettingTables: SystemTables = {
  name: 'plugin-setting',
  steps: [
    `create table tessera.plugin_setting (
      plugin text primary key,
      value jsonb not null,
      revision bigint not null default 1,
      changed_at timestamptz(3) not null default now(),
      changed_by uuid
    )`,
  ],
};

/** Settings of a plugin as they are stored. */
export interface StoredSettings {
  readonly values: Readonly<Record<string, unknown>>;
  /** Counts the changes; 0 before the first. */
  readonly revision: number;
}

export async function readStoredSettings(sql: Sql, plugin: string): Promise<StoredSettings> {
  const [row] = await sql.query<StoredSettings>(
    'select value as "values", revision::int as revision from tessera.plugin_setting where plugin = $1',
    [plugin],
  );
  return row ?? { values: {}, revision: 0 };
}

/** Writes over a revision; false when somebody else has changed it since. */
export async function writeStoredSettings(
  sql: Sql,
  plugin: string,
  { values, revision }: StoredSettings,
  by: string | null,
): Promise<boolean> {
  const rows = await sql.query(
    `insert into tessera.plugin_setting (plugin, value, changed_by) values ($1, $2, $4)
     on conflict (plugin) do update set value = excluded.value, revision = plugin_setting.revision + 1,
       changed_at = now(), changed_by = excluded.changed_by
     where plugin_setting.revision = $3
     returning plugin`,
    [plugin, JSON.stringify(values), revision, by],
  );
  return rows.length > 0;
}

/** Does the work while nobody else on any host does such work for the plugin; false, and nothing is done, while somebody does. */
export function holdSettings(
  database: Database,
  plugin: string,
  work: () => Promise<void>,
): Promise<boolean> {
  return database.transaction(async (sql) => {
    const [row] = await sql.query<{ isHeld: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "isHeld"',
      [`tessera.plugin_setting:${plugin}`],
    );
    if (row?.isHeld) await work();
    return row?.isHeld ?? false;
  });
}

export async function forgetStoredSettings(sql: Sql, plugin: string): Promise<void> {
  await sql.query('delete from tessera.plugin_setting where plugin = $1', [plugin]);
}
