import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSalesHost } from './sales-host.ts';

const ACCOUNTS = '/api/customer/accounts';
const OPPORTUNITIES = '/api/sales/opportunities';
let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createSalesHost();
  admin = host.as('administrator');
});
afterAll(() => host?.close());

async function account(name: string): Promise<string> {
  return (await admin.post(ACCOUNTS, { name })).body.id;
}

async function opportunity(values: object): Promise<string> {
  const made = await admin.post(OPPORTUNITIES, { name: 'Deal', ...values });
  expect(made.status).toBe(201);
  return made.body.id;
}

/** What is open on the account: how many, and how much. */
async function open(id: string): Promise<readonly [number, string]> {
  const { body } = await admin.get(`${ACCOUNTS}/${id}`);
  return [body.sales_openCount, body.sales_openAmount.amount ?? body.sales_openAmount];
}

test('the open amount of an account follows every change of its opportunities', async () => {
  const one = await account('One');
  const other = await account('Other');
  expect(await open(one)).toEqual([0, '0.00']);

  const first = await opportunity({ account: one, amount: 100 });
  const second = await opportunity({ account: one, amount: '50.25' });
  await opportunity({ account: one, amount: 999, stage: 'won' });
  expect(await open(one)).toEqual([2, '150.25']);

  await admin.patch(`${OPPORTUNITIES}/${first}`, { amount: 200 });
  expect(await open(one)).toEqual([2, '250.25']);

  await admin.patch(`${OPPORTUNITIES}/${first}`, { stage: 'lost' });
  expect(await open(one)).toEqual([1, '50.25']);
  await admin.patch(`${OPPORTUNITIES}/${first}`, { stage: 'proposal' });
  expect(await open(one)).toEqual([2, '250.25']);

  await admin.patch(`${OPPORTUNITIES}/${first}`, { account: other });
  expect(await open(one)).toEqual([1, '50.25']);
  expect(await open(other)).toEqual([1, '200.00']);

  await admin.delete(`${OPPORTUNITIES}/${second}`);
  expect(await open(one)).toEqual([0, '0.00']);
  await admin.post(`${OPPORTUNITIES}/${second}/restore`);
  expect(await open(one)).toEqual([1, '50.25']);

  await admin.patch(`${OPPORTUNITIES}/${second}`, { account: null });
  expect(await open(one)).toEqual([0, '0.00']);
});

test('amounts in other currencies count with their base amount', async () => {
  const rate = { from: 'EUR', to: 'USD', rate: '1.25', date: '2026-01-01' };
  expect((await admin.post('/api/tessera/exchange-rates', rate)).status).toBe(201);
  const id = await account('Abroad');
  await opportunity({ account: id, amount: { amount: '100', currency: 'EUR' } });
  await opportunity({ account: id, amount: 1 });
  expect(await open(id)).toEqual([2, '126.00']);
});

test('a batch brings the roll-up in one go, and the client cannot write it', async () => {
  const id = await account('Batch');
  const create = Array.from({ length: 20 }, (_, index) => ({
    name: `Deal ${index}`,
    account: id,
    amount: 10,
  }));
  expect((await admin.post(`${OPPORTUNITIES}/bulk`, { create })).status).toBe(200);
  expect(await open(id)).toEqual([20, '200.00']);
  expect((await admin.patch(`${ACCOUNTS}/${id}`, { sales_openCount: 3 })).status).toBe(200);
  expect(await open(id)).toEqual([20, '200.00']);
});

test('accounts are filtered and sorted by what is open', async () => {
  const names = async (query: string) =>
    (await admin.get(`${ACCOUNTS}?${query}`)).body.map(({ name }: { name: string }) => name);
  const large = await account('Large');
  const small = await account('Small');
  await opportunity({ account: large, amount: 5_000_000 });
  await opportunity({ account: small, amount: 4_000_000 });
  expect(await names('sales_openAmount_gte=4000000&_sort=-sales_openAmount')).toEqual([
    'Large',
    'Small',
  ]);
});

test('opportunities at once, on two accounts, leave right sums', async () => {
  const ids = [await account('Left'), await account('Right')];
  await Promise.all(
    Array.from({ length: 24 }, (_, index) => opportunity({ account: ids[index % 2], amount: 10 })),
  );
  expect(await open(ids[0]!)).toEqual([12, '120.00']);
  expect(await open(ids[1]!)).toEqual([12, '120.00']);
});
