import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import { defineEntity } from '../src/entities/entity.ts';
import { choice, integer, text } from '../src/entities/field-builders.ts';
import { installEntities, readCatalog } from '../src/entities/install.ts';
import { readIndexStates } from '../src/entities/schema-runner.ts';
import { applySystemTables } from '../src/entities/system-tables.ts';
import { createDatabase, type Database } from '../src/records/database.ts';
import { Account, changes, columns, deals, names, shop } from './entities-shop.ts';

let pool: pg.Pool;
let database: Database;

beforeAll(async () => {
  pool = new pg.Pool(await makeEmptyDatabase());
  database = createDatabase(pool);
  await applySystemTables(database, []);
});
afterAll(() => pool.end());

test('a first installation makes schema, table, keys and indexes', async () => {
  await installEntities(database, [shop], []);
  expect(await columns(database, 'shop.account')).toEqual([
    'id uuid',
    'created_at timestamp(3) with time zone',
    'created_by uuid',
    'updated_at timestamp(3) with time zone',
    'updated_by uuid',
    'version integer',
    'deleted_at timestamp(3) with time zone',
    'delete_batch uuid',
    'source text',
    'owner_id uuid',
    'team_id uuid',
    'name text',
    'mail text',
    'industry text',
    'parent_id uuid',
    'revenue_base numeric(20,4)',
    'revenue_amount numeric(20,4)',
    'revenue_currency character(3)',
    'revenue_rate numeric(20,10)',
    'revenue_rate_date date',
  ]);
  const indexes = await database.query<{ definition: string }>(
    `select regexp_replace(indexdef, '^.* INDEX ', '') as definition from pg_indexes where schemaname = 'shop' order by 1`,
  );
  expect(indexes.map((row) => row.definition)).toMatchInlineSnapshot(`
    [
      "account_created_at_id_live ON shop.account USING btree (created_at, id) WHERE (deleted_at IS NULL)",
      "account_id_bin ON shop.account USING btree (id) WHERE (deleted_at IS NOT NULL)",
      "account_industry_id_idx ON shop.account USING btree (industry, id)",
      "account_mail_key ON shop.account USING btree (mail) WHERE (deleted_at IS NULL)",
      "account_name_natural ON shop.account USING btree (name COLLATE tessera."natural", id)",
      "account_owner_id_id_live ON shop.account USING btree (owner_id, id) WHERE (deleted_at IS NULL)",
      "account_parent_id_idx ON shop.account USING btree (parent_id)",
      "account_pkey ON shop.account USING btree (id)",
      "account_team_id_id_live ON shop.account USING btree (team_id, id) WHERE (deleted_at IS NULL)",
      "account_updated_at_id_live ON shop.account USING btree (updated_at, id) WHERE (deleted_at IS NULL)",
    ]
  `);
});

test('the same again changes nothing', async () => {
  const before = await changes(database);
  await installEntities(database, [shop], []);
  expect(await changes(database)).toBe(before);
});

test('another plugin adds its tables and its columns to a table with rows', async () => {
  await database.query("insert into shop.account (id, name) values (gen_random_uuid(), 'Ann')");
  await installEntities(database, [shop, deals], []);
  expect((await columns(database, 'shop.account')).slice(-2)).toEqual([
    'deals_total numeric(20,4)',
    'deals_score bigint',
  ]);
  expect(await database.query('select name, deals_score as score from shop.account')).toEqual([
    { name: 'Ann', score: null },
  ]);
  expect(await readIndexStates(database)).toEqual([
    { name: 'shop.account_deals_score_id_idx', state: 'ready', reason: null },
  ]);
  const keys = await database.query(
    `select conrelid::regclass::text as table, pg_get_constraintdef(oid) as key from pg_constraint
     where contype = 'f' and connamespace in ('shop'::regnamespace, 'deals'::regnamespace) and conparentid = 0 order by 1, 2`,
  );
  expect(keys).toEqual([
    {
      table: 'deals.deal',
      key: 'FOREIGN KEY (account_id) REFERENCES shop.account(id) ON DELETE RESTRICT',
    },
    {
      table: 'shop.account',
      key: 'FOREIGN KEY (parent_id) REFERENCES shop.account(id) ON DELETE RESTRICT',
    },
  ]);
});

test('a row of a partitioned table goes to the month of its id', async () => {
  const milliseconds = Date.now().toString(16).padStart(12, '0');
  const id = `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7000-8000-000000000000`;
  await database.query('insert into deals.deal (id, name) values ($1, $2)', [id, 'Now']);
  const month = new Date().toISOString().slice(0, 7).replace('-', '_');
  expect(
    await database.query('select tableoid::regclass::text as partition from deals.deal'),
  ).toEqual([{ partition: `deals.deal_${month}` }]);
});

test('nothing is dropped when a plugin is absent, and it is found again when it is back', async () => {
  const before = await columns(database, 'shop.account');
  await installEntities(database, [shop], []);
  expect(await columns(database, 'shop.account')).toEqual(before);
  const count = await changes(database);
  await installEntities(database, [shop, deals], []);
  expect(await changes(database)).toBe(count);
  expect((await readCatalog(database)).map((entry) => entry.plugin)).toEqual(['deals', 'shop']);
});

test('a renamed field keeps its data, and versions with either name see the same', async () => {
  const { name, mail, parent, revenue } = Account.fields;
  const sector = choice(['retail']).indexed().was('industry');
  await database.query("update shop.account set industry = 'retail'");
  const Renamed = defineEntity('shop.account', {
    ...names,
    path: 'accounts',
    fields: { name, mail, sector, parent, revenue },
  });
  await installEntities(database, [{ ...shop, plugin: { entities: [Renamed] } }, deals], []);
  expect(await database.query('select sector from shop.account')).toEqual([{ sector: 'retail' }]);
  const both = () => database.query('select industry, sector from shop.account');
  await database.query('update shop.account set sector = null');
  expect(await both()).toEqual([{ industry: null, sector: null }]);
  await database.query("update shop.account set industry = 'medical'");
  expect(await both()).toEqual([{ industry: 'medical', sector: 'medical' }]);
  await database.query("update shop.account set sector = 'retail'");
  expect(await both()).toEqual([{ industry: 'retail', sector: 'retail' }]);
  const indexes = await database.query(
    "select indexname as name from pg_indexes where schemaname = 'shop' and indexdef like '%sector%'",
  );
  expect(indexes).toEqual([{ name: 'account_sector_id_idx' }]);
});

test('a custom field is a column, and stays one when the field is gone', async () => {
  const region = { entity: 'shop.account', name: 'region', definition: { type: 'text' } } as const;
  const models = await installEntities(database, [shop, deals], [region]);
  expect(models.get('shop.account')?.fields.get('x_region')?.columns).toEqual({
    value: 'x_region',
  });
  await installEntities(database, [shop, deals], []);
  expect(await columns(database, 'shop.account')).toContain('x_region text');
});

test('a field that changes its type is refused', async () => {
  const Changed = defineEntity('shop.account', {
    ...names,
    path: 'accounts',
    fields: { name: text(), mail: integer() },
  });
  const changed = { ...shop, plugin: { entities: [Changed] } };
  await expect(installEntities(database, [changed], [])).rejects.toMatchObject({
    code: 'CORE_PLUGIN_REJECTED',
    message: expect.stringContaining('shop.account.mail holds text and cannot become int8'),
  });
});

test('texts sort as a person reads: Han by pinyin, then Latin, numbers by value', async () => {
  const rows = await database.query<{ word: string }>(
    `select word from unnest($1::text[]) as word order by word collate tessera."natural"`,
    [['北京', 'Item 10', '阿里', 'item 2', 'Zoë', '张三', 'apple']],
  );
  expect(rows.map((row) => row.word)).toEqual([
    '阿里',
    '北京',
    '张三',
    'apple',
    'item 2',
    'Item 10',
    'Zoë',
  ]);
});
