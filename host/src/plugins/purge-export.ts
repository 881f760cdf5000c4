import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database, Sql } from '@tessera/core';

/** Rows that are read at once. */
const PAGE = 1000;
const PART = '.part-';
const HOUR_MS = 3_600_000;

/** What a plugin kept, written down before it is deleted. */
export interface PurgeExport {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  stream(): ReadableStream;
}

/** A table, or the columns that a plugin added to another's. */
interface Part {
  /** `schema.table`. */
  readonly name: string;
  readonly query: string;
}

/**
 * Writes everything that a plugin keeps in tables of its own, in its columns of other tables, and in fields made in the UI that point to
 * its records, as one file of JSON lines a table into a `.tar.gz`. It appears under its name when it is whole, and stays. Where there is
 * nothing any more, the export from before stays the latest. Answers its name.
 */
export async function writePurgeExport(
  database: Database,
  folder: string,
  { plugin, at, plan }: { readonly plugin: string; readonly at: Date; readonly plan: object },
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sweep(folder);
  const part = await mkdtemp(join(folder, `${PART}${plugin}-`));
  try {
    const tables = join(part, 'tables');
    await mkdir(tables);
    const about = { plugin, at: at.toISOString(), plan };
    await writeFile(join(tables, 'export.json'), `${JSON.stringify(about, null, 2)}\n`);
    const isEmpty = await writeTables(database, plugin, tables);
    const earlier = isEmpty ? await findPurgeExport(folder, plugin) : undefined;
    if (earlier) return earlier.name;
    const packed = join(part, 'export.tar.gz');
    const { create } = await import('tar'); // megabytes that few need
    await create({ gzip: true, file: packed, cwd: tables }, await readdir(tables));
    await flush(packed);
    const name = `${plugin}-${stampOf(at)}.tar.gz`;
    await rename(packed, join(folder, name));
    await flush(folder);
    return name;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** One file a table; answers whether there was nothing in any of them. */
function writeTables(database: Database, plugin: string, folder: string): Promise<boolean> {
  return database.transaction(async (sql) => {
    await sql.query('set transaction isolation level repeatable read');
    let isEmpty = true;
    for (const { name, query } of await partsOf(sql, plugin)) {
      const file = createWriteStream(join(folder, `${name}.jsonl`), { mode: 0o600, flush: true });
      await pipeline(Readable.from(lines(sql, query)), file);
      if (file.bytesWritten > 0) isEmpty = false;
    }
    return isEmpty;
  });
}

/** What was written down is on the disk before anything is deleted. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The latest export of a plugin that this host has written. */
export async function findPurgeExport(
  folder: string,
  plugin: string,
): Promise<PurgeExport | undefined> {
  const names = await readdir(folder).catch(() => []);
  const isIts = (name: string): boolean =>
    name.startsWith(`${plugin}-`) && /^\d{8}T\d{9}Z\.tar\.gz$/.test(name.slice(plugin.length + 1));
  const name = names.filter(isIts).toSorted().at(-1);
  if (!name) return undefined;
  const file = join(folder, name);
  const { size } = await stat(file);
  return { name, size, stream: () => Readable.toWeb(createReadStream(file)) as ReadableStream };
}

/** What a host left half-made when it was killed. A young one may still be written to by somebody who asked at the same time. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(PART)) continue;
    const part = join(folder, name);
    const latest = await stat(join(part, 'tables')).catch(() => stat(part));
    if (latest.mtimeMs < Date.now() - HOUR_MS) await rm(part, { recursive: true, force: true });
  }
}

async function partsOf(sql: Sql, plugin: string): Promise<readonly Part[]> {
  const schema = plugin.replaceAll('-', '_');
  const own = await sql.query<{ name: string; table: string }>(
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as table
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [schema],
  );
  const columns = await sql.query<{ name: string; table: string; column: string }>(
    `select c."table" as name, format('%I.%I', n.nspname, r.relname) as table, format('%I', a.attname) as column
     from tessera.schema_column c
     join pg_namespace n on n.nspname = split_part(c."table", '.', 1) and n.nspname <> $2
     join pg_class r on r.relnamespace = n.oid and r.relname = split_part(c."table", '.', 2)
     join pg_attribute a on a.attrelid = r.oid and a.attname = c."column" and not a.attisdropped
     where exists (select from pg_attribute i where i.attrelid = r.oid and i.attname = 'id' and not i.attisdropped)
       and (c.plugin = $1 or exists (
         select from pg_constraint k join pg_class t on t.oid = k.confrelid join pg_namespace s on s.oid = t.relnamespace
         where k.contype = 'f' and k.conrelid = r.oid and k.conkey = array[a.attnum] and s.nspname = $2))
     order by 1, a.attnum`,
    [plugin, schema],
  );
  const extended = [...Map.groupBy(columns, ({ table }) => table)].map(([table, list]) => ({
    name: String(list[0]?.name),
    query: `select id, ${list.map(({ column }) => column).join(', ')} from ${table}
      where num_nonnulls(${list.map(({ column }) => column).join(', ')}) > 0`,
  }));
  return [
    ...own.map(({ name, table }) => ({ name, query: `select * from ${table}` })),
    ...extended,
  ];
}

/** Reads page by page: a table may be larger than the memory. */
async function* lines(sql: Sql, query: string): AsyncGenerator<string> {
  await sql.query(
    `declare purge_export no scroll cursor for select to_jsonb(x)::text as line from (${query}) x`,
  );
  for (;;) {
    const rows = await sql.query<{ line: string }>(`fetch ${PAGE} from purge_export`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => `${line}\n`).join('');
  }
  await sql.query('close purge_export');
}

/** `20261122T083000123Z`: sorts by time and is a name of a file everywhere. */
function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:.]/g, '');
}
