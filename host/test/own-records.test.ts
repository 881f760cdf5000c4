import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient, TestHost } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';
import { openStream } from './event-stream.ts';

const ACCOUNTS = '/api/customer/accounts';
const OPPORTUNITIES = '/api/sales/opportunities';
const STAGES = ['prospecting', 'engaging', 'won', 'lost'];

let host: TestHost;
let admin: TestClient;
/** Sees every account, and of the opportunities only own ones. */
let seller: TestClient;
let sellerId: string;
let accounts: readonly string[];
let own: readonly Deal[];
let foreign: readonly Deal[];

interface Deal {
  readonly id: string;
  readonly name: string;
}

beforeAll(async () => {
  host = await createCrmHost();
  admin = host.as('administrator');
  await write('/api/tessera/roles', {
    key: 'own-seller',
    name: 'Seller',
    grants: [
      { entity: 'customer.*', actions: { create: 'all', read: 'all', update: 'all' } },
      { entity: 'sales.*', actions: { read: 'all' } },
      {
        entity: 'sales.opportunity',
        actions: { create: 'own', read: 'own', update: 'own', delete: 'own' },
      },
      { entity: 'tessera.user', actions: { read: 'all' } },
    ],
    permissions: [],
  });
  sellerId = await host.user({ name: 'Seller', roles: ['own-seller'] });
  const strangerId = await host.user({ name: 'Stranger', roles: ['own-seller'] });
  seller = host.as(sellerId);

  accounts = await Promise.all(
    ['Alpha', 'Beta', 'Gamma'].map(async (name) => (await admin.post(ACCOUNTS, { name })).body.id),
  );
  const create = Array.from({ length: 36 }, (_, index) => ({
    name: `${index % 3 === 0 ? 'Harvest' : 'Forbidden'} ${index} 商机`,
    account: accounts[Math.floor(index / 3) % 3],
    owner: index % 3 === 0 ? sellerId : strangerId,
    stage: STAGES[index % 4],
    amount: 100 + index,
    closeDate: `2026-0${1 + (index % 9)}-15`,
  }));
  const { outcomes } = await write(`${OPPORTUNITIES}/bulk`, { create });
  const gone = await write(OPPORTUNITIES, {
    name: 'Forbidden and gone',
    owner: strangerId,
  });
  await write(`${OPPORTUNITIES}/bulk`, { delete: [gone.id] });
  const deals = create.map(({ name }, index): Deal => ({ name, id: outcomes[index].id }));
  own = deals.filter(({ name }) => name.startsWith('Harvest'));
  foreign = deals.filter(({ name }) => name.startsWith('Forbidden'));
});
afterAll(() => host?.close());

// oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the caller
async function write(path: string, values: object): Promise<any> {
  const { status, body } = await admin.post(path, values);
  expect(status).toBeLessThan(300);
  return body;
}

const json = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

/** Nothing of another's opportunities stands in an answer: no name, no id. */
function expectNothingForeign(body: unknown): void {
  const text = JSON.stringify(body);
  expect(text).not.toContain('Forbidden');
  for (const { id } of foreign) expect(text).not.toContain(id);
}

function withoutSums(body: unknown): unknown {
  return JSON.parse(
    JSON.stringify(body, (name, value: unknown) =>
      name.startsWith('sales_open') ? undefined : value,
    ),
  );
}

test('the world has own opportunities and those of others', () => {
  expect([own.length, foreign.length]).toEqual([12, 24]);
});

test.each([
  ['all', ''],
  ['by a value', 'stage=won'],
  ['by not a value', 'stage_ne=won'],
  ['by a range', 'amount_gte=110&amount_lt=130'],
  ['through the account', 'account.name=Beta'],
  ['by words', 'q=商机'],
  ['by the owner', 'owner_ne=00000000-0000-7000-8000-000000000000'],
  ['sorted by amount', '_sort=-amount'],
  ['sorted through the account', '_sort=account.name,-amount'],
  ['a page', '_sort=amount&_start=3&_end=8'],
  ['with the account and the stage', 'include=account,stage,owner&_sort=name'],
])('a list (%s) is what an administrator gets of those of this owner', async (_, query) => {
  const mine = await seller.get(`${OPPORTUNITIES}?${query}`);
  const truth = await admin.get(`${OPPORTUNITIES}?${query}&filter=${json({ owner: sellerId })}`);
  expect(truth.body.length).toBeGreaterThan(0);
  // The sums on an account count the opportunities of others too.
  expect(mine.body).toEqual(withoutSums(truth.body));
  for (const name of ['X-Total-Count', 'X-Total-Count-Exact'])
    expect(mine.headers.get(name)).toBe(truth.headers.get(name));
  expectNothingForeign(mine.body);
});

test('pages by cursor lead through the own ones alone', async () => {
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Awaited<ReturnType<TestClient['get']>> = await seller.get(
      `${OPPORTUNITIES}?_sort=amount&_limit=5${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    expect(page.status).toBe(200);
    names.push(...page.body.map(({ name }: Deal) => name));
    cursor = page.headers.get('X-Next-Cursor');
  }
  expect(names).toEqual(own.map(({ name }) => name));
});

test.each([
  ['by their ids', () => foreign.map(({ id }) => `id=${id}`).join('&')],
  ['by a word', () => 'q=Forbidden'],
  ['by another owner', () => `filter=${json({ owner: { ne: '$me' } })}`],
  ['by a value', () => `name=${encodeURIComponent(foreign[0]!.name)}`],
  ['in the recycle bin', () => 'deleted=true'],
])('no list has a foreign one: %s', async (_, query) => {
  const { body, headers } = await seller.get(`${OPPORTUNITIES}?${query()}`);
  expect(body).toEqual([]);
  expect(headers.get('X-Total-Count')).toBe('0');
});

test('a foreign one is answered as one that is not there, whatever is done with it', async () => {
  const [one] = foreign;
  const absent = '01900000-0000-7000-8000-000000000000';
  const calls: readonly ((
    id: string,
  ) => Promise<{ status: number; body: Record<string, unknown> }>)[] = [
    (id) => seller.get(`${OPPORTUNITIES}/${id}`),
    (id) => seller.get(`${OPPORTUNITIES}/${id}?deleted=true`),
    (id) => seller.get(`${OPPORTUNITIES}/${id}/history`),
    (id) => seller.get(`${OPPORTUNITIES}/${id}/timeline`),
    (id) => seller.get(`${OPPORTUNITIES}/${id}/stages`),
    (id) => seller.get(`${OPPORTUNITIES}/${id}/attachments`),
    (id) => seller.patch(`${OPPORTUNITIES}/${id}`, { name: 'Mine now' }),
    (id) => seller.patch(`${OPPORTUNITIES}/${id}`, { owner: sellerId }),
    (id) => seller.delete(`${OPPORTUNITIES}/${id}`),
    (id) => seller.post(`${OPPORTUNITIES}/${id}/restore`),
    (id) =>
      seller.post(`${OPPORTUNITIES}/bulk`, { update: [{ id, name: 'Mine now' }], atomic: 'each' }),
  ];
  for (const call of calls) {
    const told = (id: string) =>
      call(id).then(({ status, body }) => [
        status,
        JSON.stringify({ ...body, requestId: '' }).replaceAll(id, 'id'),
      ]);
    expect(await told(one!.id)).toEqual(await told(absent));
  }
  expect((await admin.get(`${OPPORTUNITIES}/${one!.id}`)).body).toMatchObject({
    name: one!.name,
    version: 1,
  });
});

test('queries count exactly the own ones', async () => {
  const { body, headers } = await seller.post(`${OPPORTUNITIES}/query`, {
    limit: 1,
    count: 'exact',
  });
  expect(body).toHaveLength(1);
  expect(headers.get('X-Total-Count')).toBe('12');
  const all = await seller.get(`${OPPORTUNITIES}?_end=1`, { headers: { Prefer: 'count=exact' } });
  expect(all.headers.get('X-Total-Count')).toBe('12');
});

test.each([
  {
    groupBy: [],
    measures: {
      n: 'count',
      value: { sum: 'amount' },
      most: { max: 'amount' },
      least: { min: 'amount' },
    },
  },
  { groupBy: ['stage'], measures: { n: 'count', value: { sum: 'amount' } } },
  { groupBy: ['account', 'stage.kind'], measures: { n: 'count', mean: { avg: 'amount' } } },
  { groupBy: ['owner'], measures: { n: 'count', accounts: { countDistinct: 'account' } } },
  { groupBy: [{ field: 'closeDate', by: 'month' }], measures: { value: { sum: 'amount' } } },
])('aggregates are those of the own ones: $groupBy', async (query) => {
  const mine = await seller.post(`${OPPORTUNITIES}/aggregate`, query);
  const truth = await admin.post(`${OPPORTUNITIES}/aggregate`, {
    ...query,
    filter: { owner: sellerId },
  });
  expect(mine.status).toBe(200);
  expect(mine.body).toEqual(truth.body);
  expectNothingForeign(mine.body);
});

test('from an account, relations lead to the own ones alone', async () => {
  const names = async (client: TestClient, filter: unknown) =>
    (await client.get(`${ACCOUNTS}?_sort=name&filter=${json(filter)}`)).body.map(
      ({ name }: Deal) => name,
    );
  const secret = { name: foreign[0]!.name };
  expect(await names(admin, { opportunities: { some: secret } })).toHaveLength(1);
  expect(await names(seller, { opportunities: { some: secret } })).toEqual([]);
  expect(await names(seller, { opportunities: { none: secret } })).toEqual([
    'Alpha',
    'Beta',
    'Gamma',
  ]);
  expect(await names(seller, { opportunities: { some: { name: own[0]!.name } } })).toHaveLength(1);
  expect(
    await names(seller, { opportunities: { every: { name: { startsWith: 'Harvest' } } } }),
  ).toEqual(['Alpha', 'Beta', 'Gamma']);
  expect(
    await names(admin, { opportunities: { every: { name: { startsWith: 'Harvest' } } } }),
  ).toEqual([]);
});

test('the related list of an account has the own ones, with their number', async () => {
  const [account] = accounts;
  const { body, headers } = await seller.get(`${OPPORTUNITIES}?account=${account}&_sort=amount`);
  const truth = await admin.get(
    `${OPPORTUNITIES}?account=${account}&owner=${sellerId}&_sort=amount`,
  );
  expect(body).toEqual(truth.body);
  expect(headers.get('X-Total-Count')).toBe('4');
});

test('the search over everything finds the own ones alone', async () => {
  const found = async (client: TestClient, words: string) =>
    (await client.get(`/api/search?q=${encodeURIComponent(words)}`)).body;
  expect((await found(admin, 'Forbidden')).length).toBeGreaterThan(0);
  expect(await found(seller, 'Forbidden')).toEqual([]);
  const hits = await found(seller, '商机');
  expect(hits.map(({ id }: Deal) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted());
  const [number] = (await admin.get(`${OPPORTUNITIES}?id=${foreign[0]!.id}`)).body.map(
    (one: { number: string }) => one.number,
  );
  expect(await found(seller, number)).toEqual([]);
});

test('the timeline and history of an account tell nothing of a foreign one, nor does an activity about it', async () => {
  const [account] = accounts;
  const [one] = foreign;
  const regarding = { entity: 'sales.opportunity', id: one!.id };
  const refused = await seller.post('/api/customer/activities', { subject: 'About it', regarding });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/regarding' }] } });
  const about = await admin.post('/api/customer/activities', {
    subject: 'Told by another',
    regarding,
  });
  expect(about.status).toBe(201);
  await admin.patch(`${OPPORTUNITIES}/${one!.id}`, { amount: 5000 });
  for (const path of [`${ACCOUNTS}/${account}/timeline`, `${ACCOUNTS}/${account}/history`]) {
    const { status, body } = await seller.get(path);
    expect(status).toBe(200);
    expectNothingForeign(body);
  }
  const { body } = await seller.get(`/api/customer/activities/${about.body.id}?include=regarding`);
  expect(JSON.stringify(body)).not.toContain('Forbidden');
  expect(
    JSON.stringify((await seller.get(`/api/customer/activities/${about.body.id}/history`)).body),
  ).not.toContain('Forbidden');
});

test('an own one has its history, stages and timeline', async () => {
  const [, one] = own;
  await seller.patch(`${OPPORTUNITIES}/${one!.id}`, { stage: 'won', nextStep: 'Celebrate' });
  expect((await seller.get(`${OPPORTUNITIES}/${one!.id}/stages`)).body).toHaveLength(2);
  const { body: history } = await seller.get(`${OPPORTUNITIES}/${one!.id}/history`);
  expect(history[0]).toMatchObject({
    action: 'update',
    actor: { userId: sellerId },
    changes: { nextStep: [null, 'Celebrate'] },
  });
  const { body } = await seller.get(`${OPPORTUNITIES}/${one!.id}/timeline`);
  expect(body.items.map(({ kind }: { kind: string }) => kind)).toContain('stage');
});

test('who gives one away sees it no more, and who gets it sees it at once', async () => {
  const { body: made } = await seller.post(OPPORTUNITIES, { name: 'Passed on' });
  expect(made.owner).toBe(sellerId);
  const other = await host.user({ name: 'Heir', roles: ['own-seller'] });
  expect((await host.as(other).get(`${OPPORTUNITIES}/${made.id}`)).status).toBe(404);
  expect((await admin.patch(`${OPPORTUNITIES}/${made.id}`, { owner: other })).status).toBe(200);
  expect((await seller.get(`${OPPORTUNITIES}/${made.id}`)).status).toBe(404);
  expect((await host.as(other).get(`${OPPORTUNITIES}/${made.id}`)).status).toBe(200);
});

test('live updates tell of own ones, and of foreign ones nothing at all', async () => {
  const url = await host.listen();
  const [mine] = own;
  const [theirs] = foreign;
  const stream = await openStream(
    url,
    seller,
    `entities=sales.opportunity&records=${mine!.id},${theirs!.id}`,
  );
  const marker = await openStream(url, admin, 'entities=sales.opportunity');
  await stream.until(({ event }) => event === 'assembly');

  await admin.patch(`${OPPORTUNITIES}/${theirs!.id}`, { nextStep: 'Whisper' });
  await marker.until(({ event }) => event === 'entity');
  // One more round of the debounced messages, so that what might come has come.
  await admin.patch(`${OPPORTUNITIES}/${mine!.id}`, { nextStep: 'Call' });
  const told = await stream.until(({ event }) => event === 'record');
  expect(told.data).toEqual({
    entity: 'sales.opportunity',
    id: mine!.id,
    version: expect.any(Number),
  });
  await stream.until(({ event }) => event === 'entity');
  expect(stream.messages.filter(({ event }) => event === 'record')).toEqual([told]);
  expect(stream.messages.filter(({ event }) => event === 'entity')).toHaveLength(1);
  expectNothingForeign(stream.messages);
  await stream.close();
  await marker.close();
});
