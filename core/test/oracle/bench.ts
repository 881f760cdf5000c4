import { randomUUID } from 'node:crypto';
import { applySharingRule, type Execution, type Principal } from '../../src/index.ts';
import { loadPrincipal } from '../../src/permissions/principal.ts';
import type { EntityModel } from '../../src/entities/model.ts';
import { scopedPrincipal, viewAs } from '../../src/permissions/limited-principal.ts';
import { runIn, type Transaction } from '../../src/plugin/execution.ts';
import type { Database } from '../../src/records/database.ts';
import { tableOf } from '../../src/records/sql-parameters.ts';
import { tellRulesChanged } from '../../src/sharing/share-change.ts';
import { install, makeWorld as openKernel, type World } from '../world.ts';
import { createOracle, trustingOracle } from './oracle.ts';
import { fits } from './oracle-filter.ts';
import { ENTITIES } from './plans.ts';
import { storeWorld } from './store.ts';
import type { ReaderPlan, WorldPlan } from './world-plan.ts';
import { zoo } from './zoo.ts';

/** How a read finds the rows in reach. A small table would always be read narrowly: the size that is measured is set. */
export const SQL_PLANS = ['broad', 'lookUp', 'walk'] as const;
export type SqlPlan = (typeof SQL_PLANS)[number];
const SIZES: Readonly<Record<SqlPlan, { reached: number; rows: number | null }>> = {
  broad: { reached: 10_001, rows: null },
  lookUp: { reached: 100, rows: null },
  walk: { reached: 500, rows: 1 },
};

/** A kernel over a database with the zoo, into which worlds are put one after the other. */
export interface Bench {
  readonly kernel: World;
  readonly database: Database;
  model(entity: string): EntityModel;
  /** Answers the world with the shares that its rules make, as the oracle says. */
  load(world: WorldPlan): Promise<WorldPlan>;
  /** What a reader runs as: reads go by the plan, writes have no transaction yet. */
  executions(
    reader: ReaderPlan,
    plan: SqlPlan,
  ): Promise<{ readonly reads: Execution; readonly writes: Execution }>;
  /** Tells whether anything is changed. */
  fingerprint(): Promise<string>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const kernel = await openKernel({ plugins: [install(zoo, { id: 'zoo' })] });
  const { database } = kernel.kernel;
  let loaded: WorldPlan | undefined;
  let assemblies = new Map<SqlPlan, Execution['assembly']>();
  const model = (entity: string): EntityModel =>
    kernel.kernel.assembly.models.get(entity as never)!;
  const bench: Bench = {
    kernel,
    database,
    model,
    async load(world) {
      loaded = world;
      assemblies = new Map();
      await storeWorld(database, kernel.kernel.assembly.models, world);
      kernel.kernel.assembly.announce([tellRulesChanged()]);
      for (const { id } of world.rules) await applyRule(kernel, id);
      return withRuleShares(world);
    },
    async executions(reader, plan) {
      let assembly = assemblies.get(plan);
      if (!assembly) {
        const grants = new Map(Object.entries(loaded!.given)) as never;
        assemblies.set(plan, (assembly = { ...kernel.kernel.assembly, grants }));
      }
      const writes: Execution = {
        assembly,
        principal: await principalOf(database, reader),
        requestId: 'oracle',
        source: 'api',
        signal: new AbortController().signal,
      };
      return { writes, reads: { ...writes, transaction: sized(database, plan) } };
    },
    async fingerprint() {
      const tables = [
        ...ENTITIES.map((entity) => tableOf(model(entity))),
        'tessera.record_share',
        'tessera.search',
      ];
      const parts = tables.map(
        (table) => `(select md5(string_agg(t::text, ' ' order by t::text)) from ${table} t)`,
      );
      const [row] = await database.query(
        `select ${parts.map((part, index) => `${part} as p${index}`).join(', ')},
         (select count(*) from tessera.audit) as audit, (select count(*) from tessera.event) as event`,
      );
      return JSON.stringify(row);
    },
    close: () => kernel.close(),
  };
  return bench;
}

async function principalOf(database: Database, reader: ReaderPlan): Promise<Principal> {
  const principal = (await loadPrincipal(database, reader.user))!;
  if (reader.isSeen) return viewAs(principal, { userId: randomUUID(), name: 'Somebody' });
  return reader.scopes
    ? scopedPrincipal(principal, reader.scopes as never, reader.user)
    : principal;
}

/** The database, but for how many rows are in reach. */
function sized(database: Database, plan: SqlPlan): Transaction {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]): Promise<Row[]> =>
      text.includes(')::int as reached') ? [SIZES[plan] as Row] : database.query<Row>(text, values),
    queryTexts: (text, values) => database.queryTexts(text, values),
    afterCommit: (work) => work(),
    savepoint: (work) => database.transaction(work),
  };
}

async function applyRule(kernel: World, id: string): Promise<void> {
  for (;;) {
    const step = await kernel.as(kernel.system, (execution) => applySharingRule(execution, id));
    if (step === 'done') return;
    // Writes of others in the same server have to end first.
    if (step === 'busy') await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function withRuleShares(world: WorldPlan): WorldPlan {
  const everything = trustingOracle(createOracle(world, { user: world.users[0]!.id }));
  const shares = world.rules.flatMap(({ entity, filter, user, team, actions }) =>
    world.rows
      .filter((row) => row.entity === entity && fits(everything, row, filter))
      .map((row) => ({ entity, record: row.id, user, team, actions, expires: null })),
  );
  return { ...world, shares: [...world.shares, ...shares] };
}

/** Runs a write in a transaction that is undone, whatever it came to. */
export async function undone<T>(
  execution: Execution,
  work: (inner: Execution) => Promise<T>,
): Promise<T> {
  const undo = new Error('This is undone.');
  let result: T | undefined;
  try {
    await execution.assembly.database.transaction(async (transaction) => {
      const inner = { ...execution, transaction };
      result = await runIn(inner, () => work(inner));
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return result as T;
}
