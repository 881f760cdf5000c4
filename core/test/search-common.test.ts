import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRecords } from '../src/records/read.ts';
import type { AnyRecord, Page, Query } from '../src/records/records.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

/** More than are looked up, and than are met in the order of an index. */
const MANY = 10_500;
const GRAMS = `array['^a', '^am', 'amb', 'mbe', 'ber']`;

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
  // Every second of the first has the word, and none of those that follow them by name.
  await world.database.query(
    `with firm as (
       insert into shop.firm (id, name)
       select uuidv7(), case when i % 2 = 0 then 'Amber ' else 'Birch ' end || lpad(i::text, 6, '0') from generate_series(1, $1::int) i
       returning id, name)
     insert into tessera.search
     select 'shop.firm', id, jsonb_build_object('main', lower(name)), ${GRAMS} from firm where name like 'Amber%'`,
    [MANY * 2],
  );
  await world.database.query('analyze');
});
afterAll(() => world.close());

const find = (query: Query): Promise<Page<AnyRecord>> =>
  queryRecords(world.system, world.model('shop.firm'), {
    search: 'amber',
    limit: 40,
    count: 'bounded',
    ...query,
  });
const nameOf = (index: number): string => `Amber ${String(index * 2).padStart(6, '0')}`;
const namesOf = ({ records }: Page<AnyRecord>): unknown[] =>
  records.map((record) => (record as unknown as { name: string }).name);

test('of a word that many have, the first pages come in order', async () => {
  const sort = [{ field: 'name', direction: 'asc' }] as const;
  const first = await find({ sort });
  expect(namesOf(first)).toEqual(Array.from({ length: 40 }, (_, at) => nameOf(at + 1)));
  expect(first).toMatchObject({ total: 10_000, totalIsExact: false });
  const second = await find({ sort, cursor: first.next! });
  expect(namesOf(second)).toEqual(Array.from({ length: 40 }, (_, at) => nameOf(at + 41)));
  expect(namesOf(await find({ sort, offset: 80 }))).toEqual(
    Array.from({ length: 40 }, (_, at) => nameOf(at + 81)),
  );
});

test('rows with the word that lie behind many without it are found all the same', async () => {
  const sort = [{ field: 'name', direction: 'desc' }] as const;
  const page = await find({ sort });
  expect(namesOf(page)).toEqual(Array.from({ length: 40 }, (_, at) => nameOf(MANY - at)));
});
