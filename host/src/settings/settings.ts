import { randomBytes } from 'node:crypto';
import { applySystemTables, type Database, type Sql, type WorkspaceSettings } from '@tessera/core';
import type { MailServer } from './mail-server.ts';
import type { SecretBox } from './secret-box.ts';
import { settingsTables } from './settings-tables.ts';

/** What a workspace is before anybody has set it up. */
const NEW_WORKSPACE: WorkspaceSettings = {
  name: 'Tessera',
  currency: 'USD',
  timeZone: 'UTC',
  locale: 'en',
};

/** The settings of a workspace, kept in the database and read from memory. */
export interface Settings {
  readonly workspace: WorkspaceSettings;
  /** Undefined while mail goes to the maildrop folder. */
  readonly mailServer: MailServer | undefined;
  /** Signs cursors; the same on every host of the workspace. */
  readonly secret: string;
  /** Writes; what is in memory follows with `reload`, once the writing has been committed. */
  saveWorkspace(sql: Sql, workspace: WorkspaceSettings): Promise<void>;
  saveMailServer(sql: Sql, server: MailServer | null): Promise<void>;
  /** What a room of the host has saved under a key of its own; undefined until then. */
  readSubject(key: string): unknown;
  saveSubject(sql: Sql, key: string, value: unknown): Promise<void>;
  reload(): Promise<void>;
}

/** Opens the settings, before there is a kernel: it is made from them. */
export async function openSettings(database: Database, box: SecretBox): Promise<Settings> {
  await applySystemTables(database, [settingsTables]);
  await database.query(
    `insert into tessera.setting (key, value) values ('secret', $1) on conflict do nothing`,
    [JSON.stringify(randomBytes(32).toString('base64url'))],
  );
  let stored = await readAll(database);
  return {
    get workspace() {
      return {
        ...NEW_WORKSPACE,
        ...(stored['workspace'] as Partial<WorkspaceSettings> | undefined),
      };
    },
    get mailServer() {
      const server = stored['mail'] as MailServer | null | undefined;
      return server
        ? { ...server, password: server.password === null ? null : box.open(server.password) }
        : undefined;
    },
    get secret() {
      return String(stored['secret']);
    },
    saveWorkspace: (sql, { name, currency, timeZone, locale }) =>
      write(sql, 'workspace', { name, currency, timeZone, locale }),
    saveMailServer: (sql, server) =>
      write(
        sql,
        'mail',
        server && {
          ...server,
          password: server.password === null ? null : box.close(server.password),
        },
      ),
    readSubject: (key) => stored[key],
    saveSubject: write,
    async reload() {
      stored = await readAll(database);
    },
  };
}

async function readAll(sql: Sql): Promise<Readonly<Record<string, unknown>>> {
  const rows = await sql.query<{ key: string; value: unknown }>(
    'select key, value from tessera.setting',
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

async function write(sql: Sql, key: string, value: unknown): Promise<void> {
  await sql.query(
    `insert into tessera.setting (key, value, changed_at) values ($1, $2, now())
     on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`,
    [key, JSON.stringify(value)],
  );
}
