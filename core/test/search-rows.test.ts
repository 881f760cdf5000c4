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

interface Row {
  readonly record_id: string;
  readonly content: unknown;
  readonly grams: readonly string[];
}

const readRows = async (): Promise<readonly Row[]> =>
  world.database.query(
    'select entity, record_id, content, array(select g from unnest(grams) g order by g) as grams from tessera.search order by 1, 2',
  );
const stepWith = (words: string): string =>
  recordTables.steps.find((statements) => statements.includes(words)) ?? '';

/** Grams as they were: of digits three in a row, as of letters. */
const THREE_DIGITS = `
  update tessera.search set grams = array(select g from unnest(grams) g where g !~ '^[0-9]{4}') || array(
    select substr(digits[1], place, 3) from jsonb_each_text(content) c,
      regexp_matches(c.value, '[0-9]{3,}', 'g') digits, generate_series(1, length(digits[1]) - 2) place)`;

test('grams of three digits become those of up to five', async () => {
  await world.insert('shop.person', { name: 'No 4711', email: 'a123b4567890@acme.example' });
  await world.insert('shop.person', { name: 'Of 123', phone: '+86 138-0000-1234' });
  const before = await readRows();
  await world.database.transaction(async (sql) => {
    await sql.query(THREE_DIGITS);
    await sql.query(stepWith('digits[1]'));
  });
  expect(await readRows()).toEqual(before);
  expect(before.flatMap(({ grams }) => grams)).toEqual(expect.arrayContaining(['4711', '45678']));
});

test('rows of classes become rows of records, which find the same', async () => {
  const zoe = await world.insert('shop.person', { name: 'Zoé Smith', email: 'zoe@acme.example' });
  await world.insert('shop.person', { name: 'Max Smith' });
  const find = async (search: string): Promise<readonly string[]> => {
    const { records } = await queryRecords(world.system, world.model('shop.person'), { search });
    return records.map(({ id }) => id);
  };
  const before = await readRows();
  await world.database.transaction(async (sql) => {
    await sql.query(ROWS_OF_CLASSES);
    await sql.query(stepWith('search_of_record'));
  });
  expect(await readRows()).toEqual(before);
  expect(await find('acme smith')).toEqual([zoe]);
});
