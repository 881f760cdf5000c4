import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../src/plugin/execution.ts';
import { countRecords, queryRecords, readable, readRecord } from '../src/records/read.ts';
import type { Query } from '../src/records/records.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let system: Execution;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openReadWorld();
  ({ system } = world);
  ids['ann'] = (await world.user('Ann')).principal.userId!;
  ids['bob'] = (await world.user('Bob')).principal.userId!;
  ids['acme'] = await world.insert('shop.firm', {
    name: 'Acme 10',
    industry: 'retail',
    employees: 5,
    revenue_base: '1054',
    revenue_amount: '7378',
    revenue_currency: 'CNY',
    score: '12.5',
    weight: '1.25',
    founded: '2001-02-03',
    seen_at: '2026-03-01T10:00:00Z',
    tags: ['a', 'b'],
    owner_id: ids['ann'],
    order_total: '33.5',
    order_count: 2,
    place: { city: '上海' },
    account: 'DE-1234567',
  });
  ids['beta'] = await world.insert('shop.firm', {
    name: 'Acme 9',
    industry: 'software',
    parent_id: ids['acme'],
    partners_ids: [ids['acme']],
    owner_id: ids['bob'],
  });
  ids['gone'] = await world.insert('shop.firm', {
    name: 'Gone',
    deleted_at: '2026-01-01T00:00:00Z',
  });
  ids['orphan'] = await world.insert('shop.firm', {
    name: 'beta',
    parent_id: ids['gone'],
    employees: 7,
  });
  for (const [order, key] of ['new', 'won'].entries())
    ids[key] = await world.insert('shop.stage', {
      key,
      name: `Stage ${key}`,
      kind: order ? 'won' : 'open',
      order,
    });
  for (let index = 0; index < 7; index += 1)
    await world.insert('shop.order', {
      name: `Order ${index}`,
      firm_id: index % 2 ? ids['acme'] : ids['beta'],
      stage_id: index < 3 ? ids['new'] : index < 6 ? ids['won'] : null,
      close_date: index === 5 ? null : `2026-0${(index % 3) + 1}-15`,
      amount_base: index === 6 ? null : `${index}.10`,
      amount_amount: index === 6 ? null : `${index}.10`,
      amount_currency: index === 6 ? null : 'USD',
    });
  ids['note'] = await world.insert('shop.note', {
    subject: 'Hi',
    about_entity: 'shop.firm',
    about_id: ids['acme'],
  });
});
afterAll(() => world.close());

test('a record comes in wire form', async () => {
  const record = await readRecord(system, world.model('shop.firm'), ids['acme']!);
  expect(record).toMatchObject({
    id: ids['acme'],
    version: 1,
    name: 'Acme 10',
    owner: ids['ann'],
    team: null,
    revenue: { amount: '7378.00', currency: 'CNY', base: '1054.00' },
    score: 12.5,
    weight: '1.2500',
    founded: '2001-02-03',
    seenAt: '2026-03-01T10:00:00.000Z',
    tags: ['a', 'b'],
    parent: null,
    place: { city: '上海' },
    orderCount: 2,
    orderTotal: { amount: '33.50', currency: 'USD' },
    deletedAt: null,
  });
});

test('a deleted record is found in the recycle bin only', async () => {
  const model = world.model('shop.firm');
  expect(await readRecord(system, model, ids['gone']!)).toBeUndefined();
  expect(
    await readRecord(system, model, ids['gone']!, { deleted: true, fields: ['name'] }),
  ).toEqual({
    id: ids['gone'],
    version: 1,
    name: 'Gone',
  });
  expect(await readRecord(system, model, 'no id')).toBeUndefined();
});

test('references are expanded in place; what is deleted becomes null', async () => {
  const read = (id: string, include: string[]) =>
    readRecord(system, world.model('shop.firm'), id, { fields: ['name'], include });
  expect(await read(ids['beta']!, ['parent.owner', 'partners'])).toMatchObject({
    name: 'Acme 9',
    parent: {
      id: ids['acme'],
      title: 'Acme 10',
      entity: 'shop.firm',
      employees: 5,
      owner: { id: ids['ann'], title: 'Ann', entity: 'tessera.user' },
    },
    partners: [{ id: ids['acme'], title: 'Acme 10', entity: 'shop.firm' }],
  });
  expect(await read(ids['orphan']!, ['parent.owner', 'partners'])).toMatchObject({
    parent: null,
    partners: [],
  });
  const [order] = (
    await queryRecords(system, world.model('shop.order'), {
      sort: [{ field: 'name', direction: 'asc' }],
      include: ['stage'],
    })
  ).records;
  expect(order).toMatchObject({
    stage: { id: ids['new'], key: 'new', kind: 'open', title: 'Stage new' },
  });
  const note = await readRecord(system, world.model('shop.note'), ids['note']!, {
    include: ['about'],
  });
  expect(note).toMatchObject({ about: { id: ids['acme'], title: 'Acme 10', entity: 'shop.firm' } });
});

const sorts: [Query['sort'], string[]][] = [
  [[{ field: 'name', direction: 'asc' }], ['Acme 9', 'Acme 10', 'beta']],
  [[{ field: 'name', direction: 'desc' }], ['beta', 'Acme 10', 'Acme 9']],
  [[{ field: 'employees', direction: 'asc' }], ['Acme 10', 'beta', 'Acme 9']],
  [[{ field: 'employees', direction: 'desc' }], ['beta', 'Acme 10', 'Acme 9']],
  [[{ field: 'owner', direction: 'desc' }], ['Acme 9', 'Acme 10', 'beta']],
  [[{ field: 'industry', direction: 'desc' }], ['Acme 9', 'Acme 10', 'beta']],
  [
    [
      { field: 'parent.name', direction: 'asc' },
      { field: 'name', direction: 'desc' },
    ],
    ['Acme 9', 'beta', 'Acme 10'],
  ],
];
test.each(sorts)('a sort by %j puts what is absent last', async (sort, names) => {
  const { records } = await queryRecords(system, world.model('shop.firm'), { sort });
  expect(records.map((record) => (record as { name?: unknown }).name)).toEqual(names);
});

const walks: NonNullable<Query['sort']>[] = [
  [],
  [{ field: 'id', direction: 'desc' }],
  [{ field: 'createdAt', direction: 'desc' }],
  [{ field: 'closeDate', direction: 'asc' }],
  [{ field: 'closeDate', direction: 'desc' }],
  [{ field: 'stage', direction: 'desc' }],
  [{ field: 'firm', direction: 'asc' }],
  [{ field: 'amount', direction: 'desc' }],
  [
    { field: 'stage', direction: 'asc' },
    { field: 'id', direction: 'desc' },
  ],
  [
    { field: 'stage', direction: 'asc' },
    { field: 'closeDate', direction: 'desc' },
    { field: 'amount', direction: 'asc' },
  ],
];
test.each(walks.map((sort) => [sort]))(
  'pages by cursor and by offset agree, sorted by %j',
  async (sort) => {
    const model = world.model('shop.order');
    const whole = await queryRecords(system, model, { sort, count: 'bounded' });
    expect(whole).toMatchObject({ total: 7, totalIsExact: true });
    const byCursor: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await queryRecords(system, model, { sort, limit: 2, cursor });
      byCursor.push(...page.records.map((record) => record.id));
      cursor = page.next;
    } while (cursor !== undefined);
    const byOffset: unknown[] = [];
    for (let offset = 0; offset < 7; offset += 3)
      byOffset.push(
        ...(await queryRecords(system, model, { sort, limit: 3, offset })).records.map(
          (record) => record.id,
        ),
      );
    const expected = whole.records.map((record) => record.id);
    expect(new Set(expected).size).toBe(7);
    expect({ byCursor, byOffset }).toEqual({ byCursor: expected, byOffset: expected });
  },
);

test('a cursor is good for its own question only', async () => {
  const model = world.model('shop.order');
  const sort = [{ field: 'name', direction: 'asc' }] as const;
  const { next } = await queryRecords(system, model, { sort, limit: 2 });
  const refused = { code: 'CORE_REQUEST_INVALID' };
  await expect(queryRecords(system, model, { limit: 2, cursor: next })).rejects.toMatchObject(
    refused,
  );
  await expect(queryRecords(system, model, { sort, cursor: `x${next}` })).rejects.toMatchObject(
    refused,
  );
  await expect(queryRecords(system, model, { sort, cursor: '' })).rejects.toMatchObject(refused);
});

test('a page behind the end still has the total', async () => {
  const page = await queryRecords(system, world.model('shop.order'), {
    offset: 100,
    count: 'exact',
  });
  expect(page).toEqual({ records: [], total: 7, totalIsExact: true });
});

test.each([
  { limit: 0 },
  { limit: 1001 },
  { offset: -1 },
  { sort: [{ field: 'tags', direction: 'asc' }] as const },
])('a query with %j is refused', async (query) => {
  await expect(queryRecords(system, world.model('shop.firm'), query)).rejects.toMatchObject({
    code: 'CORE_REQUEST_INVALID',
  });
});

test.each<[Query]>([
  [{ fields: ['nothing'] }],
  [{ sort: [{ field: 'nothing', direction: 'asc' }] }],
  [{ include: ['nothing'] }],
  [{ filter: { nothing: 1 } }],
])('an unknown name in %j is an error', async (query) => {
  await expect(queryRecords(system, world.model('shop.firm'), query)).rejects.toMatchObject({
    code: 'CORE_NAME_UNKNOWN',
  });
});

test('readable() is a subquery for own SQL', async () => {
  const { sql, values } = readable(system, world.model('shop.order'));
  const rows = await world.database.query(
    `select sum(amount_base) as total from ${sql} orders`,
    values,
  );
  expect(rows).toEqual([{ total: '15.6000' }]);
  expect(await countRecords(system, world.model('shop.order'))).toBe(7);
});
