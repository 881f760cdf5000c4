import { EntitySchema, MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import {
  type DatabaseSchema,
  type SqlSchemaGenerator,
  SchemaComparator,
  SchemaGenerator,
} from '@mikro-orm/sql';
import { identifier } from './table-index.ts';
import { shapeName, type TableShape } from './table-shape.ts';

/** The statements that lead from one set of tables to another, without their indexes. No database is asked. */
export async function compareTables(
  before: readonly TableShape[],
  after: readonly TableShape[],
): Promise<string[]> {
  const from = await describe(before);
  const to = await describe(after);
  try {
    const difference = new SchemaComparator(to.orm.em.getPlatform()).compare(
      from.schema,
      to.schema,
    );
    const sql = to.generator.diffToSQL(difference, { wrap: false, safe: true, dropTables: false });
    return sql.split('\n').flatMap((line) => (line.trim() ? [line.trim().replace(/;$/, '')] : []));
  } finally {
    await from.orm.close();
    await to.orm.close();
  }
}

interface Described {
  readonly orm: MikroORM<PostgreSqlDriver>;
  readonly generator: SqlSchemaGenerator;
  readonly schema: DatabaseSchema;
}

async function describe(shapes: readonly TableShape[]): Promise<Described> {
  const orm = await MikroORM.init<PostgreSqlDriver>({
    driver: PostgreSqlDriver,
    dbName: 'tessera',
    entities: entitySchemas(shapes),
    discovery: { warnWhenNoEntities: false },
    extensions: [SchemaGenerator],
  });
  const generator = orm.schema as unknown as SqlSchemaGenerator;
  return { orm, generator, schema: generator.getTargetSchema() };
}

/** Tables as MikroORM knows them. Foreign keys to tables outside of the list are left out. */
function entitySchemas(shapes: readonly TableShape[]): EntitySchema[] {
  const schemas = new Map<string, EntitySchema>();
  for (const shape of shapes)
    schemas.set(
      shapeName(shape),
      new EntitySchema({
        name: shapeName(shape),
        schema: shape.schema,
        tableName: shape.table,
        properties: propertiesOf(shape, schemas, new Set(shapes.map(shapeName))),
      }),
    );
  return [...schemas.values()];
}

function propertiesOf(
  shape: TableShape,
  schemas: ReadonlyMap<string, EntitySchema>,
  known: ReadonlySet<string>,
): Record<string, never> {
  const keys = new Map(shape.foreignKeys.map((key) => [key.column, key]));
  return Object.fromEntries(
    shape.columns.map((column) => {
      const common = {
        fieldName: column.name,
        columnType: column.type,
        nullable: !column.required,
        ...(column.default ? { defaultRaw: column.default } : {}),
        ...(column.name === 'id' ? { primary: true } : {}),
      };
      const key = keys.get(column.name);
      if (!key || !known.has(shapeName(key))) return [column.name, { ...common, type: 'string' }];
      const relation = {
        ...common,
        kind: 'm:1',
        entity: () => schemas.get(shapeName(key)),
        deleteRule: 'restrict',
        updateRule: 'no action',
        foreignKeyName: identifier(`${shape.table}_${column.name}_fkey`),
        index: false,
      };
      return [column.name, relation];
    }),
  ) as Record<string, never>;
}
