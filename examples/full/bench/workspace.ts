import type { Database, EntityModel, Kernel, Sql } from '@tessera/core';
import { recalculateRollups } from '../../../core/src/records/rollup.ts';
import { currentExecution } from '../../../core/src/plugin/execution.ts';
import { fillSearch } from './search.ts';
import { accounts, contacts, numbers, opportunities, owners } from './statements.ts';

export interface Counts {
  readonly accounts: number;
  readonly contacts: number;
  readonly opportunities: number;
}

const ENTITIES = ['customer.account', 'customer.contact', 'sales.opportunity'] as const;

/** Fills an empty workspace with believable records, their search rows and their roll-ups, as the owner of its tables. */
export async function fillWorkspace(
  kernel: Kernel,
  database: Database,
  counts: Counts,
  say: (line: string) => void,
): Promise<void> {
  const start = performance.now();
  const tell = (what: string): void =>
    say(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  const models = ENTITIES.map((id) => modelOf(kernel, id));
  const tables = [...models.map((model) => `${model.schema}.${model.table}`), 'tessera.search'];
  const indexes = await dropIndexes(database, tables);
  await database.query(owners());
  await database.query(accounts(), [counts.accounts, kernel.assembly.settings.currency]);
  tell(`${counts.accounts} accounts`);
  await database.query(contacts(), [counts.contacts]);
  tell(`${counts.contacts} contacts`);
  await database.query(opportunities(), [counts.opportunities, kernel.assembly.settings.currency]);
  await database.query(numbers(), [counts.opportunities]);
  tell(`${counts.opportunities} opportunities`);
  for (const model of models)
    tell(
      `${await fillSearch(database, model)} search rows of ${model.options.plural.en.toLowerCase()}`,
    );
  await createIndexes(database, indexes);
  tell(`${indexes.length} indexes`);
  await database.query(`analyze ${tables.join(', ')}`);
  await kernel.run(
    { principal: kernel.system('fills the bench'), source: 'system' },
    async (assembly) => {
      for (const model of assembly.models.values()) {
        for (const field of model.fields.values()) {
          if (field.rollup)
            tell(
              `${await recalculateRollups(currentExecution(), model, field.name)} of ${model.id}.${field.name}`,
            );
        }
      }
    },
  );
  await database.query(`vacuum (analyze) ${tables.join(', ')}`);
  tell('ready');
}

function modelOf({ assembly }: Kernel, id: (typeof ENTITIES)[number]): EntityModel {
  const model = assembly.models.get(id);
  if (!model) throw new Error(`${id} is not there: its plugin does not run.`);
  return model;
}

/** All but the keys; answers what makes them again. Filling first and indexing then takes a third of the time. */
async function dropIndexes(sql: Sql, tables: readonly string[]): Promise<readonly string[]> {
  const indexes = await sql.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of indexes) await sql.query(`drop index ${name}`);
  return indexes.map(({ definition }) => definition);
}

async function createIndexes(database: Database, definitions: readonly string[]): Promise<void> {
  const rest = [...definitions];
  const work = (): Promise<void> =>
    database.transaction(async (sql) => {
      await sql.query(`set local maintenance_work_mem = '512MB'`);
      for (let next = rest.shift(); next; next = rest.shift()) await sql.query(next);
    });
  // One for each table: two on one table in parallel would only wait for each other's reading.
  await Promise.all([work(), work()]);
}
