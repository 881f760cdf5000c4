import {
  catalogModels,
  gatherBelongings,
  type EntityModels,
  type Execution,
  type PersonReference,
  type Sql,
} from '@tessera/core';
import type { FileStore } from '../files/file-store.ts';

/** Ids of the files that fields of a person's records name. */
export async function filesOfPerson(
  execution: Execution,
  person: PersonReference,
): Promise<readonly string[]> {
  const sql = execution.transaction ?? execution.assembly.database;
  const files = new Set<string>();
  for (const { model, ids, fields, deal } of await gatherBelongings(execution, person)) {
    if (deal === 'keep') continue;
    for (const { type, columns } of fields) {
      if (type !== 'file') continue;
      const rows = await sql.query<{ file: string | null }>(
        `select ${quoted(columns.value)} as file from ${quoted(model.schema)}.${quoted(model.table)} where id = any($1::uuid[])`,
        [ids],
      );
      for (const { file } of rows) if (file !== null) files.add(file);
    }
  }
  return [...files];
}

/** Deletes files that no record names any more, with their bytes; answers how many. Bytes that others name too stay. */
export async function deleteFiles(
  execution: Execution,
  store: FileStore,
  files: readonly string[],
  since: Date,
): Promise<number> {
  if (files.length === 0) return 0;
  const sql = execution.transaction ?? execution.assembly.database;
  const named = await stillNamed(sql, await catalogModels(execution), files);
  const gone = await sql.query<{ sha256: string }>(
    'delete from tessera.file where id = any($1::uuid[]) returning sha256',
    [files.filter((file) => !named.has(file))],
  );
  for (const { sha256 } of gone) await removeUnnamed(sql, store, sha256, since);
  return gone.length;
}

async function stillNamed(
  sql: Sql,
  models: EntityModels,
  files: readonly string[],
): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (const { schema, table, fields } of models.values()) {
    for (const { type, columns } of fields.values()) {
      if (type !== 'file') continue;
      const column = quoted(columns.value);
      const rows = await sql.query<{ file: string }>(
        `select distinct ${column} as file from ${quoted(schema)}.${quoted(table)} where ${column} = any($1::uuid[])`,
        [files],
      );
      for (const { file } of rows) named.add(file);
    }
  }
  return named;
}

async function removeUnnamed(
  sql: Sql,
  store: FileStore,
  sha256: string,
  since: Date,
): Promise<void> {
  const others = await sql.query('select 1 from tessera.file where sha256 = $1 limit 1', [sha256]);
  if (others.length === 0) await store.remove(sha256, since);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
