import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordTables } from '../src/records/record-tables.ts';
import { queryRecords } from '../src/records/read.ts';
import { openReadWorld, type ReadWorld } from './read-world.ts';

let world: ReadWorld;

beforeAll(async () => {
  world = await openReadWorld();
});
afterAll(() => world.close());

/** The table as it was: a row for each class of a record. */
const ROWS_OF_CLASSES = `
  create temporary table now as select * from tessera.search;
  drop table tessera.search;
  create table tessera.search (
    entity text not null, record_id uuid not null, class text not null, content text not null, grams text[] not null,
    primary key (entity, record_id, class)
  );
  insert into tessera.search
    select entity, record_id, c.key, c.value, array(select g from unnest(grams) g where strpos(c.value, ltrim(g, '^')) > 0)
    from now, jsonb_each_text(content) c`;

test('rows of classes become rows of records, which find the same', async () => {
  const zoe = await world.insert('shop.person', { name: 'Zoé Smith', email: 'zoe@acme.example' });
  await world.insert('shop.person', { name: 'Max Smith' });
  const find = async (search: string): Promise<readonly string[]> => {
    const { records } = await queryRecords(world.system, world.model('shop.person'), { search });
    return records.map(({ id }) => id);
  };
  const rows = async (): Promise<readonly unknown[]> =>
    world.database.query(
      'select entity, record_id, content, array(select g from unnest(grams) g order by g) as grams from tessera.search order by 1, 2',
    );
  const before = await rows();
  const step = recordTables.steps.find((statements) => statements.includes('search_of_record'));
  await world.database.transaction(async (sql) => {
    await sql.query(ROWS_OF_CLASSES);
    await sql.query(step ?? '');
  });
  expect(await rows()).toEqual(before);
  expect(before).toHaveLength(2);
  expect(await find('acme smith')).toEqual([zoe]);
});
