import { defineErrors, definePlugin, on, type InstalledPlugin } from '@tessera/core';
import { afterEach, expect, test } from 'vitest';
import { installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';

const ROUTE = '/api/sample-data';
const ACCOUNTS = '/api/customer/accounts';
const OPPORTUNITIES = '/api/sales/opportunities';
const ENTITIES = [
  'customer/accounts',
  'customer/contacts',
  'customer/activities',
  'customer/contact-points',
  'sales/products',
  'sales/opportunities',
];

const errors = defineErrors({
  productRefused: { code: 'STRICT_PRODUCT', status: 422, message: 'No product fits here.' },
});

let host: TestHost;
afterEach(() => host.close());

async function open(more: readonly InstalledPlugin[] = []): Promise<TestClient> {
  host = await createCrmHost(more);
  return host.as('administrator');
}

async function countOf(admin: TestClient, path: string, query = ''): Promise<number> {
  const { headers } = await admin.get(`/api/${path}?_end=1${query}`);
  return Number(headers.get('X-Total-Count'));
}

async function countAll(admin: TestClient): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const path of ENTITIES) counts[path] = await countOf(admin, path);
  return counts;
}

async function makeAll(admin: TestClient): Promise<void> {
  expect((await admin.post(ROUTE)).status).toBe(202);
  await host.settle();
  expect((await admin.get(ROUTE)).body).toMatchObject({ state: 'present', kept: [] });
}

test('a year of example data is made once, lies in the past, and goes to the last record but for what own records need', async () => {
  const admin = await open();
  expect((await admin.get(ROUTE)).body).toMatchObject({ state: 'none', offered: true, counts: [] });
  // Asked twice at once, it is made once.
  const [one, other] = await Promise.all([admin.post(ROUTE), admin.post(ROUTE)]);
  expect([one.status, other.status]).toEqual([202, 202]);
  await host.settle();
  const made = (await admin.get(ROUTE)).body;
  expect(made).toMatchObject({ state: 'present', offered: false, done: made.total, keptCount: 0 });
  expect(made.counts.slice(0, 2)).toEqual([
    { entity: 'customer.account', count: 120 },
    { entity: 'customer.contact', count: 260 },
  ]);
  const activities = await countOf(admin, 'customer/activities');
  expect(activities).toBeGreaterThan(1300);
  expect(activities).toBeLessThan(1800);

  // Records, histories and audit are of the year, not of today.
  const opportunities = (await admin.get(`${OPPORTUNITIES}?_end=200&_sort=createdAt&include=stage`))
    .body as { id: string; createdAt: string; updatedAt: string; stage: { kind: string } }[];
  const now = host.clock.now().toISOString();
  expect(opportunities).toHaveLength(180);
  expect(Date.parse(now) - Date.parse(opportunities[0]!.createdAt)).toBeGreaterThan(
    250 * 86_400_000,
  );
  expect(opportunities.filter(({ updatedAt }) => updatedAt > now)).toEqual([]);
  const kinds = Map.groupBy(opportunities, ({ stage }) => stage.kind);
  const won = kinds.get('won')?.length ?? 0;
  const closed = won + (kinds.get('lost')?.length ?? 0);
  expect(won / closed).toBeGreaterThan(0.15);
  expect(won / closed).toBeLessThan(0.45);
  const winner = kinds.get('won')?.[0]?.id;
  const stages = (await admin.get(`${OPPORTUNITIES}/${winner}/stages`)).body as {
    enteredAt: string;
    to: { kind: string };
  }[];
  expect(stages.at(-1)?.to.kind).toBe('won');
  expect(new Set(stages.map(({ enteredAt }) => enteredAt.slice(0, 10))).size).toBe(stages.length);
  const history = (await admin.get(`${OPPORTUNITIES}/${winner}/history`)).body as { at: string }[];
  expect(history[0]?.at).toBe(stages.at(-1)?.enteredAt);

  // Both languages, addresses that nobody has, overdue and future tasks.
  const names = ((await admin.get(`${ACCOUNTS}?_end=200`)).body as { name: string }[]).map(
    ({ name }) => name,
  );
  expect(names.filter((name) => /\p{Script=Han}/u.test(name))).toHaveLength(60);
  const contacts = (await admin.get('/api/customer/contacts?_end=300')).body as { email: string }[];
  expect(contacts.filter(({ email }) => !email.endsWith('.example.com'))).toEqual([]);
  const today = host.clock.today();
  const due = (operator: string): Promise<number> =>
    countOf(admin, 'customer/activities', `&type=task&status=planned&dueDate${operator}=${today}`);
  expect(await due('_lt')).toBeGreaterThan(2);
  expect(await due('')).toBeGreaterThan(2);
  expect(await due('_gt')).toBeGreaterThan(5);

  // A deal of one's own needs its account; a changed example does not stay.
  const account = (await admin.get(`${ACCOUNTS}?_end=2`)).body as { id: string; name: string }[];
  await admin.patch(`${ACCOUNTS}/${account[1]!.id}`, { name: 'Changed by hand' });
  const own = await admin.post(OPPORTUNITIES, { name: 'My own', account: account[0]!.id });
  expect(own.status).toBe(201);
  expect((await admin.delete(ROUTE)).status).toBe(202);
  await host.settle();
  const rest = (await admin.get(ROUTE)).body;
  expect(rest).toMatchObject({
    state: 'present',
    keptCount: 1,
    kept: [
      {
        entity: 'customer.account',
        id: account[0]!.id,
        title: account[0]!.name,
        reason: 'used',
        by: 'sales.opportunity',
      },
    ],
  });
  expect(await countAll(admin)).toEqual({
    'customer/accounts': 1,
    'customer/contacts': 0,
    'customer/activities': 0,
    'customer/contact-points': 0,
    'sales/products': 0,
    'sales/opportunities': 1,
  });

  // Once nothing needs it any more it goes too.
  await admin.delete(`${OPPORTUNITIES}/${own.body.id}`);
  await admin.delete(ROUTE);
  await host.settle();
  expect((await admin.get(ROUTE)).body).toMatchObject({ state: 'none', offered: true });
}, 240_000);

test('making that breaks off says why, goes on where it stopped, and what is there can be taken away', async () => {
  const strict = installed(
    definePlugin({
      hooks: [
        on('sales.product.validating', () => {
          throw errors.productRefused();
        }),
      ],
    }),
    { id: 'strict', requires: { sales: '^0.1' } },
  );
  const admin = await open([strict]);
  await admin.post(ROUTE);
  await host.settle();
  const failed = (await admin.get(ROUTE)).body;
  expect(failed).toMatchObject({ state: 'failed', step: 'making' });
  expect(failed.reason).toContain('No product fits here.');
  const before = await countAll(admin);
  expect(before['customer/accounts']).toBe(120);
  expect(before['sales/products']).toBe(0);

  await admin.post('/api/plugins/strict/disable');
  await makeAll(admin);
  const after = await countAll(admin);
  expect(after['customer/accounts']).toBe(120);
  expect(after['customer/contacts']).toBe(260);
  expect(after['sales/products']).toBe(12);

  // While sales is off its records cannot go; they go later.
  await admin.post('/api/plugins/sales/disable', { cascade: true });
  await admin.delete(ROUTE);
  await host.settle();
  expect((await admin.get(ROUTE)).body).toMatchObject({ state: 'present' });
  // An account stays with its contacts, whom the opportunities of sales still name.
  expect((await admin.get(ROUTE)).body.kept[0]).toMatchObject({
    entity: 'customer.account',
    reason: 'refused',
    by: expect.stringContaining('still used'),
  });
  await admin.post('/api/plugins/sales/enable');
  await admin.delete(ROUTE);
  await host.settle();
  expect((await admin.get(ROUTE)).body.state).toBe('none');
}, 240_000);

test('who may not manage the settings neither sees nor makes example data', async () => {
  await open();
  const seller = host.as('sales-manager');
  const answers = [
    await seller.get(ROUTE),
    await seller.post(ROUTE),
    await seller.delete(ROUTE),
    await seller.post(`${ROUTE}/keep`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  expect((await host.as('anonymous').get(ROUTE)).status).toBe(401);
});
