import { readCatalog } from '../entities/install.ts';
import { schemaOf } from '../entities/naming.ts';
import { underSchemaLock } from '../entities/schema-lock.ts';
import { readShapes } from '../entities/schema-runner.ts';
import { quote } from '../entities/table-index.ts';
import { shapeName, type TableShape } from '../entities/table-shape.ts';
import { errors } from '../errors.ts';
import type { Database, Sql } from '../records/database.ts';
import { readColumnOwners, type ColumnOwner } from './column-owners.ts';
import { countAbout, forgetEntities } from './rows-about.ts';
import { dropAndForget, quotedTable, type Dropped } from './shape-changes.ts';

/** What would go with a plugin, and what stands in the way. */
export interface PurgePlan {
  /** Records of its entities, deleted ones too. */
  readonly rows: readonly { readonly entity: string; readonly count: number }[];
  /**
   * Fields that go, with how many records have a value: its own on entities of others, those of others on its entities, and fields made in
   * the UI that point to its records and are emptied. `plugin` is whose the field is; it is left out for its own.
   */
  readonly columns: readonly {
    readonly entity: string;
    readonly field: string;
    readonly count: number;
    readonly plugin?: string;
  }[];
  /** Fields of other installed plugins that point here: while there are any, the purge is refused. */
  readonly references: readonly {
    readonly plugin: string;
    readonly entity: string;
    readonly field: string;
  }[];
  /** What the host keeps about its entities. */
  readonly others: readonly { readonly what: string; readonly count: number }[];
}

/** What a plugin has in the database, whether its code is there or not. */
interface Estate {
  readonly id: string;
  readonly entities: readonly string[];
  readonly shapes: readonly TableShape[];
  /** Its tables. */
  readonly tables: readonly TableShape[];
  /** Entities by table. */
  readonly entityOf: ReadonlyMap<string, string>;
  /** Its own columns on tables of others. */
  readonly extensions: readonly ColumnOwner[];
  /** Columns of others on its tables. */
  readonly guests: readonly ColumnOwner[];
  /** Columns of others, on other tables, whose key points to its tables. */
  readonly pointers: readonly ColumnOwner[];
}

/** Counts what would go. Works for a plugin whose code is gone. */
export async function planPurge(sql: Sql, id: string): Promise<PurgePlan> {
  const estate = await estateOf(sql, id);
  const { tables, entityOf, extensions, guests, pointers } = estate;
  const rows: { entity: string; count: number }[] = [];
  for (const table of tables) {
    const name = shapeName(table);
    const count = await countRows(sql, name, 'true');
    rows.push({ entity: entityOf.get(name) ?? name, count });
  }
  const emptied = pointers.filter(({ plugin }) => plugin === 'x');
  return {
    rows,
    columns: await countFields(sql, id, [...extensions, ...guests, ...emptied]),
    references: pointers
      .filter(({ plugin }) => plugin !== 'x')
      .map(({ plugin, entity, field }) => ({ plugin, entity, field })),
    others: await countAbout(sql, estate.entities),
  };
}

/**
 * Drops everything of a plugin in one transaction, except what the audit tells of it. A repeat does nothing more.
 * @throws TesseraError `CORE_PLUGIN_REFERENCED` when a field of another installed plugin points to its records.
 */
export async function purgeData(database: Database, id: string): Promise<void> {
  await underSchemaLock(database, async (sql) => {
    const estate = await estateOf(sql, id);
    const foreign = estate.pointers.filter(({ plugin }) => plugin !== 'x');
    if (foreign.length > 0)
      throw errors.pluginReferenced({
        id,
        by: foreign.map(({ entity, field }) => `${entity}.${field}`).join(', '),
      });
    await dropEstate(sql, estate);
    await forgetEntities(sql, estate.entities);
    await forgetPlugin(sql, id);
  });
}

async function dropEstate(sql: Sql, estate: Estate): Promise<void> {
  const { id, shapes, tables, extensions, pointers } = estate;
  const dropped: Dropped[] = [
    ...tables.map((table) => ({ table: shapeName(table) })),
    ...extensions.map(({ table, column }) => ({ table, column })),
  ];
  if (dropped.length === 0) return;
  const statements = [
    // What these pointed to is gone; the fields stay.
    ...pointers.map(
      ({ table, column }) =>
        `update ${quotedTable(table)} set ${quote(column)} = null where ${quote(column)} is not null`,
    ),
    ...extensions.map(
      ({ table, column }) =>
        `alter table ${quotedTable(table)} drop column if exists ${quote(column)}`,
    ),
    // The platform's own schema is everybody's.
    ...(id === 'tessera' ? [] : [`drop schema if exists ${quote(schemaOf(id))} cascade`]),
  ];
  await dropAndForget(sql, id, shapes, dropped, statements);
}

async function forgetPlugin(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from tessera.catalog where plugin = $1', [id]);
  // With the data, so that who is killed before the rest brings the seeds again.
  await sql.query(
    'update tessera.plugin set seeded = false, completed = null, off_since = null where id = $1',
    [id],
  );
  await sql.query('delete from tessera.subscription where plugin = $1', [id]);
  await sql.query('delete from tessera.dead_letter where plugin = $1', [id]);
  await sql.query(
    `delete from tessera.idempotency where starts_with(split_part(method_path, ' ', 2), '/api/' || $1 || '/')`,
    [id],
  );
}

async function estateOf(sql: Sql, id: string): Promise<Estate> {
  const shapes = await readShapes(sql);
  const owners = (await readColumnOwners(sql)).filter((owner) => isThere(owner, shapes));
  const entry = (await readCatalog(sql)).find(({ plugin }) => plugin === id);
  const tables = shapes.filter(({ schema }) => schema === schemaOf(id));
  const names = new Set(tables.map(shapeName));
  const entityOf = new Map(owners.map(({ table, entity }) => [table, entity]));
  const pointing = new Set(
    shapes.flatMap((shape) =>
      shape.foreignKeys
        .filter((key) => names.has(shapeName(key)))
        .map((key) => `${shapeName(shape)}.${key.column}`),
    ),
  );
  const declared = (entry?.entities ?? []).map((entity) => entity['id'] as string);
  const found = [...names].flatMap((name) => entityOf.get(name) ?? []);
  return {
    id,
    shapes,
    tables,
    entityOf,
    entities: [...new Set([...declared, ...found])],
    extensions: owners.filter(({ plugin, table }) => plugin === id && !names.has(table)),
    guests: owners.filter(
      ({ plugin, table }) => plugin !== id && plugin !== 'x' && names.has(table),
    ),
    pointers: owners.filter(
      ({ plugin, table, column }) =>
        plugin !== id && !names.has(table) && pointing.has(`${table}.${column}`),
    ),
  };
}

function isThere({ table, column }: ColumnOwner, shapes: readonly TableShape[]): boolean {
  return shapes.some(
    (shape) => shapeName(shape) === table && shape.columns.some(({ name }) => name === column),
  );
}

/** A field has a value where one of its columns has. */
async function countFields(
  sql: Sql,
  id: string,
  columns: readonly ColumnOwner[],
): Promise<PurgePlan['columns']> {
  const fields = Map.groupBy(columns, ({ entity, field }) => `${entity}.${field}`);
  const counts: PurgePlan['columns'][number][] = [];
  for (const group of fields.values()) {
    const [{ plugin, entity, field, table }] = group as [ColumnOwner];
    const isFilled = group.map(({ column }) => `${quote(column)} is not null`).join(' or ');
    const count = await countRows(sql, table, isFilled);
    counts.push({ entity, field, count, ...(plugin === id ? {} : { plugin }) });
  }
  return counts;
}

async function countRows(sql: Sql, table: string, condition: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `select count(*) as count from ${quotedTable(table)} where ${condition}`,
  );
  return row?.count ?? 0;
}
