import { quote } from '../entities/table-index.ts';
import type { Sql } from '../records/database.ts';

/** Rows that core and host keep about entities of plugins: links, shares, views, and what else. */
interface TableAbout {
  /** What the rows are, for people who decide. */
  readonly what: string;
  readonly table: string;
  /** The column that names the entity. */
  readonly column: string;
  /** Tables whose rows go first, with the column that points here: no key of theirs does it by itself. */
  readonly parts: readonly { readonly table: string; readonly column: string }[];
}

/** What tables are called where their name does not say it. */
const names: Readonly<Record<string, string>> = {
  record_share: 'shares',
  sharing_rule: 'sharingRules',
  sharing_default: 'sharingDefaults',
  stage_history: 'stageHistory',
  event: 'events',
  saved_view: 'views',
  custom_field: 'customFields',
  bulk_run: 'bulkRuns',
  import: 'imports',
  sample_record: 'samples',
  attachment: 'files',
};

/**
 * Finds the tables of the schema `tessera` that have rows about entities: every one with a column `entity`, or that of an `anyRef`
 * (`…_entity`). Never the audit, which outlives what it tells of, nor what the schema is remembered in.
 */
async function tablesAbout(sql: Sql): Promise<TableAbout[]> {
  const rows = await sql.query<{
    table: string;
    column: string;
    parts: TableAbout['parts'] | null;
  }>(
    `select c.relname as table, a.attname as column, (
       select json_agg(json_build_object('table', k.conrelid::regclass::text, 'column', ka.attname))
       from pg_constraint k join pg_attribute ka on ka.attrelid = k.conrelid and ka.attnum = k.conkey[1]
       where k.contype = 'f' and k.confrelid = c.oid and k.confdeltype in ('a', 'r')) as parts
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attnum > 0
     where n.nspname = 'tessera' and c.relkind in ('r', 'p') and not c.relispartition
       and (a.attname = 'entity' or a.attname like '%\\_entity') and c.relname not in ('audit', 'schema_column')
     order by 1, 2`,
  );
  return rows.map(({ table, column, parts }) => ({
    what: names[table] ?? table,
    table: `tessera.${quote(table)}`,
    column: quote(column),
    parts: (parts ?? []).map((part) => ({ table: part.table, column: quote(part.column) })),
  }));
}

/** Counts the rows about these entities, by what they are; what there is none of is left out. */
export async function countAbout(
  sql: Sql,
  entities: readonly string[],
): Promise<{ what: string; count: number }[]> {
  const counts: { what: string; count: number }[] = [];
  for (const { what, table, column } of await tablesAbout(sql)) {
    const [row] = await sql.query<{ count: number }>(
      `select count(*) as count from ${table} where ${column} = any($1)`,
      [entities],
    );
    if (row && row.count > 0) counts.push({ what, count: row.count });
  }
  return counts;
}

/** Deletes the rows about these entities. */
export async function forgetEntities(sql: Sql, entities: readonly string[]): Promise<void> {
  if (entities.length === 0) return;
  for (const { table, column, parts } of await tablesAbout(sql)) {
    for (const part of parts)
      await sql.query(
        `delete from ${part.table} where ${part.column} in (select id from ${table} where ${column} = any($1))`,
        [entities],
      );
    await sql.query(`delete from ${table} where ${column} = any($1)`, [entities]);
  }
  await sql.query(
    `delete from tessera.sequence s using unnest($1::text[]) entity where starts_with(s.name, entity || '.')`,
    [entities],
  );
}
