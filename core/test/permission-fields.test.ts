import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Execution } from '../src/plugin/execution.ts';
import { aggregateRecords, queryRecords, readRecord } from '../src/records/read.ts';
import { globalSearch } from '../src/records/search.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;
let hidden: Execution;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openReadWorld();
  hidden = await world.user('Hidden', [
    { entity: '*', actions: { read: 'all' } },
    {
      entity: 'shop.firm',
      actions: { read: 'all' },
      fields: { secret: 'none', account: 'mask', revenue: 'none' },
    },
  ]);
  const firm = await world.insert('shop.firm', {
    name: 'firm theirs',
    industry: 'retail',
    secret: 'classified',
    account: 'DE-1234567',
  });
  ids['firm theirs'] = firm;
  ids['order theirs'] = await world.insert('shop.order', { name: 'order', firm_id: firm });
});
afterAll(() => world.close());

test('a hidden field answers as one that is not there, everywhere', async () => {
  const model = world.model('shop.firm');
  const record = await readRecord(hidden, model, ids['firm theirs']!);
  expect(record).not.toHaveProperty('secret');
  expect(record).not.toHaveProperty('revenue');
  expect(record).toMatchObject({ account: '•••4567', industry: 'retail' });
  const order = await readRecord(hidden, world.model('shop.order'), ids['order theirs']!, {
    include: ['firm'],
  });
  expect(order).toMatchObject({ firm: { title: 'firm theirs', account: '•••4567' } });
  expect((order as unknown as { firm: object }).firm).not.toHaveProperty('secret');
  const ways = (name: string): (() => Promise<unknown>)[] => [
    () => queryRecords(hidden, model, { filter: { [name]: 'x' } }),
    () => queryRecords(hidden, model, { sort: [{ field: name, direction: 'asc' }] }),
    () => aggregateRecords(hidden, model, { groupBy: [name], measures: { n: 'count' } }),
    () => aggregateRecords(hidden, model, { measures: { n: { countDistinct: name } } }),
    () => queryRecords(hidden, world.model('shop.order'), { filter: { [`firm.${name}`]: 'x' } }),
    () =>
      queryRecords(hidden, world.model('shop.person'), {
        sort: [{ field: `firm.${name}`, direction: 'asc' }],
      }),
    () => queryRecords(hidden, model, { filter: { children: { some: { [name]: 'x' } } } }),
  ];
  const message = async (work: () => Promise<unknown>) => {
    const error = await work().then(
      () => undefined,
      (cause: unknown) => cause as { code: string; message: string; details: object },
    );
    return { code: error?.code, message: error?.message, details: error?.details };
  };
  for (const [index, unknown] of ways('nothing').entries()) {
    const expected = await message(unknown);
    expect(expected.code).toBe('CORE_NAME_UNKNOWN');
    for (const name of ['secret', 'account', 'revenue']) {
      const found = await message(ways(name)[index]!);
      expect(JSON.stringify(found).replaceAll(name, 'nothing')).toBe(JSON.stringify(expected));
    }
  }
  await expect(queryRecords(hidden, model, { fields: ['secret'] })).rejects.toMatchObject({
    code: 'CORE_NAME_UNKNOWN',
  });
  expect((await queryRecords(hidden, model, { fields: ['account'] })).records).toEqual([
    { id: ids['firm theirs'], version: 1, account: '•••4567' },
  ]);
});

test('a personal field that may not be read is not searched', async () => {
  const model = world.model('shop.firm');
  expect((await queryRecords(world.system, model, { search: 'classified' })).records).toHaveLength(
    1,
  );
  expect((await queryRecords(hidden, model, { search: 'classified' })).records).toHaveLength(0);
  // One word may be found, the other one may not.
  const both = { search: 'theirs classified' };
  expect((await queryRecords(world.system, model, both)).records).toHaveLength(1);
  expect((await queryRecords(hidden, model, both)).records).toHaveLength(0);
  expect((await queryRecords(hidden, model, { search: 'theirs firm' })).records).toHaveLength(1);
  expect(await globalSearch(hidden, 'classified')).toEqual([]);
});
