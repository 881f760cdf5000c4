import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import {
  addCustomField,
  readCustomFields,
  removeCustomField,
} from '../src/entities/custom-fields.ts';
import { defineEntity } from '../src/entities/entity.ts';
import { integer, ref, text } from '../src/entities/field-builders.ts';
import { installEntities } from '../src/entities/install.ts';
import { readIndexStates } from '../src/entities/schema-runner.ts';
import { applySystemTables } from '../src/entities/system-tables.ts';
import { createDatabase, type Database } from '../src/records/database.ts';
import { changes, columns, Deal, deals, names, shop } from './entities-shop.ts';

let pool: pg.Pool;
let database: Database;

beforeAll(async () => {
  pool = new pg.Pool(await makeEmptyDatabase());
  database = createDatabase(pool);
  await applySystemTables(database, [
    {
      name: 'mine',
      steps: ['create table tessera.mine (n int); insert into tessera.mine values (1)'],
    },
  ]);
  await installEntities(database, [shop], []);
  await database.query("insert into shop.account (id, name) values (gen_random_uuid(), 'Cyd')");
  await installEntities(database, [shop, deals], []);
});
afterAll(() => pool.end());

test('duplicates stop a unique field, are named, and do so again until they are gone', async () => {
  await database.query(
    "insert into shop.account (id, name, deals_score) values (gen_random_uuid(), 'Ann', 5), (gen_random_uuid(), 'Bob', 5)",
  );
  const unique = {
    ...deals,
    plugin: { entities: [Deal], extends: { 'shop.account': { score: integer().unique() } } },
  };
  for (const _ of [1, 2])
    await expect(installEntities(database, [shop, unique], [])).rejects.toMatchObject({
      message: expect.stringContaining('(deals_score)=(5)'),
    });
  await database.query("update shop.account set deals_score = 6 where name = 'Bob'");
  await installEntities(database, [shop, unique], []);
  expect(await readIndexStates(database)).toContainEqual({
    name: 'shop.account_deals_score_key',
    state: 'ready',
    reason: null,
  });
});

test('an index that a killed build left is made anew', async () => {
  await database.query('drop index shop.account_deals_score_id_idx');
  await database.query(
    "update tessera.schema_index set state = 'building' where name = 'shop.account_deals_score_id_idx'",
  );
  // Left by a build that was killed: it is there and serves nobody.
  await database.query('create index account_deals_score_id_idx on shop.account (deals_score)');
  await database.query(
    "update pg_index set indisvalid = false where indexrelid = 'shop.account_deals_score_id_idx'::regclass",
  );
  await installEntities(database, [shop, deals], []);
  expect(
    await database.query(
      "select indexdef as definition from pg_indexes where indexname = 'account_deals_score_id_idx'",
    ),
  ).toEqual([
    {
      definition:
        'CREATE INDEX account_deals_score_id_idx ON shop.account USING btree (deals_score, id)',
    },
  ]);
  expect((await readIndexStates(database)).every((index) => index.state === 'ready')).toBe(true);
});

test('a table that is in use is waited for, and those who use it are not kept waiting', async () => {
  const later = {
    ...deals,
    plugin: { entities: [Deal], extends: { 'shop.account': { later: text() } } },
  };
  const reader = await pool.connect();
  await reader.query('begin');
  await reader.query('select * from shop.account');
  const installed = installEntities(database, [shop, later], []);
  await waitFor(async () => {
    const [row] = await database.query<{ n: number }>(
      "select count(*)::int as n from pg_locks where relation = 'shop.account'::regclass and not granted",
    );
    return row?.n === 1;
  });
  expect((await database.query('select name from shop.account')).length).toBe(3);
  await reader.query('commit');
  reader.release();
  await installed;
  expect(await columns(database, 'shop.account')).toContain('deals_later text');
});

async function waitFor(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a custom field is written down, hidden, and comes back only as what it was', async () => {
  const models = await installEntities(database, [shop, deals], []);
  const field = {
    entity: 'shop.account',
    name: 'x_zone',
    definition: { type: 'text', inverse: {} as never },
  } as const;
  await addCustomField(database, models, field);
  expect(await readCustomFields(database)).toEqual([
    { entity: 'shop.account', name: 'zone', definition: { type: 'text', maxLength: 20_000 } },
  ]);
  await expect(addCustomField(database, models, field)).rejects.toMatchObject({
    code: 'CORE_VALUE_TAKEN',
  });
  await removeCustomField(database, 'shop.account', 'zone');
  expect(await readCustomFields(database)).toEqual([]);
  await expect(removeCustomField(database, 'shop.account', 'zone')).rejects.toMatchObject({
    code: 'CORE_NAME_UNKNOWN',
  });
  const other = { ...field, definition: { type: 'integer' } } as const;
  await expect(addCustomField(database, models, other)).rejects.toMatchObject({
    code: 'CORE_VALUE_TAKEN',
  });
  await addCustomField(database, models, field);
  await expect(
    addCustomField(database, models, { ...field, name: 'end', definition: { type: 'state' } }),
  ).rejects.toMatchObject({ code: 'CORE_REQUEST_INVALID' });
});

test('two hosts that install at once make one change', async () => {
  const Note = defineEntity('notes.note', {
    ...names,
    path: 'notes',
    fields: { name: text(), account: ref('shop.account') },
  });
  const notes = { manifest: { id: 'notes' }, plugin: { entities: [Note] } };
  const before = await changes(database);
  await Promise.all([1, 2, 3].map(() => installEntities(database, [shop, notes], [])));
  expect(await changes(database)).toBe(before + 1);
});

test('system steps run once, and later ones when they are added', async () => {
  const steps = [
    'create table tessera.mine (n int); insert into tessera.mine values (1)',
    'insert into tessera.mine values (2)',
  ];
  await Promise.all([1, 2].map(() => applySystemTables(database, [{ name: 'mine', steps }])));
  expect(await database.query('select n from tessera.mine order by n')).toEqual([
    { n: 1 },
    { n: 2 },
  ]);
});
