import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRecords } from '../src/records/read.ts';
import { globalSearch } from '../src/records/search.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
  const acme = await world.insert('shop.firm', { name: 'Müller Logistics' });
  await world.insert('shop.firm', { name: 'Logistics' });
  await world.insert('shop.firm', { name: '上海浦东发展公司' });
  await world.insert('shop.firm', { name: 'Gone Logistics', deleted_at: '2026-01-01T00:00:00Z' });
  await world.insert('shop.person', {
    name: 'Zoé Logistics-Smith',
    email: 'zoe.smith@acme.example',
    phone: '+86 138-0000-1234',
    firm_id: acme,
  });
});
afterAll(() => world.close());

async function find(entity: string, search: string): Promise<unknown[]> {
  const { records } = await queryRecords(world.system, world.model(entity), {
    search,
    sort: [{ field: 'name', direction: 'asc' }],
  });
  return records.map((record) => (record as unknown as { name: string }).name);
}

test.each([
  ['shop.firm', 'muller', ['Müller Logistics']],
  ['shop.firm', 'GIST mü', ['Müller Logistics']],
  ['shop.firm', 'lo', ['Logistics', 'Müller Logistics']],
  ['shop.firm', '浦东', ['上海浦东发展公司']],
  ['shop.firm', '海东', []],
  ['shop.firm', '司', ['上海浦东发展公司']],
  ['shop.firm', '%%', []],
  ['shop.firm', '   ', ['上海浦东发展公司', 'Logistics', 'Müller Logistics']],
  ['shop.person', 'zoe.smith@acme.example', ['Zoé Logistics-Smith']],
  ['shop.person', '13800001234', ['Zoé Logistics-Smith']],
  ['shop.person', '380', ['Zoé Logistics-Smith']],
  ['shop.person', '3800 zoe', ['Zoé Logistics-Smith']],
  ['shop.person', '800001', ['Zoé Logistics-Smith']],
  ['shop.person', '381', []],
  ['shop.person', 'zoe acme', ['Zoé Logistics-Smith']],
  ['shop.person', 'zoe nobody', []],
])('in %s “%s” finds %j', async (entity, search, names) => {
  expect(await find(entity, search)).toEqual(names);
});

test('a global search tells what it found, the best titles first', async () => {
  const hits = await globalSearch(world.system, 'logistics');
  expect(hits.map(({ entity, title, subtitle }) => ({ entity, title, subtitle }))).toEqual([
    { entity: 'shop.firm', title: 'Logistics', subtitle: null },
    { entity: 'shop.firm', title: 'Müller Logistics', subtitle: null },
    { entity: 'shop.person', title: 'Zoé Logistics-Smith', subtitle: 'Müller Logistics' },
  ]);
  expect(await globalSearch(world.system, 'logistics', 1)).toHaveLength(1);
  expect(await globalSearch(world.system, ' ')).toEqual([]);
});
