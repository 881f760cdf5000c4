import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEntity, definePlugin, ref, text } from '@tessera/sdk';
import { installed, type TestClient, type TestHost } from '@tessera/host/testing';
import { extract } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjust, balance, ledger, makeAccount } from './account.ts';
import { createLoyaltyHost, loyaltyPlugins } from './loyalty-host.ts';

const Voucher = defineEntity('voucher.voucher', {
  label: { en: 'Voucher' },
  plural: { en: 'Vouchers' },
  path: 'vouchers',
  title: 'name',
  owned: false,
  fields: { name: text().required(), entry: ref('loyalty.entry') },
});
/** Another plugin whose records point to the ledger. */
const voucher = installed(definePlugin({ entities: [Voucher] }), {
  id: 'voucher',
  requires: { loyalty: '*' },
});

let host: TestHost;
let admin: TestClient;
let url: string;
let token: string;
let account: string;

beforeAll(async () => {
  host = await createLoyaltyHost({ plugins: [...loyaltyPlugins(), voucher] });
  url = await host.listen();
  admin = host.as('administrator');
  token = (await admin.authorization()) ?? '';
  account = await makeAccount(admin, 'Rich');
  const other = await makeAccount(admin, 'Gone');
  const entry = await adjust(admin, account, 25_000);
  await adjust(admin, other, 5);
  await admin.delete(`/api/customer/accounts/${other}`);
  await admin.post('/api/voucher/vouchers', { name: 'For tea', entry });
  await admin.post('/api/views', {
    entity: 'loyalty.entry',
    name: 'Of today',
    filter: { points: { gt: 1 } },
  });
  await host.settle();
});
afterAll(() => host?.close());

const purge = () => admin.post('/api/plugins/loyalty/purge', { confirm: 'loyalty' });

/** The export, table by table. */
async function readExport(path: string): Promise<ReadonlyMap<string, readonly object[]>> {
  const response = await fetch(url + path, { headers: { authorization: token } });
  expect(response.status).toBe(200);
  const folder = await mkdtemp(join(tmpdir(), 'tessera-export-'));
  try {
    const file = join(folder, 'export.tar.gz');
    await writeFile(file, new Uint8Array(await response.arrayBuffer()));
    await extract({ file, cwd: folder });
    const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
    const tables = await Promise.all(
      names.map(async (name): Promise<[string, readonly object[]]> => {
        const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter(Boolean);
        return [name.replace('.jsonl', ''), lines.map((line) => JSON.parse(line) as object)];
      }),
    );
    return new Map(tables);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rowsOf = (query: string): Promise<readonly { readonly row: object }[]> =>
  host.kernel.database.query(`select to_jsonb(x) as row from (${query}) x order by x.id`);

test('it is counted, and refused while it is on, unconfirmed, or pointed to', async () => {
  expect(await purge()).toMatchObject({ status: 409, body: { code: 'CORE_PLUGIN_ENABLED' } });
  expect((await admin.post('/api/plugins/loyalty/disable', { cascade: true })).status).toBe(200);
  const { body } = await admin.get('/api/plugins/loyalty/purge');
  const fields = { loyalty_points: 2, loyalty_reviewAt: 2, loyalty_tier: 1 };
  expect(body).toMatchObject({
    rows: [
      { entity: 'loyalty.entry', count: 2 },
      { entity: 'loyalty.tier', count: 3 },
    ],
    columns: Object.entries(fields).map(([field, count]) => ({
      entity: 'customer.account',
      field,
      count,
    })),
    references: [{ plugin: 'voucher', entity: 'voucher.voucher', field: 'entry' }],
    others: expect.arrayContaining([{ what: 'views', count: 1 }]),
  });
  const unconfirmed = await admin.post('/api/plugins/loyalty/purge', { confirm: 'Loyalty' });
  expect(unconfirmed).toMatchObject({ status: 422, body: { code: 'HOST_PURGE_UNCONFIRMED' } });
  expect(await purge()).toMatchObject({
    status: 409,
    body: {
      code: 'CORE_PLUGIN_REFERENCED',
      message: expect.stringContaining('voucher.voucher.entry'),
    },
  });
  expect(await rowsOf('select id from loyalty.entry')).toHaveLength(2);
});

test('its export holds every row, and nothing of it is left', async () => {
  const away = await admin.post('/api/plugins/voucher/purge', { confirm: 'voucher' });
  expect(away.status, JSON.stringify(away.body)).toBe(200);
  const before = {
    entries: await rowsOf('select * from loyalty.entry'),
    tiers: await rowsOf('select * from loyalty.tier'),
    accounts: await rowsOf(
      `select to_jsonb(a) - array(select jsonb_object_keys(to_jsonb(a)) intersect select column_name from information_schema.columns
         where table_schema = 'customer' and table_name = 'account' and column_name like 'loyalty\\_%') as kept, id from customer.account a`,
    ),
    members: await rowsOf('select id, loyalty_tier_id from customer.account'),
  };
  const { status, body } = await purge();
  expect(status, JSON.stringify(body)).toBe(200);

  const tables = await readExport(body.export);
  const exported = (name: string) =>
    tables.get(name)?.toSorted((one, other) => idOf(one).localeCompare(idOf(other)));
  const plain = (rows: readonly { readonly row: object }[]) => rows.map(({ row }) => row);
  expect(exported('loyalty.entry')).toEqual(plain(before.entries));
  expect(exported('loyalty.tier')).toEqual(plain(before.tiers));
  expect(exported('customer.account')).toMatchObject(plain(before.members));

  const left = await host.kernel.database.query(
    `select (select count(*)::int from pg_namespace where nspname = 'loyalty') as schemas,
      (select count(*)::int from information_schema.columns where column_name like 'loyalty\\_%') as columns,
      (select count(*)::int from tessera.saved_view where entity like 'loyalty.%') as views,
      (select count(*)::int from tessera.search where entity like 'loyalty.%') as search,
      (select count(*)::int from tessera.event where entity like 'loyalty.%') as events,
      (select count(*)::int from tessera.subscription where plugin = 'loyalty') as subscriptions,
      (select count(*)::int from tessera.catalog where plugin = 'loyalty') as catalog`,
  );
  expect(left).toEqual([
    { schemas: 0, columns: 0, views: 0, search: 0, events: 0, subscriptions: 0, catalog: 0 },
  ]);
  const accounts = await rowsOf('select to_jsonb(a) as kept, id from customer.account a');
  expect(plain(accounts)).toEqual(plain(before.accounts));
});

test('enabled again it begins anew', async () => {
  expect((await admin.post('/api/plugins/loyalty/enable', {})).status).toBe(200);
  await host.settle();
  expect(await balance(admin, account)).toMatchObject({ points: 0, tier: null });
  expect(await ledger(admin, account)).toEqual([]);
  expect((await admin.get('/api/loyalty/tiers')).body).toHaveLength(3);
  await adjust(admin, account, 25_001);
  expect(await balance(admin, account)).toMatchObject({ points: 25_001, tier: { key: 'gold' } });
});

function idOf(row: object): string {
  return String((row as { readonly id: unknown }).id);
}
