import { createHash } from 'node:crypto';
import type { Database, Sql } from '../records/database.ts';
import { pluginOfColumns } from './column-plugin.ts';
import { rejection, type Finding } from './finding.ts';
import type { EntityModels } from './model.ts';
import { besideSchemaLock, underSchemaLock } from './schema-lock.ts';
import { planSchema, type SchemaPlan } from './schema-plan.ts';
import { quote, tableIndexes } from './table-index.ts';
import { shapeName, type TableShape } from './table-shape.ts';

/** How an index on a table with rows gets on. */
export interface IndexState {
  readonly name: string;
  readonly state: 'building' | 'ready' | 'invalid';
  readonly reason: string | null;
}

/**
 * Makes the tables that entities need: plans from what the database holds, applies in one transaction, then builds
 * indexes beside the running system. A repeat finds nothing to do; what a killed one left is finished.
 * @param owner - who asks for the change, for the ledger: a plugin's id, or several
 * @param also - is written in the same transaction
 * @throws TesseraError `CORE_PLUGIN_REJECTED` when a column would change its type or values that are to be unique are not.
 */
export async function applySchema(
  database: Database,
  owner: string,
  after: EntityModels,
  also?: (sql: Sql) => Promise<void>,
): Promise<SchemaPlan> {
  const plan = await underSchemaLock(database, async (sql) => {
    const made = await planSchema(await readShapes(sql), after);
    await applyPlan(sql, owner, made);
    await also?.(sql);
    return made;
  });
  await finishSchema(database, after);
  return plan;
}

/** The tables that are there, of every plugin that was ever installed. */
export async function readShapes(sql: Sql): Promise<TableShape[]> {
  const rows = await sql.query<{ shape: TableShape }>(
    'select shape from tessera.schema_table order by name',
  );
  return rows.map((row) => row.shape);
}

/** How the indexes on tables with rows get on. */
export async function readIndexStates(sql: Sql): Promise<IndexState[]> {
  return sql.query<IndexState>(
    'select name, state, reason from tessera.schema_index order by name',
  );
}

async function applyPlan(sql: Sql, owner: string, plan: SchemaPlan): Promise<void> {
  if (!plan.shapes.length) return;
  for (const statement of plan.statements) await sql.query(statement);
  const statements = JSON.stringify([
    ...plan.statements,
    ...plan.indexes.map((index) => index.statement),
  ]);
  const checksum = createHash('sha256').update(statements).digest('hex');
  await sql.query(
    'insert into tessera.schema_change (owner, statements, checksum) values ($1, $2, $3)',
    [owner, statements, checksum],
  );
  for (const { name, statement } of plan.indexes)
    await sql.query(
      `insert into tessera.schema_index (name, statement, state) values ($1, $2, 'building')
       on conflict (name) do update set statement = excluded.statement, state = 'building', reason = null, changed_at = now()`,
      [name, statement],
    );
  for (const shape of plan.shapes)
    await sql.query(
      `insert into tessera.schema_table (name, shape) values ($1, $2)
       on conflict (name) do update set shape = excluded.shape`,
      [shapeName(shape), JSON.stringify(shape)],
    );
}

/**
 * Validates keys and builds indexes that wait, also those that an earlier, killed run left. One that only a version wants that is not among
 * these waits on: it is no hindrance for the others.
 */
async function finishSchema(database: Database, after: EntityModels): Promise<void> {
  const wanted = pluginsByIndex(after);
  if (!(await waiting(database, wanted)).length && !(await unvalidated(database)).length) return;
  const failures = await besideSchemaLock(database, async (sql) => {
    for (const statement of await unvalidated(sql)) await validate(sql, statement);
    const found: Finding[] = [];
    for (const { name, statement } of await waiting(sql, wanted)) {
      const reason = await build(sql, name, statement);
      if (reason) found.push({ plugin: wanted.get(name) ?? '', reason: `${name}: ${reason}` });
      await sql.query(
        'update tessera.schema_index set state = $2, reason = $3, changed_at = now() where name = $1',
        [name, reason ? 'invalid' : 'ready', reason ?? null],
      );
    }
    return found;
  });
  if (failures.length) throw rejection(failures);
}

/** The plugin that wants an index, by the index's name. */
function pluginsByIndex(models: EntityModels): ReadonlyMap<string, string> {
  return new Map(
    [...models.values()].flatMap((model) =>
      tableIndexes(model).map(({ name, definition }): [string, string] => [
        `${model.schema}.${name}`,
        pluginOfColumns(model, models, (column) => definition.includes(quote(column))),
      ]),
    ),
  );
}

async function waiting(
  sql: Sql,
  wanted: ReadonlyMap<string, string>,
): Promise<{ name: string; statement: string }[]> {
  return sql.query(
    "select name, statement from tessera.schema_index where state <> 'ready' and name = any($1) order by name",
    [[...wanted.keys()]],
  );
}

async function unvalidated(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ statement: string }>(
    `select format('alter table %s validate constraint %I', c.conrelid::regclass, c.conname) as statement
     from pg_constraint c
     join pg_class r on r.oid = c.conrelid
     join pg_namespace n on n.oid = r.relnamespace
     join tessera.schema_table t on t.name = n.nspname || '.' || r.relname
     where c.contype = 'f' and not c.convalidated order by 1`,
  );
  return rows.map((row) => row.statement);
}

/** A key that old rows break stays unvalidated: it binds every new write all the same. */
async function validate(sql: Sql, statement: string): Promise<void> {
  try {
    await sql.query(statement);
  } catch (error) {
    if ((error as { code?: string }).code !== FOREIGN_KEY_VIOLATION) throw error;
  }
}

async function build(sql: Sql, name: string, statement: string): Promise<string | undefined> {
  const [schema, index] = name.split('.') as [string, string];
  const [found] = await sql.query<{ valid: boolean; name: string }>(
    `select i.indisvalid as valid, i.indexrelid::regclass::text as name from pg_index i
     join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2`,
    [schema, index],
  );
  if (found?.valid) return undefined;
  // A build that was killed or failed leaves an index that only costs.
  if (found) await sql.query(`drop index concurrently ${found.name}`);
  try {
    await sql.query(statement);
    return undefined;
  } catch (error) {
    const { code, detail } = error as { code?: string; detail?: string };
    if (code !== UNIQUE_VIOLATION) throw error;
    return detail ?? 'some values occur more than once';
  }
}

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
