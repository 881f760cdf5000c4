import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSalesHost } from './sales-host.ts';

const OPPORTUNITIES = '/api/sales/opportunities';
const STAGES = '/api/sales/stages';
let host: TestHost;
let admin: TestClient;
let stages: Readonly<Record<string, string>>;
beforeAll(async () => {
  host = await createSalesHost();
  admin = host.as('administrator');
  const { body } = await admin.get(`${STAGES}?_sort=order`);
  stages = Object.fromEntries(body.map(({ key, id }: { key: string; id: string }) => [key, id]));
});
afterAll(() => host?.close());

// oxlint-disable-next-line typescript/no-explicit-any -- what comes back is looked at by the test
async function opportunity(values: object = {}): Promise<any> {
  const made = await admin.post(OPPORTUNITIES, { name: 'Deal', ...values });
  expect(made.status).toBe(201);
  return made.body;
}

async function change(id: string, values: object) {
  const changed = await admin.patch(`${OPPORTUNITIES}/${id}`, values);
  expect(changed.status).toBe(200);
  return changed.body;
}

test('a new workspace has one pipeline with its stages in order', async () => {
  const { body: pipelines } = await admin.get('/api/sales/pipelines');
  expect(pipelines).toEqual([expect.objectContaining({ name: 'Standard', isDefault: true })]);
  expect(Object.keys(stages)).toEqual([
    'prospecting',
    'engaging',
    'proposal',
    'negotiation',
    'won',
    'lost',
  ]);
});

test('a stage of another pipeline is refused, and one that is new takes its pipeline along', async () => {
  const { body: renewals } = await admin.post('/api/sales/pipelines', { name: 'Renewals' });
  const { body: due } = await admin.post(STAGES, {
    pipeline: renewals.id,
    key: 'due',
    name: 'Due',
    kind: 'open',
    order: 1,
  });
  const made = await opportunity();
  expect(await admin.patch(`${OPPORTUNITIES}/${made.id}`, { stage: due.id })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/stage' }] },
  });
  expect(await change(made.id, { pipeline: renewals.id })).toMatchObject({
    pipeline: renewals.id,
    stage: due.id,
  });
  expect(await opportunity({ stage: due.id })).toMatchObject({
    pipeline: renewals.id,
    stage: due.id,
  });
  expect(await opportunity({ pipeline: renewals.id })).toMatchObject({ stage: due.id });
});

test('one pipeline is the default, and new opportunities go there', async () => {
  const { body: standard } = await admin.get('/api/sales/pipelines?name=Standard');
  const { body: second } = await admin.post('/api/sales/pipelines', {
    name: 'Second',
    isDefault: true,
  });
  await admin.post(STAGES, {
    pipeline: second.id,
    key: 'start',
    name: 'Start',
    kind: 'open',
    order: 1,
  });
  const defaults = async () =>
    (await admin.get('/api/sales/pipelines?isDefault=true')).body.map(
      ({ name }: { name: string }) => name,
    );
  expect(await defaults()).toEqual(['Second']);
  expect(await opportunity()).toMatchObject({ pipeline: second.id });
  expect(
    (await admin.patch(`/api/sales/pipelines/${standard[0].id}`, { isDefault: true })).status,
  ).toBe(200);
  expect(await defaults()).toEqual(['Standard']);
});

test('stages group with their key and kind, in the order of the pipeline', async () => {
  const { body: account } = await admin.post('/api/customer/accounts', { name: 'Grouped' });
  const amounts = [
    ['won', 200],
    ['prospecting', 50],
    ['won', 100],
  ] as const;
  for (const [stage, amount] of amounts) await opportunity({ account: account.id, stage, amount });
  const { body } = await admin.post(`${OPPORTUNITIES}/aggregate`, {
    filter: { account: account.id },
    groupBy: ['stage'],
    measures: { n: 'count', value: { sum: 'amount' } },
  });
  expect(body).toEqual([
    { stage: expect.objectContaining({ key: 'prospecting', kind: 'open' }), n: 1, value: '50.00' },
    {
      stage: expect.objectContaining({ key: 'won', label: 'Won', kind: 'won' }),
      n: 2,
      value: '300.00',
    },
  ]);
});

test('a product is sold under one name, and leads to its opportunities', async () => {
  const product = { name: 'GTX Pro', series: 'GTX', price: { amount: '4821', currency: 'USD' } };
  const made = await admin.post('/api/sales/products', product);
  expect(made).toMatchObject({
    status: 201,
    body: { type: 'good', active: true, price: { amount: '4821.00' } },
  });
  expect(await admin.post('/api/sales/products', product)).toMatchObject({
    status: 409,
    body: { code: 'CORE_VALUE_TAKEN', errors: [{ pointer: '/name' }] },
  });
  const { id } = await opportunity({ product: made.body.id });
  const { body } = await admin.get(`${OPPORTUNITIES}?product.series=GTX&include=product`);
  expect(body).toEqual([
    expect.objectContaining({ id, product: expect.objectContaining({ title: 'GTX Pro' }) }),
  ]);
});
