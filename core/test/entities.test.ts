import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { defineEntity } from '../src/entities/entity.ts';
import { choice, date, email, integer, money, ref, refs, rollup, text } from '../src/entities/field.ts';
import { installEntities, readCatalog } from '../src/entities/install.ts';
import { readIndexStates } from '../src/entities/schema-runner.ts';
import { applySystemTables } from '../src/entities/system-tables.ts';
import { createDatabase, type Database } from '../src/records/database.ts';

let pool: pg.Pool;
let database: Database;

beforeAll(async () => {
  pool = new pg.Pool(await makeDatabase());
  database = createDatabase(pool);
  await applySystemTables(database, [{ name: 'mine', steps: ['create table tessera.mine (n int); insert into tessera.mine values (1)'] }]);
});
afterAll(() => pool.end());

const names = { label: { en: 'Thing' }, plural: { en: 'Things' }, title: 'name' } as const;
const Account = defineEntity('shop.account', {
  ...names,
  path: 'accounts',
  fields: {
    name: text().required(),
    mail: email().unique(),
    industry: choice(['retail']).indexed(),
    parent: ref('shop.account'),
    revenue: money(),
  },
});
const shop = { manifest: { id: 'shop' }, plugin: { entities: [Account] } };
const Deal = defineEntity('deals.deal', {
  ...names,
  path: 'deals',
  partitioned: true,
  fields: {
    name: text(),
    account: ref('shop.account'),
    others: refs('shop.account'),
    amount: money(),
    closed: date(),
  },
});
const deals = {
  manifest: { id: 'deals' },
  plugin: {
    entities: [Deal],
    extends: {
      'shop.account': {
        total: rollup({ entity: 'deals.deal', via: 'account', function: 'sum', field: 'amount' }),
        score: integer().indexed(),
      },
    },
  },
};

async function columns(table: string): Promise<string[]> {
  const rows = await database.query<{ column: string }>(
    `select attname || ' ' || format_type(atttypid, atttypmod) as column from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return rows.map((row) => row.column);
}

async function changes(): Promise<number> {
  const [row] = await database.query<{ n: number }>('select count(*)::int as n from tessera.schema_change');
  return row?.n ?? 0;
}

test('a first installation makes schema, table, keys and indexes', async () => {
  await installEntities(database, [shop], []);
  expect(await columns('shop.account')).toEqual([
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
      "account_created_at_id_idx ON shop.account USING btree (created_at, id)",
      "account_industry_id_idx ON shop.account USING btree (industry, id)",
      "account_mail_key ON shop.account USING btree (mail) WHERE (deleted_at IS NULL)",
      "account_name_natural ON shop.account USING btree (name COLLATE tessera."natural", id)",
      "account_owner_id_id_idx ON shop.account USING btree (owner_id, id)",
      "account_parent_id_idx ON shop.account USING btree (parent_id)",
      "account_pkey ON shop.account USING btree (id)",
      "account_team_id_id_idx ON shop.account USING btree (team_id, id)",
      "account_updated_at_id_idx ON shop.account USING btree (updated_at, id)",
    ]
  `);
});

test('the same again changes nothing', async () => {
  const before = await changes();
  await installEntities(database, [shop], []);
  expect(await changes()).toBe(before);
});

test('another plugin adds its tables and its columns to a table with rows', async () => {
  await database.query("insert into shop.account (id, name) values (gen_random_uuid(), 'Ann')");
  await installEntities(database, [shop, deals], []);
  expect((await columns('shop.account')).slice(-2)).toEqual(['deals_total numeric(20,4)', 'deals_score bigint']);
  expect(await database.query('select name, deals_score as score from shop.account')).toEqual([{ name: 'Ann', score: null }]);
  expect(await readIndexStates(database)).toEqual([{ name: 'shop.account_deals_score_id_idx', state: 'ready', reason: null }]);
  const keys = await database.query(
    `select conrelid::regclass::text as table, pg_get_constraintdef(oid) as key from pg_constraint
     where contype = 'f' and connamespace in ('shop'::regnamespace, 'deals'::regnamespace) and conparentid = 0 order by 1, 2`,
  );
  expect(keys).toEqual([
    { table: 'deals.deal', key: 'FOREIGN KEY (account_id) REFERENCES shop.account(id) ON DELETE RESTRICT' },
    { table: 'shop.account', key: 'FOREIGN KEY (parent_id) REFERENCES shop.account(id) ON DELETE RESTRICT' },
  ]);
});

test('a row of a partitioned table goes to the month of its id', async () => {
  const milliseconds = Date.now().toString(16).padStart(12, '0');
  const id = `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7000-8000-000000000000`;
  await database.query('insert into deals.deal (id, name) values ($1, $2)', [id, 'Now']);
  const month = new Date().toISOString().slice(0, 7).replace('-', '_');
  expect(await database.query('select tableoid::regclass::text as partition from deals.deal')).toEqual([
    { partition: `deals.deal_${month}` },
  ]);
});

test('nothing is dropped when a plugin is absent, and it is found again when it is back', async () => {
  const before = await columns('shop.account');
  await installEntities(database, [shop], []);
  expect(await columns('shop.account')).toEqual(before);
  const count = await changes();
  await installEntities(database, [shop, deals], []);
  expect(await changes()).toBe(count);
  expect((await readCatalog(database)).map((entry) => entry.plugin)).toEqual(['deals', 'shop']);
});

test('a renamed field keeps its column, its data and its type', async () => {
  const fields = { ...Account.fields, sector: choice(['retail']).indexed().was('industry') } as Record<string, never>;
  delete fields['industry'];
  await database.query("update shop.account set industry = 'retail'");
  const Renamed = defineEntity('shop.account', { ...names, path: 'accounts', fields: fields as never });
  await installEntities(database, [{ ...shop, plugin: { entities: [Renamed] } }, deals], []);
  expect(await database.query('select sector from shop.account')).toEqual([{ sector: 'retail' }]);
  expect(await columns('shop.account')).not.toContain('industry text');
});

test('a custom field is a column, and stays one when the field is gone', async () => {
  const region = { entity: 'shop.account', name: 'region', definition: { type: 'text' } } as const;
  const models = await installEntities(database, [shop, deals], [region]);
  expect(models.get('shop.account')?.fields.get('x_region')?.columns).toEqual({ value: 'x_region' });
  await installEntities(database, [shop, deals], []);
  expect(await columns('shop.account')).toContain('x_region text');
});

test('a field that changes its type is refused', async () => {
  const Changed = defineEntity('shop.account', { ...names, path: 'accounts', fields: { name: text(), mail: integer() } });
  const changed = { ...shop, plugin: { entities: [Changed] } };
  await expect(installEntities(database, [changed], [])).rejects.toMatchObject({
    code: 'CORE_PLUGIN_REJECTED',
    message: expect.stringContaining('shop.account.mail holds text and cannot become int8'),
  });
});

test('duplicates stop a unique field, are named, and do so again until they are gone', async () => {
  await database.query("insert into shop.account (id, name, deals_score) values (gen_random_uuid(), 'Ann', 5), (gen_random_uuid(), 'Bob', 5)");
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
  expect(await readIndexStates(database)).toContainEqual({ name: 'shop.account_deals_score_key', state: 'ready', reason: null });
});

test('two hosts that install at once make one change', async () => {
  const Note = defineEntity('notes.note', { ...names, path: 'notes', fields: { name: text(), account: ref('shop.account') } });
  const notes = { manifest: { id: 'notes' }, plugin: { entities: [Note] } };
  const before = await changes();
  await Promise.all([1, 2, 3].map(() => installEntities(database, [shop, notes], [])));
  expect(await changes()).toBe(before + 1);
});

test('system steps run once, and later ones when they are added', async () => {
  const steps = ['create table tessera.mine (n int); insert into tessera.mine values (1)', 'insert into tessera.mine values (2)'];
  await Promise.all([1, 2].map(() => applySystemTables(database, [{ name: 'mine', steps }])));
  expect(await database.query('select n from tessera.mine order by n')).toEqual([{ n: 1 }, { n: 2 }]);
});
