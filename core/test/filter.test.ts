import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../src/plugin/execution.ts';
import type { Filter } from '../src/records/filter.ts';
import { queryRecords } from '../src/records/read.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let ann: Execution;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openReadWorld();
  ids['north'] = await world.team('North');
  ids['far'] = await world.team('Far north', { parent_id: ids['north'] });
  ids['south'] = await world.team('South');
  ann = await world.user('Ann', [{ entity: '*', actions: { read: 'all' } }], {
    team_id: ids['north'],
  });
  ids['ann'] = ann.principal.userId!;
  const firm = async (name: string, columns: Record<string, unknown> = {}) => {
    ids[name] = await world.insert('shop.firm', { name, ...columns });
  };
  await firm('Acme', {
    industry: 'retail',
    tags: ['a', 'b'],
    employees: 5,
    revenue_base: '10.5',
    revenue_amount: '75',
    revenue_currency: 'CNY',
    score: '12.5',
    weight: '1.25',
    active: true,
    founded: '2026-03-18',
    seen_at: '2026-03-17T16:00:00Z',
    place: { city: 'Berlin' },
    owner_id: ids['ann'],
    team_id: ids['far'],
  });
  await firm('acme 50% _x\\', {
    industry: 'software',
    tags: ['c'],
    employees: -3,
    active: false,
    founded: '2026-02-28',
    seen_at: '2026-03-18T15:59:59.999Z',
    parent_id: ids['Acme'],
    partners_ids: [ids['Acme']],
    team_id: ids['north'],
  });
  await firm('上海', {
    tags: [],
    employees: 1000,
    weight: '10',
    revenue_base: '9.9',
    revenue_amount: '9.9',
    revenue_currency: 'USD',
    founded: '2025-12-31',
    seen_at: '2026-03-18T16:00:00Z',
    team_id: ids['south'],
  });
  await firm('Empty');
  for (const [order, key] of ['new', 'won'].entries())
    ids[key] = await world.insert('shop.stage', {
      key,
      name: key,
      kind: order ? 'won' : 'open',
      order,
    });
  await world.insert('shop.order', { name: 'One', firm_id: ids['Acme'], stage_id: ids['new'] });
  await world.insert('shop.order', { name: 'Two', firm_id: ids['Acme'], stage_id: ids['won'] });
  await world.insert('shop.order', { name: 'Three', firm_id: ids['上海'], stage_id: ids['won'] });
  await world.insert('shop.order', { name: 'Four' });
  await world.insert('shop.note', {
    subject: 'About',
    about_entity: 'shop.firm',
    about_id: ids['Acme'],
  });
});
afterAll(() => world.close());

async function find(filter: unknown, entity = 'shop.firm'): Promise<unknown[]> {
  const { records: found } = await queryRecords(ann, world.model(entity), {
    filter: filter as Filter,
    sort: [{ field: 'createdAt', direction: 'asc' }],
  });
  return found.map(
    (record) =>
      (record as Record<string, unknown>)['name'] ?? (record as Record<string, unknown>)['subject'],
  );
}

const [acme, half, shanghai, empty] = ['Acme', 'acme 50% _x\\', '上海', 'Empty'];
test.each<[unknown, (string | undefined)[]]>([
  [{}, [acme, half, shanghai, empty]],
  [{ industry: 'retail' }, [acme]],
  [{ industry: null }, [shanghai, empty]],
  [{ industry: ['retail', 'software'] }, [acme, half]],
  [{ industry: ['retail', null] }, [acme, shanghai, empty]],
  [{ industry: { ne: 'retail' } }, [half, shanghai, empty]],
  [{ industry: { notIn: ['retail', null] } }, [half]],
  [{ not: { industry: 'retail' } }, [half, shanghai, empty]],
  [{ or: [{ industry: 'retail' }, { employees: { gt: 100 } }] }, [acme, shanghai]],
  [{ and: [{ employees: { gte: -3 } }, { employees: { lt: '6' } }] }, [acme, half]],
  [{ or: [] }, []],
  [{ and: [] }, [acme, half, shanghai, empty]],
  [{ name: { contains: 'ACME' } }, [acme, half]],
  [{ name: { contains: '50%' } }, [half]],
  [{ name: { contains: '_x\\' } }, [half]],
  [{ name: { startsWith: 'Acm', endsWith: 'e' } }, [acme]],
  [{ name: { lte: 'acme' } }, [shanghai]],
  [{ tags: 'a' }, [acme]],
  [{ tags: { hasAll: ['a', 'b'] } }, [acme]],
  [{ tags: { hasAny: ['b', 'c'] } }, [acme, half]],
  [{ tags: { hasNone: ['a'] } }, [half, shanghai, empty]],
  [{ tags: { isNull: true } }, [shanghai, empty]],
  [{ revenue: { gt: '9.95' } }, [acme]],
  [{ 'revenue.amount': { gt: 70 } }, [acme]],
  [{ 'revenue.currency': 'USD' }, [shanghai]],
  [{ score: 12.5 }, [acme]],
  [{ weight: { gt: 9 } }, [shanghai]],
  [{ active: 'false' }, [half]],
  [{ founded: '$today' }, [acme]],
  [{ founded: { within: '-P30D' } }, [acme, half]],
  [{ founded: { within: 'lastYear' } }, [shanghai]],
  [{ founded: { within: 'thisQuarter' } }, [acme, half]],
  [{ founded: { within: 'lastMonth' } }, [half]],
  [{ seenAt: '$today' }, [acme, half]],
  [{ seenAt: { gt: '2026-03-18' } }, [shanghai]],
  [{ seenAt: { lte: '2026-03-18' } }, [acme, half]],
  [{ seenAt: { within: 'PT4H' } }, [half, shanghai]],
  [{ seenAt: { gte: '2026-03-18T16:00:00+00:00' } }, [shanghai]],
  [{ 'place.city': { contains: 'ber' } }, [acme]],
  [{ owner: '$me' }, [acme]],
  [{ owner: { ne: '$me' } }, [half, shanghai, empty]],
  [{ team: '$myTeams' }, [half]],
  [{ team: { in: ['$myTeams'] } }, [half]],
  [{ team: { under: '$myTeams' } }, [acme, half]],
  [{ 'parent.name': acme }, [half]],
  [{ 'parent.industry': { ne: 'retail' } }, [acme, shanghai, empty]],
  [{ 'parent.owner.name': 'Ann' }, [half]],
  [{ orders: { some: { 'stage.kind': 'won' } } }, [acme, shanghai]],
  [{ orders: { none: {} } }, [half, empty]],
  [{ orders: { every: { stage: 'won' } } }, [half, shanghai, empty]],
  [{ orders: { some: { stage: 'new' }, none: { name: 'Four' } } }, [acme]],
  [{ 'parent.orders': { some: { name: 'One' } } }, [half]],
  [{ partners: { some: { industry: 'retail' } } }, [half]],
])('%j finds its firms', async (filter, names) => {
  expect(await find(filter)).toEqual(names);
});

test('states are named by key or by id', async () => {
  expect(await find({ stage: { in: ['won', ids['new']] } }, 'shop.order')).toEqual([
    'One',
    'Two',
    'Three',
  ]);
  expect(await find({ stage: { ne: 'won' } }, 'shop.order')).toEqual(['One', 'Four']);
});

test('a reference to any entity is filtered by its parts', async () => {
  expect(await find({ about: { entity: 'shop.firm', id: ids['Acme'] } }, 'shop.note')).toEqual([
    'About',
  ]);
  expect(await find({ about: { ne: ids['Acme'] } }, 'shop.note')).toEqual([]);
  expect(await find({ 'about.entity': 'shop.firm', 'about.id': ids['Acme'] }, 'shop.note')).toEqual(
    ['About'],
  );
});

test.each<[unknown]>([
  [[]],
  ['text'],
  [{ name: { like: 'x' } }],
  [{ name: {} }],
  [{ name: 'nul\0' }],
  [{ employees: 'many' }],
  [{ employees: 1.5 }],
  [{ employees: { contains: '1' } }],
  [{ industry: { gt: 'a' } }],
  [{ owner: 'Ann' }],
  [{ founded: '2026-02-30' }],
  [{ founded: { within: 'P' } }],
  [{ founded: { within: 'PT1H' } }],
  [{ seenAt: '2026-03-18T10:00:00' }],
  [{ active: 1 }],
  [{ place: 'Berlin' }],
  [{ orders: 'One' }],
  [{ orders: { any: {} } }],
  [{ owner: { under: 'x' } }],
  [{ name: { in: 'x' } }],
  [{ and: {} }],
  [{ name: { isNull: 1 } }],
  [{ name: { in: Array.from({ length: 5001 }, () => 'x') } }],
  [{ or: Array.from({ length: 501 }, () => ({ name: 'x' })) }],
  [Array.from({ length: 13 }).reduce<object>((inner) => ({ not: inner }), {})],
  [{ 'parent.parent.parent.parent.parent.parent.name': 'x' }],
])('%j is refused', async (filter) => {
  await expect(find(filter)).rejects.toMatchObject({ code: 'CORE_REQUEST_INVALID' });
});

test.each<[unknown]>([
  [{ nothing: 1 }],
  [{ __proto__x: 1 }],
  [{ 'name.length': 1 }],
  [{ 'parent.nothing': 1 }],
  [{ 'parent; drop table shop.firm': 1 }],
  [{ orders: { some: { nothing: 1 } } }],
  [{ 'revenue.rate': 1 }],
])('%j names what is not there', async (filter) => {
  await expect(find(filter)).rejects.toMatchObject({ code: 'CORE_NAME_UNKNOWN' });
});
