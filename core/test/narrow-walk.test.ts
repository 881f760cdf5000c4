import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../src/plugin/execution.ts';
import { measureReach } from '../src/records/narrow-reach.ts';
import { compileQuery } from '../src/records/query-compiler.ts';
import { boundValues } from '../src/records/query-statement.ts';
import { queryRecords } from '../src/records/read.ts';
import type { Query } from '../src/records/records.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

/** A thousand of 21,000 firms are shared: a walk expects a page among some 1,100 and goes on to the 4,096th. */
const OUT_OF_REACH = 20_000;
const SHARED = 1000;
const ENTRIES = 4096;
const PAGE = 50;

let world: ReadWorld;
let reader: Execution;

beforeAll(async () => {
  world = await openReadWorld();
  reader = await world.user('Reader', [{ entity: 'shop.*', actions: { read: 'own' } }]);
  await insertFirms('Other', '2026-02-01', OUT_OF_REACH);
  await insertFirms('Shared', '2026-01-01', SHARED);
  await world.database.query(
    `insert into tessera.record_share (entity, record_id, user_id, actions)
     select 'shop.firm', id, $1, '{read}' from shop.firm where name like 'Shared%'`,
    [reader.principal.userId],
  );
  await world.database.query('vacuum (analyze) shop.firm, tessera.record_share');
  await measureReach(reader, world.model('shop.firm'));
});
afterAll(() => world.close());

const NEWEST: Query = { sort: [{ field: 'createdAt', direction: 'desc' }], count: 'bounded' };
const OLDEST: Query = { sort: [{ field: 'createdAt', direction: 'asc' }], count: 'bounded' };

test('a walk that meets enough of the rows in reach looks none up', async () => {
  expect(await namesOf(OLDEST)).toEqual(shared(1, PAGE));
  const met = await firmsMet(OLDEST);
  expect(met.inOrder).toBe(PAGE + 1);
  // The rows of the page and the one after it are read whole.
  expect(met.byKey).toBe(PAGE + 1);
});

test('where rows out of reach lie in front, a walk ends and the rows in reach are looked up', async () => {
  expect(await namesOf(NEWEST)).toEqual(shared(SHARED - PAGE + 1, SHARED).toReversed());
  const met = await firmsMet(NEWEST);
  expect(met.inOrder).toBe(ENTRIES);
  expect(met.byKey).toBe(SHARED + PAGE + 1);
});

test('pages that follow each other by either way hold every row in reach once', async () => {
  for (const sort of [NEWEST.sort, OLDEST.sort, [{ field: 'name', direction: 'desc' } as const]]) {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ sort: sort ?? [], limit: 130, ...(cursor ? { cursor } : {}) });
      names.push(...page.records.map((record) => String(record['name'])));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(new Set(names)).toEqual(new Set(shared(1, SHARED)));
    expect(names).toHaveLength(SHARED);
  }
});

test('a page that is told by its offset is the same by either way', async () => {
  for (const offset of [0, 1, 60, 700, SHARED - 20, SHARED]) {
    const oldest = await read({ ...OLDEST, offset });
    expect(oldest.records.map((record) => record['name'])).toEqual(
      shared(offset + 1, Math.min(offset + PAGE, SHARED)),
    );
    const newest = await read({ ...NEWEST, offset });
    expect(newest.records.map((record) => record['name'])).toEqual(
      shared(Math.max(SHARED - offset - PAGE, 0) + 1, SHARED - offset).toReversed(),
    );
  }
});

async function insertFirms(name: string, from: string, count: number): Promise<void> {
  await world.database.query(
    `insert into shop.firm (id, name, created_at, updated_at, version, source)
     select gen_random_uuid(), $1::text || lpad(i::text, 5, '0'), $2::timestamptz + i * interval '1 second', now(), 1, 'api'
     from generate_series(1, $3::int) i`,
    [name, from, count],
  );
}

function shared(from: number, to: number): string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `Shared${String(from + index).padStart(5, '0')}`,
  );
}

function read(query: Query) {
  return queryRecords(reader, world.model('shop.firm'), query);
}

async function namesOf(query: Query): Promise<unknown[]> {
  const page = await read(query);
  expect(page.total).toBe(SHARED);
  return page.records.map((record) => record['name']);
}

interface Node {
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

/** Rows of firms that the statement of the query meets: by their key, and in the order of another index. */
async function firmsMet(query: Query): Promise<{ byKey: number; inOrder: number }> {
  const { compiled, given } = compileQuery(reader, world.model('shop.firm'), query);
  const { select, from } = compiled.statement;
  const [found] = await world.database.query<{ 'QUERY PLAN': readonly { Plan: Node }[] }>(
    `explain (analyze, format json) ${select}${from}`,
    boundValues(compiled.statement, given),
  );
  const met = { byKey: 0, inOrder: 0 };
  for (const node of nodesOf(found!['QUERY PLAN'][0]!.Plan)) {
    if (node['Relation Name'] !== 'firm' || node['Index Name']?.endsWith('_bin')) continue;
    const isKey = node['Index Name'] === 'firm_pkey';
    const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0);
    met[isKey ? 'byKey' : 'inOrder'] += Math.round(each * node['Actual Loops']);
  }
  return met;
}

function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
