import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjust, makeAccount } from './account.ts';
import { answered } from './answered.ts';
import { createLoyaltyHost } from './loyalty-host.ts';

const ACCOUNTS = '/api/customer/accounts';
const OPPORTUNITIES = '/api/sales/opportunities';
/** What people have made that names a field of `loyalty`: filters of views, and of what a role reaches. */
const FILTERS = {
  'Many points': { entity: 'customer.account', filter: { loyalty_points: { gt: 1000 } } },
  'Not gold': { entity: 'customer.account', filter: { not: { 'loyalty_tier.key': 'gold' } } },
  'Without points': { entity: 'customer.account', filter: { pointEntries: { none: {} } } },
  'Either way': {
    entity: 'customer.account',
    filter: { or: [{ 'loyalty_tier.key': 'gold' }, { name: { contains: 'Plain' } }] },
  },
  'Of gold': { entity: 'sales.opportunity', filter: { 'account.loyalty_tier.key': 'gold' } },
} as const;
type FilterName = keyof typeof FILTERS;
const NAMES = Object.keys(FILTERS) as FilterName[];
/** What each of them finds while everything is on. */
const FOUND: Readonly<Record<FilterName, readonly string[]>> = {
  'Many points': ['Rich'],
  'Not gold': ['Plain'],
  'Without points': ['Plain'],
  'Either way': ['Plain', 'Rich'],
  'Of gold': ['Rich deal'],
};

let host: TestHost;
let admin: TestClient;
const readers = new Map<FilterName, TestClient>();
let rich: string;

beforeAll(async () => {
  host = await createLoyaltyHost();
  admin = host.as('administrator');
  rich = await makeAccount(admin, 'Rich');
  const plain = await makeAccount(admin, 'Plain');
  await adjust(admin, rich, 25_000);
  await admin.post(OPPORTUNITIES, { name: 'Rich deal', account: rich, amount: 5 });
  await admin.post(OPPORTUNITIES, { name: 'Plain deal', account: plain, amount: 5 });
  for (const [index, name] of NAMES.entries()) {
    const { entity, filter } = FILTERS[name];
    const view = { entity, name, filter, visibility: 'all' };
    await answered(admin.post('/api/views', view));
    const actions = { read: { filter }, update: { filter }, delete: { filter } };
    const role = {
      key: `reader-${index}`,
      name: `Reader: ${name}`,
      // What is said of everything does not come in when what is said of this one reaches nothing.
      grants: [
        { entity, actions },
        { entity: '*', actions: { read: 'all' } },
      ],
      permissions: [],
    };
    await answered(admin.post('/api/tessera/roles', role));
    readers.set(name, host.as(await host.user({ name: `Reader ${index}`, roles: [role.key] })));
  }
  await admin.post('/api/views', {
    entity: 'customer.account',
    name: 'Columns alone',
    columns: [{ field: 'name' }, { field: 'loyalty_points' }],
  });
});
afterAll(() => host?.close());

const pathOf = (name: FilterName): string =>
  FILTERS[name].entity === 'customer.account' ? ACCOUNTS : OPPORTUNITIES;
const readerOf = (name: FilterName): TestClient => readers.get(name) ?? admin;
const titles = (rows: readonly { readonly name: string }[]): readonly string[] =>
  rows.map((row) => row.name).toSorted();

async function whileOff(work: () => Promise<void>): Promise<void> {
  await answered(admin.post('/api/plugins/loyalty/disable', {}));
  try {
    await work();
  } finally {
    await answered(admin.post('/api/plugins/loyalty/enable', {}));
  }
}

/** The views by name. */
// oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the test
async function views(): Promise<Readonly<Record<string, any>>> {
  const { body } = await admin.get('/api/views');
  return Object.fromEntries(body.views.map((view: { name: string }) => [view.name, view]));
}

/** All that a reader finds, each way that there is to find it. */
async function everything(name: FilterName): Promise<Readonly<Record<string, unknown>>> {
  const reader = readerOf(name);
  const path = pathOf(name);
  const list = await reader.get(path);
  const word = await reader.get(`${path}?q=plain`);
  const counted = await reader.post(`${path}/aggregate`, { measures: { count: 'count' } });
  const global = await reader.get('/api/search?q=rich');
  return {
    list: [list.status, titles(list.body)],
    word: [word.status, titles(word.body)],
    count: [counted.status, counted.body?.[0]?.count ?? 0],
    search: JSON.stringify(global.body).includes(FILTERS[name].entity),
  };
}

test('before it is switched off, what names it is listed', async () => {
  const { status, body } = await admin.get('/api/plugins/loyalty/impact?verb=disable');
  expect(status).toBe(200);
  const titlesOf = (kind: string): readonly string[] =>
    body.definitions
      .filter((one: { kind: string }) => one.kind === kind)
      .map(({ title }: { title: string }) => title);
  expect(titlesOf('view')).toEqual(['Columns alone', ...NAMES].toSorted());
  expect(titlesOf('role')).toEqual(expect.arrayContaining(NAMES.map((name) => `Reader: ${name}`)));
  const ofGold = body.definitions.find(
    ({ kind, title }: { kind: string; title: string }) => kind === 'view' && title === 'Of gold',
  );
  expect(ofGold.names).toContain('customer.account.loyalty_tier');
});

test.each(NAMES)(
  'a role that reaches “%s” reaches nothing while it is off, and the same again after',
  async (name) => {
    const before = await everything(name);
    expect(before['list']).toEqual([200, FOUND[name]]);
    await whileOff(async () => {
      const off = await everything(name);
      expect(off).toEqual({ list: [200, []], word: [200, []], count: [200, 0], search: false });
    });
    expect(await everything(name)).toEqual(before);
  },
);

test('a record that was within reach is neither read, changed nor deleted while it is off', async () => {
  const reader = readerOf('Many points');
  const path = `${ACCOUNTS}/${rich}`;
  const attempts = async () => [
    (await reader.get(path)).status,
    (await reader.get(`${path}/history`)).status,
    (await reader.get(`${path}/timeline`)).status,
    (await reader.patch(path, { description: 'Changed' })).status,
  ];
  expect(await attempts()).toEqual([200, 200, 200, 200]);
  await whileOff(async () => {
    for (const status of await attempts()) expect([403, 404]).toContain(status);
    expect([403, 404]).toContain((await reader.delete(path)).status);
  });
  expect(await attempts()).toEqual([200, 200, 200, 200]);
});

test('a view with such a filter sleeps and says what it needs; its list is refused, not shown whole', async () => {
  const before = await views();
  for (const name of NAMES) expect(before[name]).toMatchObject({ isDormant: false, needs: [] });
  await whileOff(async () => {
    const off = await views();
    for (const name of NAMES) {
      expect(off[name], name).toMatchObject({
        isDormant: true,
        filter: FILTERS[name].filter,
        needs: [{ plugin: 'loyalty', label: { en: 'Loyalty' } }],
      });
      const query = new URLSearchParams({ filter: JSON.stringify(FILTERS[name].filter) });
      const list = await admin.get(`${pathOf(name)}?${query}`);
      expect([list.status, list.body.code]).toEqual([400, 'CORE_NAME_UNKNOWN']);
    }
    expect(off['Columns alone']).toMatchObject({ isDormant: false, missing: ['loyalty_points'] });
    const short = await admin.get(`${ACCOUNTS}?loyalty_points_gt=1000`);
    expect(short.status).toBe(400);
  });
  expect(await views()).toEqual(before);
});
