import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErasedRecord, PersonMemory, Sql } from '@tessera/core';
import type { FileStore } from '../files/file-store.ts';

const RECORDSET = 'json_to_recordset($1::json) as e(entity text, id uuid, deal text, fields json)';
const GONE = 'array(select json_array_elements_text(e.fields))';

/** Forgets what imports and bulk runs remember of records, row by row. */
export async function forgetRuns(sql: Sql, records: readonly ErasedRecord[]): Promise<void> {
  const touched = JSON.stringify(records.filter(({ deal }) => deal !== 'keep'));
  await sql.query(
    `update tessera.import_row r set raw = null, problems = null, before = ${left('r.before')}, after = ${left('r.after')}
     from ${RECORDSET} where r.record = e.id`,
    [touched],
  );
  await sql.query(
    `update tessera.bulk_row r set before = ${left('r.before')}, after = ${left('r.after')}
     from ${RECORDSET} where r.record = e.id`,
    [touched],
  );
}

/** Rows of imports that name the person and became no record: what did not fit is in them. */
export async function forgetImportRows(sql: Sql, { written }: PersonMemory): Promise<void> {
  await sql.query(
    `update tessera.import_row set raw = null, problems = null
     where exists (select from unnest($1::text[]) text where strpos(lower(raw::text), lower(text)) > 0)`,
    [written],
  );
}

/** Of a record that lost some fields the others stay. */
function left(column: string): string {
  return `case when e.deal = 'clear' and jsonb_typeof(${column}) = 'object' then ${column} - ${GONE} else null end`;
}

/** Deletes the files that these records were imported from, with everything in them; answers how many. A file that is being worked on stays. */
export async function forgetImportFiles(
  sql: Sql,
  store: FileStore,
  records: readonly ErasedRecord[],
  memory: PersonMemory,
  since: Date,
): Promise<{ readonly erased: number; readonly kept: number }> {
  const ids = records.filter(({ deal }) => deal !== 'keep').map(({ id }) => id);
  const files = await sql.query<{ id: string; hashes: string[]; busy: boolean }>(
    `select f.id, array_remove(array[f.sha256::text, f.source::text], null) as hashes,
       exists (select from tessera.import i where i.file = f.id and i.status in ('queued', 'running', 'undoing')) as busy
     from tessera.import_file f where f.sample <> '[]' and (
       f.id in (select i.file from tessera.import i join tessera.import_row r on r.import = i.id where r.record = any($1::uuid[]))
       or exists (select from unnest($2::text[]) text where strpos(lower(f.sample::text), lower(text)) > 0))`,
    [ids, memory.written],
  );
  const free = files.filter(({ busy }) => !busy);
  for (const { id, hashes } of free) {
    for (const hash of hashes) await store.remove(hash, since);
    await sql.query(`update tessera.import_file set sample = '[]' where id = $1`, [id]);
  }
  return { erased: free.length, kept: files.length - free.length };
}

/** Takes away everything by which a user could sign in, and what a session knew of the machine. */
export async function forgetSignIn(sql: Sql, users: readonly string[]): Promise<void> {
  const tables = await sql.query<{ table: string; column: string }>(
    `select k.conrelid::regclass::text as table, format('%I', a.attname) as column
     from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
     where k.contype = 'f' and k.confrelid = 'tessera."user"'::regclass and k.confdeltype = 'c' and k.conparentid = 0`,
  );
  for (const { table, column } of tables)
    await sql.query(`delete from ${table} where ${column} = any($1::uuid[])`, [users]);
  await sql.query('delete from tessera.record_share where user_id = any($1::uuid[])', [users]);
}

/** Audit rows that name a user as who did something: they stay, since the audit has to say who it was. */
export async function countActs(sql: Sql, users: readonly string[]): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    'select count(*) as count from tessera.audit where user_id = any($1::uuid[])',
    [users],
  );
  return row?.count ?? 0;
}

/** Deletes mails to a person that were laid into the folder; answers how many. */
export async function forgetMails(folder: string, { written }: PersonMemory): Promise<number> {
  const addresses = written.filter((text) => text.includes('@')).map((text) => text.toLowerCase());
  if (addresses.length === 0) return 0;
  let gone = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    const mail = (await readFile(file, 'utf8').catch(() => '')).toLowerCase();
    if (!addresses.some((address) => mail.includes(address))) continue;
    await rm(file, { force: true });
    gone += 1;
  }
  return gone;
}
