import type { Sql } from '@tessera/core';

/** What every row of every table was, by table: one hash a table. */
export type TablePrints = ReadonlyMap<string, string>;

/** Columns that tell of a write and nothing of what was written. */
const TRACES = ['updated_at', 'updated_by', 'version'];

/** The tables of plugins, in all schemas that are not the system's own. */
async function pluginTables(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname not in ('tessera', 'pgboss', 'information_schema', 'public') and n.nspname !~ '^pg_'
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Hashes all rows of plugins' tables, with extension columns. Without traces a row that was written again with the same values is the
 * same.
 */
export async function printTables(
  sql: Sql,
  { traces = true, without = '' }: PrintOptions = {},
): Promise<TablePrints> {
  const prints = new Map<string, string>();
  for (const table of await pluginTables(sql)) {
    const [found] = await sql.query<{ print: string }>(
      `select count(*) || ' rows ' || coalesce(md5(string_agg(r, E'\\n' order by r)), '') as print
       from (
         select (
           select jsonb_object_agg(key, value)::text from jsonb_each(to_jsonb(t))
           where not (key = any($1)) and ($2 = '' or not starts_with(key, $2))
         ) as r
         from ${table} t
       ) rows`,
      [traces ? [] : TRACES, without],
    );
    prints.set(table, found?.print ?? '');
  }
  return prints;
}

/** What of a row does not count. */
export interface PrintOptions {
  /** False: when and how often it was written does not count. */
  readonly traces?: boolean;
  /** Columns that begin so do not count. */
  readonly without?: string;
}

/** Names of the tables that differ, are gone or are new. */
export function changedTables(before: TablePrints, after: TablePrints): readonly string[] {
  const tables = new Set([...before.keys(), ...after.keys()]);
  return [...tables].filter((table) => before.get(table) !== after.get(table)).toSorted();
}
