import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireAction } from '../src/permissions/authorize.ts';
import type { Grant } from '../src/permissions/policy.ts';
import { compilePredicate } from '../src/permissions/predicate.ts';
import { anonymousPrincipal } from '../src/permissions/principal.ts';
import type { Execution } from '../src/plugin/execution.ts';
import type { Filter } from '../src/records/filter.ts';
import {
  aggregateRecords,
  countRecords,
  queryRecords,
  readable,
  readRecord,
} from '../src/records/read.ts';
import { globalSearch } from '../src/records/search.ts';
import { createParameters } from '../src/records/sql-parameters.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
const ids: Record<string, string> = {};
let own: Execution;
let team: Execution;
let tree: Execution;
let filtered: Execution;

const readAll: Grant = { entity: '*', actions: { read: 'all' } };

beforeAll(async () => {
  world = await openReadWorld();
  ids['west'] = await world.team('West');
  ids['coast'] = await world.team('Coast', { parent_id: ids['west'] });
  ids['east'] = await world.team('East');
  own = await world.user(
    'Own',
    [readAll, { entity: 'shop.*', actions: { read: 'own', update: 'own' } }],
    {
      team_id: ids['coast'],
    },
  );
  team = await world.user('Team', [{ entity: 'shop.*', actions: { read: 'team' } }], {
    team_id: ids['coast'],
  });
  tree = await world.user('Tree', [{ entity: 'shop.*', actions: { read: 'teamTree' } }], {
    team_id: ids['east'],
  });
  await world.database.query('update tessera.team set manager_id = $1 where id = $2', [
    tree.principal.userId,
    ids['west'],
  ]);
  tree = await world.again(tree);
  filtered = await world.user('Filtered', [
    {
      entity: 'shop.firm',
      actions: { read: { filter: { or: [{ industry: 'retail' }, { 'owner.name': 'Team' }] } } },
    },
    { entity: 'shop.order', actions: { read: { filter: { x_gone: 'never' } } } },
  ]);
  const make = async (
    key: string,
    owner: Execution | null,
    teamName: string | null,
    more: object = {},
  ) => {
    const columns = {
      owner_id: owner?.principal.userId ?? null,
      team_id: teamName ? ids[teamName] : null,
    };
    ids[`firm ${key}`] = await world.insert('shop.firm', {
      name: `firm ${key}`,
      ...columns,
      ...more,
    });
    ids[`person ${key}`] = await world.insert('shop.person', {
      name: `person ${key}`,
      firm_id: ids[`firm ${key}`],
    });
    ids[`order ${key}`] = await world.insert('shop.order', {
      name: `order ${key}`,
      firm_id: ids[`firm ${key}`],
      amount_base: '100',
      amount_amount: '100',
      amount_currency: 'USD',
      ...columns,
    });
    ids[`line ${key}`] = await world.insert('shop.line', {
      name: `line ${key}`,
      order_id: ids[`order ${key}`],
    });
  };
  await make('mine', own, 'coast');
  await make('ours', team, 'coast');
  await make('theirs', null, 'east', { industry: 'retail' });
  ids['order of mine for theirs'] = await world.insert('shop.order', {
    name: 'order of mine for theirs',
    firm_id: ids['firm theirs'],
    owner_id: own.principal.userId,
  });
});
afterAll(() => world.close());

async function names(
  execution: Execution,
  entity: string,
  filter: unknown = {},
): Promise<string[]> {
  const { records } = await queryRecords(execution, world.model(entity), {
    filter: filter as Filter,
    sort: [{ field: 'name', direction: 'asc' }],
  });
  return records.map((record) => (record as unknown as { name: string }).name);
}

/** Every way to learn which orders there are. */
async function everyTruth(execution: Execution) {
  const model = world.model('shop.order');
  const all = await queryRecords(world.system, model, { limit: 1000, fields: ['name'] });
  const got = await Promise.all(
    all.records.map((record) => readRecord(execution, model, record.id, { fields: ['name'] })),
  );
  const page = await queryRecords(execution, model, { count: 'exact' });
  const fragment = readable(execution, model);
  const rows = await world.database.query(`select id from ${fragment.sql} x`, fragment.values);
  const groups = await aggregateRecords(execution, model, {
    groupBy: ['name'],
    measures: { n: 'count' },
  });
  const found = await queryRecords(execution, model, { search: 'order' });
  const global = await globalSearch(execution, 'order', 100);
  const set = (records: readonly unknown[]) =>
    records.map((one) => (one as { id: string }).id).toSorted();
  return {
    got: set(got.filter(Boolean)),
    listed: set(page.records),
    total: page.total,
    counted: await countRecords(execution, model),
    readable: set(rows),
    groups: groups.map((group) => group['name'] as string).toSorted(),
    searched: set(found.records),
    global: set(global.filter((hit) => hit.entity === 'shop.order')),
  };
}

test.each<[string, string[]]>([
  ['own', ['order mine', 'order of mine for theirs']],
  ['team', ['order mine', 'order ours']],
  ['teamTree', ['order mine', 'order ours']],
])('scope %s is one truth on every path', async (scope, expected) => {
  const execution = { own, team, teamTree: tree }[scope]!;
  const set = expected.map((name) => ids[name]!).toSorted();
  expect(await everyTruth(execution)).toEqual({
    got: set,
    listed: set,
    total: set.length,
    counted: set.length,
    readable: set,
    groups: expected.toSorted(),
    searched: set,
    global: set,
  });
});

test('what is not readable cannot be inferred through a relation, a path, a sort or a group', async () => {
  // The orders of “theirs” that Own may read are one; a filter over the firm finds none: that firm is not readable.
  expect(await names(own, 'shop.order', { 'firm.name': 'firm theirs' })).toEqual([]);
  expect(await names(own, 'shop.order', { 'firm.industry': { isNull: true } })).toEqual([
    'order mine',
    'order of mine for theirs',
  ]);
  expect(
    await names(own, 'shop.firm', { orders: { some: { name: { contains: 'ours' } } } }),
  ).toEqual([]);
  expect(
    await names(world.system, 'shop.firm', { orders: { some: { name: { contains: 'ours' } } } }),
  ).toEqual(['firm ours']);
  const model = world.model('shop.order');
  expect(
    await aggregateRecords(own, model, {
      groupBy: ['firm.industry'],
      measures: { n: 'count', sum: { sum: 'amount' } },
    }),
  ).toEqual([{ 'firm.industry': null, n: 2, sum: '100.00' }]);
  expect(
    await aggregateRecords(own, model, { groupBy: ['firm'], measures: { n: 'count' } }),
  ).toEqual([
    { firm: { id: ids['firm mine'], title: 'firm mine' }, n: 1 },
    { firm: { id: ids['firm theirs'], title: null }, n: 1 },
  ]);
  const record = await readRecord(own, model, ids['order of mine for theirs']!, {
    fields: ['firm'],
    include: ['firm'],
  });
  expect(record).toMatchObject({ firm: null });
});

test('people and lines follow the record that they belong to, in the same scope', async () => {
  expect(await names(own, 'shop.person')).toEqual(['person mine']);
  expect(await names(team, 'shop.person')).toEqual(['person mine', 'person ours']);
  expect(await names(own, 'shop.line')).toEqual(['line mine']);
});

test('what has neither owner nor parent is read by whoever may read some of it, and changed by nobody', async () => {
  const stage = await world.insert('shop.stage', {
    key: 'new',
    name: 'New',
    kind: 'open',
    order: 1,
  });
  expect(await names(own, 'shop.stage')).toEqual(['New']);
  const parameters = createParameters();
  const predicate = compilePredicate(own, world.model('shop.stage'), 'update', 's', parameters);
  const rows = await world.database.query(
    `select id from shop.stage s where id = '${stage}' and ${predicate}`,
    parameters.values,
  );
  expect(rows).toEqual([]);
});

test('a share adds a record to reading and updating, until it expires', async () => {
  const share = (expires: string | null) =>
    world.database.query(
      `insert into tessera.record_share (entity, record_id, user_id, actions, expires_at) values ('shop.firm', $1, $2, '{read}', $3)
       on conflict (entity, record_id, user_id, team_id, rule_id) do update set expires_at = excluded.expires_at`,
      [ids['firm theirs'], own.principal.userId, expires],
    );
  await share('2020-01-01T00:00:00Z');
  expect(await names(own, 'shop.firm')).toEqual(['firm mine']);
  await share(null);
  expect(await names(own, 'shop.firm')).toEqual(['firm mine', 'firm theirs']);
  expect(await names(own, 'shop.person')).toEqual(['person mine', 'person theirs']);
  await world.database.query('delete from tessera.record_share');
});

test('a scope may be a filter; one that names what is not there matches nothing', async () => {
  expect(await names(filtered, 'shop.firm')).toEqual(['firm ours', 'firm theirs']);
  expect(
    await countRecords(filtered, world.model('shop.firm'), { name: { contains: 'theirs' } }),
  ).toBe(1);
  expect(await names(filtered, 'shop.order')).toEqual([]);
});

test('without a grant nothing may be done', async () => {
  const nobody: Execution = { ...own, principal: anonymousPrincipal() };
  const model = world.model('shop.firm');
  await expect(queryRecords(nobody, model)).rejects.toMatchObject({ code: 'CORE_NOT_SIGNED_IN' });
  await expect(countRecords(filtered, world.model('shop.note'))).rejects.toMatchObject({
    code: 'CORE_NOT_PERMITTED',
  });
  expect(() => requireAction(own, model, 'delete')).toThrow(
    expect.objectContaining({ code: 'CORE_NOT_PERMITTED' }),
  );
  expect(await globalSearch(nobody, 'firm')).toEqual([]);
});
