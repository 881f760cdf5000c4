import { statfs } from 'node:fs/promises';
import { createDatabase, type EntityModel, type Kernel, type Sql } from '@tessera/core';
import pg from 'pg';
import { recalculateRollups } from '../../../core/src/records/rollup.ts';
import { currentExecution } from '../../../core/src/plugin/execution.ts';
import { activities } from './activity-statements.ts';
import type { Counts } from './counts.ts';
import { createIndexes, dropIndexes, type Index } from './indexes.ts';
import { fillSearch } from './search.ts';
import { accounts, contacts, numbers, opportunities, owners } from './statements.ts';

const ENTITIES = [
  'customer.account',
  'customer.contact',
  'sales.opportunity',
  'customer.activity',
] as const;
/** Activities of one statement: what it sorts and joins should fit into memory. */
const BATCH = 2_500_000;
/** So much of the disk is left to others. */
const ROOM_BYTES = 15e9;
/** While it is filled: a crash may lose everything, keys are right by construction, and two joins of millions have memory. */
const FILLING =
  '-c session_replication_role=replica -c synchronous_commit=off -c work_mem=512MB -c maintenance_work_mem=1GB';
const CARELESS = [
  'fsync = off',
  'full_page_writes = off',
  `max_wal_size = '4GB'`,
  'autovacuum = off',
];

export interface Filling {
  readonly kernel: Kernel;
  /** Of a superuser. */
  readonly connection: pg.PoolConfig;
  readonly folder: string;
  readonly counts: Counts;
  readonly say: (line: string) => void;
}

/** Fills an empty workspace with believable records, their search rows and their roll-ups, as the owner of its tables. */
export async function fillWorkspace(filling: Filling): Promise<void> {
  const pool = new pg.Pool({ ...filling.connection, options: FILLING });
  const database = createDatabase(pool);
  const { kernel, counts } = filling;
  const { tell, room } = reporter(filling);
  await careless(database, async () => {
    const models = ENTITIES.map((id) => modelOf(kernel, id));
    const tables = [...models.map(tableOf), 'tessera.search'];
    const indexes = await dropIndexes(database, tables);
    await database.transaction(async (sql) => {
      await sql.query('set local session_replication_role = origin'); // users and teams have triggers that count
      await sql.query(owners());
    });
    const { currency } = kernel.assembly.settings;
    await database.query(accounts(), [counts.accounts, currency]);
    tell(`${counts.accounts} accounts`);
    await database.query(contacts(), [counts.contacts]);
    tell(`${counts.contacts} contacts`);
    await database.query(opportunities(), [counts.opportunities, currency]);
    await database.query(numbers(), [counts.opportunities]);
    tell(`${counts.opportunities} opportunities`);
    for (let from = 1; from <= counts.activities; from += BATCH) {
      const to = Math.min(from + BATCH - 1, counts.activities);
      await database.query(activities(), [counts.activities, from, to]);
      tell(`${to} activities`);
      await room();
    }
    for (const model of models) {
      const rows = await fillSearch(database, model);
      tell(`${rows} search rows of ${model.options.plural.en.toLowerCase()}`);
      await room();
    }
    const makeIndexes = (some: readonly Index[]): Promise<void> =>
      createIndexes(database, some, async (index) => {
        tell(index);
        await room();
      });
    // Each roll-up writes all records that have it: without their indexes that is a fraction of the work.
    const above = new Set([...kernel.assembly.models.values()].filter(hasRollups).map(tableOf));
    await makeIndexes(indexes.filter(({ table }) => !above.has(table)));
    await database.query(`analyze ${tables.join(', ')}`);
    await kernel.run(
      { principal: kernel.system('fills the bench'), source: 'system' },
      async (assembly) => {
        for (const model of assembly.models.values()) await calculateRollups(model, tell);
      },
    );
    await makeIndexes(indexes.filter(({ table }) => above.has(table)));
    await database.query(`vacuum (analyze) ${tables.join(', ')}`);
  });
  await pool.end();
  tell('ready');
}

function hasRollups({ fields }: EntityModel): boolean {
  return [...fields.values()].some(({ rollup }) => rollup);
}

async function calculateRollups(model: EntityModel, tell: (what: string) => void): Promise<void> {
  for (const field of model.fields.values()) {
    if (!field.rollup) continue;
    const count = await recalculateRollups(currentExecution(), model, field.name);
    tell(`${count} of ${model.id}.${field.name}`);
  }
}

/** What a crash would lose is made again. */
async function careless(sql: Sql, work: () => Promise<void>): Promise<void> {
  for (const setting of CARELESS) await sql.query(`alter system set ${setting}`);
  await sql.query('select pg_reload_conf()');
  try {
    await work();
  } finally {
    for (const setting of CARELESS) await sql.query(`alter system reset ${setting.split(' ')[0]}`);
    await sql.query('select pg_reload_conf()');
    await sql.query('checkpoint');
  }
}

function reporter({ folder, say }: Filling): {
  readonly tell: (what: string) => void;
  readonly room: () => Promise<void>;
} {
  const start = performance.now();
  return {
    tell: (what) =>
      say(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${what}`),
    async room() {
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < ROOM_BYTES) throw new Error('There is too little room on the disk.');
    },
  };
}

function modelOf({ assembly }: Kernel, id: (typeof ENTITIES)[number]): EntityModel {
  const model = assembly.models.get(id);
  if (!model) throw new Error(`${id} is not there: its plugin does not run.`);
  return model;
}

function tableOf(model: EntityModel): string {
  return `${model.schema}.${model.table}`;
}
