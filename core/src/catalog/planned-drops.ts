import { readCustomFields } from '../entities/custom-fields.ts';
import { readCatalog } from '../entities/install.ts';
import type { EntityModels } from '../entities/model.ts';
import { schemaOf } from '../entities/naming.ts';
import type { EntitySource } from '../entities/resolve.ts';
import { underSchemaLock } from '../entities/schema-lock.ts';
import { readShapes } from '../entities/schema-runner.ts';
import { quote } from '../entities/table-index.ts';
import { shapeName, tableShapes, type TableShape } from '../entities/table-shape.ts';
import { errors } from '../errors.ts';
import type { Database, Sql } from '../records/database.ts';
import { resolveWhatFits } from './catalog-models.ts';
import { readColumnOwners, type ColumnOwner } from './column-owners.ts';
import { sourceOf } from './entity-source.ts';
import { forgetEntities } from './rows-about.ts';
import { dropAndForget, quotedTable } from './shape-changes.ts';

/** A table, or one column of it, that nobody declares any more, and the SQL that drops it. */
export interface PlannedDrop {
  /** `schema.table`. */
  readonly table: string;
  /** The whole table when not given. */
  readonly column?: string;
  readonly statement: string;
}

/**
 * What a plugin has in the database and no longer declares; empty when it is not among the current ones.
 * @param current - the plugins that run, and this one as it is now
 */
export async function plannedDrops(
  sql: Sql,
  id: string,
  current: readonly EntitySource[],
): Promise<readonly PlannedDrop[]> {
  if (!current.some(({ manifest }) => manifest.id === id)) return [];
  const declared = await declaredColumns(sql, current);
  const owners = new Map(
    (await readColumnOwners(sql)).map((one) => [`${one.table}.${one.column}`, one.plugin]),
  );
  return (await readShapes(sql)).flatMap((shape) => dropsOf(id, shape, declared, owners));
}

/**
 * Drops them in one transaction; what has gone already is left out, so a repeat does nothing more.
 * @throws TesseraError `CORE_PLUGIN_REFERENCED` when a field of another plugin points to a table that would go.
 */
export async function applyDrops(
  database: Database,
  id: string,
  drops: readonly PlannedDrop[],
): Promise<void> {
  await underSchemaLock(database, async (sql) => {
    const shapes = await readShapes(sql);
    const owners = await readColumnOwners(sql);
    const due = drops.filter((drop) => shapes.some((shape) => holds(shape, drop)));
    if (due.length === 0) return;
    refuseReferenced(id, due, shapes, owners);
    await dropAndForget(
      sql,
      id,
      shapes,
      due,
      due.map(({ statement }) => statement),
    );
    const tables = new Set(due.flatMap((drop) => (drop.column === undefined ? drop.table : [])));
    const entities = owners.flatMap(({ table, entity }) => (tables.has(table) ? entity : []));
    await forgetEntities(sql, [...new Set(entities)]);
  });
}

/** Columns by table, of everything that is installed. */
async function declaredColumns(
  sql: Sql,
  current: readonly EntitySource[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const known = new Set(current.map(({ manifest }) => manifest.id));
  const others = (await readCatalog(sql)).filter(({ plugin }) => !known.has(plugin)).map(sourceOf);
  const models: EntityModels = resolveWhatFits(current, others, await readCustomFields(sql)).models;
  return new Map(
    tableShapes(models).map((shape) => [
      shapeName(shape),
      new Set(shape.columns.map(({ name }) => name)),
    ]),
  );
}

function dropsOf(
  id: string,
  shape: TableShape,
  declared: ReadonlyMap<string, ReadonlySet<string>>,
  owners: ReadonlyMap<string, string>,
): PlannedDrop[] {
  const table = shapeName(shape);
  const isOwn = shape.schema === schemaOf(id);
  const columns = declared.get(table);
  // An extension of an entity that is not there waits for it, and its columns with it.
  if (!columns)
    return isOwn
      ? [{ table, statement: `drop table if exists ${quotedTable(table)} cascade` }]
      : [];
  return shape.columns
    .map(({ name }) => name)
    .filter((name) => !columns.has(name))
    .filter((name) => {
      const owner = owners.get(`${table}.${name}`);
      return owner === undefined ? isOwn && !name.startsWith('x_') : owner === id;
    })
    .map((column) => ({
      table,
      column,
      statement: `alter table ${quotedTable(table)} drop column if exists ${quote(column)}`,
    }));
}

function holds(shape: TableShape, { table, column }: PlannedDrop): boolean {
  return (
    shapeName(shape) === table &&
    (column === undefined || shape.columns.some(({ name }) => name === column))
  );
}

function refuseReferenced(
  id: string,
  drops: readonly PlannedDrop[],
  shapes: readonly TableShape[],
  owners: readonly ColumnOwner[],
): void {
  const tables = new Set(drops.flatMap((drop) => (drop.column === undefined ? drop.table : [])));
  const by = owners.filter(
    (owner) =>
      owner.plugin !== id &&
      !tables.has(owner.table) &&
      shapes.some(
        (shape) =>
          shapeName(shape) === owner.table &&
          shape.foreignKeys.some(
            (key) => key.column === owner.column && tables.has(shapeName(key)),
          ),
      ),
  );
  if (by.length > 0)
    throw errors.pluginReferenced({
      id,
      by: by.map(({ entity, field }) => `${entity}.${field}`).join(', '),
    });
}
