import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database, Sql } from '@tessera/core';
import { create } from 'tar';

/** Rows that are read at once. */
const PAGE = 1000;
const PART = '.part-';

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
 * Writes everything that a plugin keeps in tables of its own, and in its columns of other tables, as one file of JSON lines a table into
 * a `.tar.gz`. It appears under its name when it is whole, and stays. Answers its name.
 */
export async function writePurgeExport(
  database: Database,
  folder: string,
  { plugin, at, plan }: { readonly plugin: string; readonly at: Date; readonly plan: object },
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sweep(folder, plugin);
  const part = await mkdtemp(join(folder, `${PART}${plugin}-`));
  try {
    const tables = join(part, 'tables');
    await mkdir(tables);
    const about = { plugin, at: at.toISOString(), plan };
    await writeFile(join(tables, 'export.json'), `${JSON.stringify(about, null, 2)}\n`);
    await database.transaction(async (sql) => {
      await sql.query('set transaction isolation level repeatable read');
      for (const { name, query } of await partsOf(sql, plugin))
        await pipeline(
          Readable.from(lines(sql, query)),
          createWriteStream(join(tables, `${name}.jsonl`), { mode: 0o600, flush: true }),
        );
    });
    const packed = join(part, 'export.tar.gz');
    await create({ gzip: true, file: packed, cwd: tables }, await readdir(tables));
    const name = `${plugin}-${stampOf(at)}.tar.gz`;
    await rename(packed, join(folder, name));
    return name;
  } finally {
    await rm(part, { recursive: true, force: true });
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

/** What a host left half-made when it was killed. */
async function sweep(folder: string, plugin: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.slice(0, -'-XXXXXX'.length) === `${PART}${plugin}`)
      await rm(join(folder, name), { recursive: true, force: true });
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
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as table,
       format('%I', a.attname) as column
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped and a.attnum > 0
       and starts_with(a.attname, $1 || '_') and n.nspname <> $1
       and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')
       and exists (select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped)
     order by 1, a.attnum`,
    [schema],
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
