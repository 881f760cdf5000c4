import type { Column } from './column.ts';
import { pluginOfColumns } from './column-plugin.ts';
import { type Finding, rejection } from './finding.ts';
import type { EntityModels } from './model.ts';
import { monthPartitions } from './partitions.ts';
import { renameStatements } from './renamed-column.ts';
import { type IndexShape, quote } from './table-index.ts';
import { shapeName, tableShapes, type TableShape } from './table-shape.ts';

/** What leads from the tables that are to those that entities need. It adds, and never drops: the version before can go on. */
export interface SchemaPlan {
  /** Run in this order, in one transaction. */
  readonly statements: readonly string[];
  /** Indexes on tables that are there already: made concurrently, after the transaction. */
  readonly indexes: readonly {
    readonly name: string;
    readonly unique: boolean;
    readonly statement: string;
  }[];
  /** The tables that are changed, as they are then. */
  readonly shapes: readonly TableShape[];
}

/**
 * Plans a schema change. Columns, keys and indexes that are no longer needed stay as they are.
 * @param before - the tables that are there
 * @throws TesseraError `CORE_PLUGIN_REJECTED` when a field would change the type of its column.
 */
export async function planSchema(
  before: readonly TableShape[],
  after: EntityModels,
  now: Date = new Date(),
): Promise<SchemaPlan> {
  const existing = new Map(before.map((shape) => [shapeName(shape), shape]));
  const renames: string[] = [];
  const shapes: TableShape[] = [];
  const findings: Finding[] = [];
  for (const wanted of tableShapes(after)) {
    const found = existing.get(shapeName(wanted));
    if (found) {
      findings.push(...typeFindings(found, wanted, after));
      renames.push(...renameStatements(tableName(found), found.columns, wanted.columns));
    }
    const shape = found ? union(found, wanted) : withoutOldNames(wanted);
    if (!found || JSON.stringify(shape) !== JSON.stringify(found)) shapes.push(shape);
  }
  if (findings.length) throw rejection(findings);
  if (!shapes.length) return { statements: [], indexes: [], shapes: [] };
  const tables = await tableStatements(existing, shapes);
  const fresh = shapes.filter((shape) => !existing.has(shapeName(shape)));
  return {
    statements: [
      ...tables,
      ...renames,
      ...fresh.flatMap((shape) =>
        shape.partitioned ? monthPartitions(shape.schema, shape.table, now) : [],
      ),
      ...shapes.flatMap((shape) => indexesInside(existing.get(shapeName(shape)), shape)),
    ],
    indexes: shapes.flatMap((shape) => indexesBeside(existing.get(shapeName(shape)), shape)),
    shapes,
  };
}

async function tableStatements(
  existing: ReadonlyMap<string, TableShape>,
  shapes: readonly TableShape[],
): Promise<string[]> {
  const changed = new Set(shapes.map(shapeName));
  const targets = shapes.flatMap((shape) => shape.foreignKeys.map(shapeName));
  const untouched = [...new Set(targets)].flatMap((name) => {
    const shape = existing.get(name);
    return shape && !changed.has(name) ? [{ ...shape, foreignKeys: [] }] : [];
  });
  const from = shapes.flatMap((shape) => existing.get(shapeName(shape)) ?? []);
  // Most starts change no table, and then need no ORM: it is a third of all modules.
  const { compareTables } = await import('./table.ts');
  const statements = await compareTables([...from, ...untouched], [...shapes, ...untouched]);
  const fresh = shapes.filter((shape) => !existing.has(shapeName(shape)));
  return statements.map((statement) => adapt(statement, fresh, shapes));
}

/** What MikroORM cannot say: partitions without a list of them, and keys that old rows are checked for later. */
function adapt(
  statement: string,
  fresh: readonly TableShape[],
  shapes: readonly TableShape[],
): string {
  const made = fresh.find((shape) => statement.startsWith(`create table ${tableName(shape)} `));
  if (made?.partitioned) return `${statement} partition by range ("id")`;
  if (!/^alter table \S+ add constraint \S+ foreign key /.test(statement)) return statement;
  const altered = shapes.find((shape) => statement.startsWith(`alter table ${tableName(shape)} `));
  const isLater = altered && !altered.partitioned && !fresh.includes(altered);
  return isLater ? `${statement} not valid` : statement;
}

function indexesInside(found: TableShape | undefined, shape: TableShape): string[] {
  if (found && !shape.partitioned) return [];
  return newIndexes(found, shape).map((index) => indexStatement(shape, index, ''));
}

function indexesBeside(found: TableShape | undefined, shape: TableShape): SchemaPlan['indexes'] {
  if (!found || shape.partitioned) return [];
  return newIndexes(found, shape).map((index) => ({
    name: `${shape.schema}.${index.name}`,
    unique: index.unique,
    statement: indexStatement(shape, index, 'concurrently '),
  }));
}

function newIndexes(found: TableShape | undefined, shape: TableShape): IndexShape[] {
  const names = new Set(found?.indexes.map((index) => index.name));
  return shape.indexes.filter((index) => !names.has(index.name));
}

function indexStatement(shape: TableShape, index: IndexShape, how: string): string {
  return `create ${index.unique ? 'unique ' : ''}index ${how}if not exists ${quote(index.name)} on ${tableName(shape)}${index.definition}`;
}

function typeFindings(found: TableShape, wanted: TableShape, models: EntityModels): Finding[] {
  const model = [...models.values()].find((one) => shapeName(one) === shapeName(wanted));
  const types = new Map(found.columns.map((column) => [column.name, column.type]));
  const typeOf = ({ name, was }: Column) => types.get(name) ?? types.get(was ?? '');
  return wanted.columns
    .filter((column) => (typeOf(column) ?? column.type) !== column.type)
    .map((column) => ({
      plugin: model ? pluginOfColumns(model, models, (name) => name === column.name) : found.schema,
      reason: `the column ${shapeName(found)}.${column.name} holds ${typeOf(column)} and cannot become ${column.type}: give the field another name`,
    }));
}

function union(found: TableShape, wanted: TableShape): TableShape {
  return {
    ...found,
    columns: merge(found.columns, withoutOldNames(wanted).columns, (column) => column.name),
    foreignKeys: merge(found.foreignKeys, wanted.foreignKeys, (key) => key.column),
    indexes: merge(found.indexes, wanted.indexes, (index) => index.name),
  };
}

function merge<T>(found: readonly T[], wanted: readonly T[], nameOf: (item: T) => string): T[] {
  const names = new Set(found.map(nameOf));
  return [...found, ...wanted.filter((item) => !names.has(nameOf(item)))];
}

function withoutOldNames(shape: TableShape): TableShape {
  return { ...shape, columns: shape.columns.map(withoutOldName) };
}

function tableName(shape: TableShape): string {
  return `${quote(shape.schema)}.${quote(shape.table)}`;
}

function withoutOldName(column: Column): Column {
  const { name, type, default: initial, required } = column;
  return {
    name,
    type,
    ...(initial === undefined ? {} : { default: initial }),
    ...(required === undefined ? {} : { required }),
  };
}
