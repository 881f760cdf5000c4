import { createHash } from 'node:crypto';
import { quote } from '../entities/table-index.ts';
import { shapeName, type TableShape } from '../entities/table-shape.ts';
import type { Sql } from '../records/database.ts';
import { forgetColumns } from './column-owners.ts';

/** What goes from the database. */
export interface Dropped {
  /** `schema.table`. */
  readonly table: string;
  /** The whole table when not given. */
  readonly column?: string | undefined;
}

/** `schema.table` in quotes. */
export function quotedTable(name: string): string {
  return name.split('.').map(quote).join('.');
}

/** Runs statements that drop, and forgets what they dropped wherever the schema is remembered; to be called under its lock. */
export async function dropAndForget(
  sql: Sql,
  owner: string,
  shapes: readonly TableShape[],
  dropped: readonly Dropped[],
  statements: readonly string[],
): Promise<void> {
  for (const { table, column } of dropped) if (column) await endRename(sql, table, column);
  for (const statement of statements) await sql.query(statement);
  const text = JSON.stringify(statements);
  await sql.query(
    'insert into tessera.schema_change (owner, statements, checksum) values ($1, $2, $3)',
    [owner, text, createHash('sha256').update(text).digest('hex')],
  );
  const tables = new Set(
    dropped.flatMap(({ table, column }) => (column === undefined ? table : [])),
  );
  for (const shape of shapes) {
    const left = tables.has(shapeName(shape)) ? undefined : without(shape, dropped, tables);
    if (left !== shape) await writeShape(sql, shape, left);
  }
  await forgetColumns(sql, dropped);
}

/** A renamed field had two columns that were kept the same. */
async function endRename(sql: Sql, table: string, column: string): Promise<void> {
  const triggers = await sql.query<{ name: string }>(
    `select tgname as name from pg_trigger where tgrelid = $1::regclass and tgfoid = 'tessera.keep_renamed'::regproc
     and $2 = any(string_to_array(encode(tgargs, 'escape'), '\\000'))`,
    [quotedTable(table), column],
  );
  for (const { name } of triggers)
    await sql.query(`drop trigger ${quote(name)} on ${quotedTable(table)}`);
}

function without(
  shape: TableShape,
  dropped: readonly Dropped[],
  tables: ReadonlySet<string>,
): TableShape {
  const name = shapeName(shape);
  const gone = new Set(dropped.flatMap(({ table, column }) => (table === name ? column : [])));
  const isStill = (column: string): boolean => !gone.has(column);
  const foreignKeys = shape.foreignKeys.filter(
    (key) => isStill(key.column) && !tables.has(shapeName(key)),
  );
  if (gone.size === 0 && foreignKeys.length === shape.foreignKeys.length) return shape;
  return {
    ...shape,
    foreignKeys,
    columns: shape.columns.filter((column) => isStill(column.name)),
    indexes: shape.indexes.filter(
      ({ definition }) => ![...gone].some((column) => definition.includes(`"${column}"`)),
    ),
  };
}

async function writeShape(
  sql: Sql,
  before: TableShape,
  after: TableShape | undefined,
): Promise<void> {
  const kept = new Set(after?.indexes.map((index) => index.name));
  const gone = before.indexes.filter((index) => !kept.has(index.name));
  await sql.query('delete from tessera.schema_index where name = any($1)', [
    gone.map((index) => `${before.schema}.${index.name}`),
  ]);
  if (after)
    await sql.query('update tessera.schema_table set shape = $2 where name = $1', [
      shapeName(before),
      JSON.stringify(after),
    ]);
  else await sql.query('delete from tessera.schema_table where name = $1', [shapeName(before)]);
}
