import type { Database, Sql } from '../records/database.ts';
import { renamedColumnFunction } from './renamed-column.ts';
import { underSchemaLock } from './schema-lock.ts';

/** Tables that core or the host keep beside the records, as SQL steps that are only ever appended to. */
export interface SystemTables {
  readonly name: string;
  /** Each runs once per database, in order; one step may hold several statements. */
  readonly steps: readonly string[];
}

/** The tables that schema changes themselves need. */
const schemaTables: SystemTables = {
  name: 'schema',
  steps: [
    // Numbers in texts sort by value, Han characters by pinyin and before Latin ones, all else as usual.
    `create collation tessera."natural" (provider = icu, locale = 'zh-u-kn-true')`,
    `create table tessera.schema_change (
      id bigint generated always as identity primary key,
      owner text not null,
      statements jsonb not null,
      checksum text not null,
      applied_at timestamptz(3) not null default now()
    );
    create table tessera.schema_table (
      name text primary key,
      shape jsonb not null
    );
    create table tessera.schema_index (
      name text primary key,
      statement text not null,
      state text not null check (state in ('building', 'ready', 'invalid')),
      reason text,
      changed_at timestamptz(3) not null default now()
    );
    create table tessera.catalog (
      plugin text primary key,
      entities jsonb not null,
      extensions jsonb not null,
      changed_at timestamptz(3) not null default now()
    );
    create table tessera.custom_field (
      entity text not null,
      name text not null,
      definition jsonb not null,
      created_at timestamptz(3) not null default now(),
      removed_at timestamptz(3),
      primary key (entity, name)
    )`,
    `create table tessera.schema_column (
      "table" text not null,
      "column" text not null,
      plugin text not null,
      entity text not null,
      field text not null,
      primary key ("table", "column")
    );
    create index on tessera.schema_column (plugin)`,
    renamedColumnFunction,
    // Once more: a field that is renamed twice.
    renamedColumnFunction,
  ],
};

/** Runs each step that this database has not had yet, in one transaction; those of schema changes come first. */
export async function applySystemTables(
  database: Database,
  list: readonly SystemTables[],
): Promise<void> {
  await underSchemaLock(database, async (sql) => {
    await sql.query('create schema if not exists tessera');
    await sql.query(
      `create table if not exists tessera.system_step (
        name text not null, step int not null, applied_at timestamptz(3) not null default now(), primary key (name, step))`,
    );
    for (const tables of [schemaTables, ...list]) await applySteps(sql, tables);
  });
}

async function applySteps(sql: Sql, { name, steps }: SystemTables): Promise<void> {
  const rows = await sql.query<{ step: number }>(
    'select step from tessera.system_step where name = $1',
    [name],
  );
  const done = new Set(rows.map((row) => row.step));
  for (const [step, statements] of steps.entries()) {
    if (done.has(step)) continue;
    await sql.query(statements);
    await sql.query('insert into tessera.system_step (name, step) values ($1, $2)', [name, step]);
  }
}
