import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../src/plugin/execution.ts';
import { measureReach, narrowReach } from '../src/records/narrow-reach.ts';
import { compileQuery } from '../src/records/query-compiler.ts';
import { boundValues } from '../src/records/query-statement.ts';
import type { Query } from '../src/records/records.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

const FIRMS = 2000;
const EACH = 10;
const SHARED = 1500;

let world: ReadWorld;
let few: Execution;
let shared: Execution;

beforeAll(async () => {
  world = await openReadWorld();
  const own = [{ entity: '*' as const, actions: { read: 'own' as const } }];
  few = await world.user('Few', own);
  shared = await world.user('Shared', own);
  const { database } = world;
  await database.query(
    `insert into shop.firm (id, name, owner_id)
     select gen_random_uuid(), 'firm ' || i, case when i <= 4 then $1::uuid end from generate_series(1, ${FIRMS}) i`,
    [few.principal.userId],
  );
  await database.query(
    `insert into shop.person (id, name, firm_id, updated_at)
     select gen_random_uuid(), 'person ' || i, f.id, now() - i * interval '1 minute'
     from shop.firm f, generate_series(1, ${EACH}) i`,
  );
  await database.query(
    `insert into tessera.record_share (entity, record_id, user_id, actions)
     select 'shop.person', id, $1, '{read}' from (select id from shop.person order by md5(id::text) limit ${SHARED}) x`,
    [shared.principal.userId],
  );
  await database.query(
    `insert into tessera.record_share (entity, record_id, user_id, actions)
     select 'shop.person', id, gen_random_uuid(), '{read}' from shop.person`,
  );
  await database.query('vacuum analyze shop.firm, shop.person, tessera.record_share');
});
afterAll(() => world.close());

const questions: readonly [string, Query][] = [
  ['by the last change', { sort: [{ field: 'updatedAt', direction: 'desc' }], count: 'bounded' }],
  ['by name', { sort: [{ field: 'name', direction: 'asc' }], count: 'bounded' }],
  ['with its firm', { sort: [{ field: 'name', direction: 'asc' }], include: ['firm'] }],
  ['with a filter', { filter: { email: null }, count: 'bounded' }],
];

test.each(questions)('a reader of few rows reads no table whole: %s', async (_, query) => {
  const tables = await tablesReadWhole(few, query);
  expect(narrowReach(few, world.model('shop.person'))?.reached).toBe(4 * EACH);
  expect(tables).toEqual([]);
});

test.each(questions)('nor does one of many shares: %s', async (_, query) => {
  const tables = await tablesReadWhole(shared, query);
  expect(narrowReach(shared, world.model('shop.person'))?.reached).toBe(SHARED);
  expect(tables).toEqual([]);
});

test('whoever reaches too many rows to list them keeps the other plan', async () => {
  const everybody = await world.user('All', [{ entity: '*', actions: { read: 'all' } }]);
  await measureReach(everybody, world.model('shop.person'));
  expect(narrowReach(everybody, world.model('shop.person'))).toBeUndefined();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

async function tablesReadWhole(reader: Execution, query: Query): Promise<string[]> {
  const model = world.model('shop.person');
  await measureReach(reader, model);
  const { compiled, given } = compileQuery(reader, model, query);
  const { select, from } = compiled.statement;
  const [row] = await world.database.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `explain (format json) ${select}${from}`,
    boundValues(compiled.statement, given),
  );
  return (row?.['QUERY PLAN'] ?? []).flatMap(({ Plan: plan }) => wholeTables(plan));
}

function wholeTables(plan: Plan): string[] {
  const here = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : [];
  return [...here, ...(plan.Plans ?? []).flatMap(wholeTables)];
}
