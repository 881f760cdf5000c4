import {
  definePlugin,
  when,
  type InstalledPlugin,
  type Logger,
  type RecordEvent,
} from '@tessera/core';
import { expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { crmPlugins } from './crm-host.ts';

const ROUNDS = 20;
const ACCOUNTS = '/api/customer/accounts';
const OPPORTUNITIES = '/api/sales/opportunities';

test('sales is switched 20 times under load: customer does not notice, no row changes, no event is lost', async () => {
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins: crmPlugins.map(listening),
    log,
  });
  const admin = host.as('administrator');
  const kept = await fill(host);
  await host.settle();
  const before = await checksums(host, kept);
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining([
      'customer.account',
      'customer.contact_point',
      'sales.opportunity',
      'sales.stage',
    ]),
  );

  const url = await host.listen();
  const authorization = (await admin.authorization()) ?? '';
  const customers = createLoad(url, authorization, customerCalls);
  const sellers = createLoad(url, authorization, salesCalls);
  const missed: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    expect(await admin.post('/api/plugins/sales/disable')).toMatchObject({
      status: 200,
      body: { id: 'sales', state: 'disabled' },
    });
    await expectSales(host, false);
    const made = await admin.post(ACCOUNTS, { name: `made while off ${round}` });
    expect(made.status).toBe(201);
    missed.push(made.body.id);
    expect(await admin.post('/api/plugins/sales/enable')).toMatchObject({
      status: 200,
      body: { id: 'sales', state: 'active' },
    });
    await expectSales(host, true);
  }
  const customerAnswers = await customers.stop();
  const salesAnswers = await sellers.stop();

  expect(customerAnswers.filter(({ status }) => status >= 300)).toEqual([]);
  expect(customerAnswers.length).toBeGreaterThan(10 * ROUNDS);
  expect(salesAnswers.filter(({ status }) => ![200, 201, 404, 503].includes(status))).toEqual([]);
  expect(salesAnswers.some(({ status }) => status === 404)).toBe(true);

  expect(await checksums(host, kept)).toEqual(before);
  const made = await admin.get(`${OPPORTUNITIES}?name=made under load&_end=1`);
  expect(made.headers.get('X-Total-Count')).toBe(
    String(salesAnswers.filter(({ status }) => status === 201).length),
  );
  await host.settle();
  const reached = await admin.get(
    `${OPPORTUNITIES}?_end=1000&fields=account&q=welcome&account=${missed.join('&account=')}`,
  );
  expect(reached.body.map(({ account }: { account: string }) => account).toSorted()).toEqual(
    missed.toSorted(),
  );
  await host.close();
}, 240_000);

/** Says what goes wrong, but for the answers that are expected while a plugin is switched. */
const log: Logger = {
  debug() {},
  info() {},
  warn() {},
  error(message, details) {
    if (details && 'code' in details && details.code === 'CORE_PLUGIN_UNAVAILABLE') return;
    console.error(message, details ?? '');
  },
};

/** `sales` as it is, but it also greets each new account that is made for that. */
function listening(one: InstalledPlugin): InstalledPlugin {
  if (one.manifest.id !== 'sales') return one;
  const greet = when('customer.account.created', async (ctx, { payload }) => {
    const { record, after } = payload as RecordEvent;
    if (!String(after?.['name']).startsWith('made while off')) return;
    const opportunities = ctx.asSystem('greets a new account').records('sales.opportunity');
    if ((await opportunities.count({ account: record })) === 0)
      await opportunities.create({ name: 'welcome', account: record });
  });
  return {
    ...one,
    plugin: definePlugin({ ...one.plugin, events: [...(one.plugin.events ?? []), greet] }),
  };
}

/** Records of every kind that nobody touches afterwards; answers their ids. */
async function fill(host: TestHost): Promise<readonly string[]> {
  const admin = host.as('administrator');
  const post = async (path: string, values: object): Promise<string> => {
    const made = await admin.post(path, values);
    expect(made.status).toBe(201);
    return made.body.id;
  };
  const product = await post('/api/sales/products', {
    name: 'GTX Pro',
    price: { amount: '4821', currency: 'USD' },
  });
  for (let index = 0; index < 10; index++) {
    const account = await post(ACCOUNTS, {
      name: `客户 ${index}`,
      annualRevenue: 1000 + index,
      industry: 'retail',
    });
    const contact = await post('/api/customer/contacts', {
      familyName: '王',
      givenName: '晓彤',
      account,
      email: `w${index}@example.com`,
    });
    await post('/api/customer/activities', {
      type: 'call',
      subject: 'Called',
      contact,
      regarding: { entity: 'customer.account', id: account },
    });
    const opportunity = {
      account,
      product,
      primaryContact: contact,
      amount: `${index}.50`,
      stage: index % 2 ? 'won' : 'engaging',
    };
    await post(OPPORTUNITIES, { name: `Deal ${index}`, ...opportunity });
  }
  const { rows } = await host.kernel.database.pool.query<{ id: string }>(
    `${(await tables(host)).map((table) => `select id from ${table}`).join(' union all ')}`,
  );
  return rows.map(({ id }) => id);
}

/** Whether everything of `sales` is there, or nothing of it. */
async function expectSales(host: TestHost, isOn: boolean): Promise<void> {
  const admin = host.as('administrator');
  expect((await admin.get(`${OPPORTUNITIES}?_end=1`)).status).toBe(isOn ? 200 : 404);
  const { body: accounts } = await admin.get(`${ACCOUNTS}?_end=1`);
  expect('sales_openAmount' in accounts[0]).toBe(isOn);
  expect((await admin.get(`${ACCOUNTS}?_end=1&sales_openCount_gte=0`)).status).toBe(
    isOn ? 200 : 400,
  );
  const { body: openapi } = await admin.get('/api/openapi.json');
  const text = JSON.stringify(openapi);
  expect(text.includes('sales_openAmount')).toBe(isOn);
  expect(Object.keys(openapi.paths).some((path) => path.startsWith('/api/sales/'))).toBe(isOn);
  expect(openapi.paths).toHaveProperty([ACCOUNTS]);
  const { body: meta } = await admin.get('/api/meta');
  expect(JSON.stringify(meta).includes('sales.opportunity')).toBe(isOn);
}

type Call = (path: string, method?: string, body?: object) => Promise<{ readonly id?: string }>;

async function customerCalls(call: Call, turn: number): Promise<void> {
  const account = await call(ACCOUNTS, 'POST', { name: `load ${turn}` });
  const contact = await call('/api/customer/contacts', 'POST', {
    familyName: 'Load',
    email: `load${turn}@example.com`,
    account: account.id,
  });
  await call(`${ACCOUNTS}?_end=10&_sort=-name&include=parent,owner`);
  await call(`/api/customer/contacts/${contact.id}`, 'PATCH', {
    email: `again${turn}@example.com`,
  });
  await call(`/api/customer/contacts?account.name=${encodeURIComponent(`load ${turn}`)}&q=load`);
  await call(`${ACCOUNTS}/aggregate`, 'POST', { groupBy: ['industry'], measures: { n: 'count' } });
  await call(`${ACCOUNTS}/${account.id}`, 'PATCH', { location: 'Here' });
  await call(`${ACCOUNTS}/${account.id}/timeline`);
  await call(`/api/customer/contacts/${contact.id}`, 'DELETE');
  await call(`${ACCOUNTS}/${account.id}`, 'DELETE');
}

async function salesCalls(call: Call): Promise<void> {
  await call(`${OPPORTUNITIES}?_end=5&include=account,stage`);
  await call(OPPORTUNITIES, 'POST', { name: 'made under load', stage: 'proposal', amount: 5 });
}

interface Told {
  readonly status: number;
  readonly text: string;
}

/** Two callers that go on without a pause until they are stopped; then what they were told. */
function createLoad(
  url: string,
  authorization: string,
  calls: (call: Call, turn: number) => Promise<void>,
) {
  const headers = { authorization, 'content-type': 'application/json' };
  const answers: Told[] = [];
  let isOn = true;
  const call: Call = async (path, method = 'GET', body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    answers.push({
      status: response.status,
      text: response.ok ? '' : `${method} ${path}: ${text}`,
    });
    return response.ok && text !== '' ? JSON.parse(text) : {};
  };
  const callers = [0, 1].map(async (caller) => {
    for (let turn = 0; isOn; turn++) await calls(call, turn * 2 + caller);
  });
  return {
    async stop(): Promise<readonly Told[]> {
      isOn = false;
      await Promise.all(callers);
      return answers;
    },
  };
}

/** One checksum a table over every column of the rows, as PostgreSQL writes them. */
async function checksums(host: TestHost, ids: readonly string[]): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const table of await tables(host)) {
    const { rows } = await host.kernel.database.pool.query<{ sum: string }>(
      `select count(*) || ' ' || md5(string_agg(t::text, e'\\n' order by id)) as sum from ${table} t where id = any($1::uuid[])`,
      [ids],
    );
    sums[table] = rows[0]?.sum ?? '';
  }
  return sums;
}

async function tables({ kernel }: TestHost): Promise<readonly string[]> {
  const { rows } = await kernel.database.pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('customer', 'sales') and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  return rows.map(({ name }) => name);
}
