import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adjust, balance, ledger, makeAccount } from './account.ts';
import { createLoyaltyHost } from './loyalty-host.ts';

const OPPORTUNITIES = '/api/sales/opportunities';
let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createLoyaltyHost({ config: { pointsPerUnit: 2, goldBoost: 10 } });
  admin = host.as('administrator');
});
beforeEach(() => host.clock.set('2026-03-02T09:30:00.000Z'));
afterAll(() => host?.close());

async function opportunity(values: object): Promise<string> {
  const { status, body } = await admin.post(OPPORTUNITIES, { name: 'Deal', ...values });
  expect(status).toBe(201);
  return body.id;
}

async function change(id: string, values: object): Promise<void> {
  expect((await admin.patch(`${OPPORTUNITIES}/${id}`, values)).status).toBe(200);
  await host.settle();
}

/** All events of sales once more, as after a crash between doing and remembering. */
async function deliverAgain(): Promise<void> {
  await host.kernel.database.query(
    `update tessera.subscription set xid = '3', sequence = 0 where plugin = 'loyalty'`,
  );
  await host.settle();
  const [row] = await host.kernel.database.query(
    `select count(*)::int as behind from tessera.subscription where plugin = 'loyalty' and name like 'sales%updated' and sequence = 0`,
  );
  expect(row).toEqual({ behind: 0 });
}

test('what is won earns its amount in points, once, however often it is told', async () => {
  const account = await makeAccount(admin);
  const id = await opportunity({ account, amount: '1000.40' });
  await host.settle();
  expect(await ledger(admin, account)).toEqual([]);
  await change(id, { stage: 'won' });
  expect(await ledger(admin, account)).toEqual([['earned', 2000]]);
  await change(id, { description: 'Signed' });
  expect(await ledger(admin, account)).toEqual([['earned', 2000]]);
});

test('what is reopened, deleted or changed earns what it should have', async () => {
  const account = await makeAccount(admin);
  const other = await makeAccount(admin, 'Other');
  const id = await opportunity({ account, amount: 100, stage: 'won' });
  await host.settle();
  await change(id, { stage: 'negotiation' });
  expect(await ledger(admin, account)).toEqual([
    ['earned', 200],
    ['reversed', -200],
  ]);
  await change(id, { stage: 'won' });
  await change(id, { amount: 150 });
  expect(await balance(admin, account)).toMatchObject({ points: 300 });
  await change(id, { account: other });
  expect(await balance(admin, account)).toMatchObject({ points: 0 });
  expect(await balance(admin, other)).toMatchObject({ points: 300 });
  await admin.delete(`${OPPORTUNITIES}/${id}`);
  await host.settle();
  expect(await balance(admin, other)).toMatchObject({ points: 0 });
  await admin.post(`${OPPORTUNITIES}/${id}/restore`);
  await host.settle();
  expect(await balance(admin, other)).toMatchObject({ points: 300 });
});

test('amounts in other currencies earn by their base amount', async () => {
  const rate = { from: 'EUR', to: 'USD', rate: '1.25', date: '2026-01-01' };
  expect((await admin.post('/api/tessera/exchange-rates', rate)).status).toBe(201);
  const account = await makeAccount(admin);
  await opportunity({ account, amount: { amount: '100', currency: 'EUR' }, stage: 'won' });
  await host.settle();
  expect(await balance(admin, account)).toMatchObject({ points: 250 });
});

test('an import of history earns nothing, nor does a correction of what it brought', async () => {
  const account = await makeAccount(admin);
  const { kernel } = host;
  const { id } = await kernel.run(
    { principal: kernel.system('imports'), source: 'import' },
    (assembly) =>
      assembly
        .context('sales')
        .records('sales.opportunity')
        .create({ name: 'Past', account, amount: 100, stage: 'won' } as never, { history: true }),
  );
  await host.settle();
  await change(id, { amount: 120 });
  expect(await ledger(admin, account)).toEqual([]);
});

test('a deal with a gold account is likelier to be won, by the setting and never certain', async () => {
  const account = await makeAccount(admin);
  const probability = async (values: object) =>
    (await admin.get(`${OPPORTUNITIES}/${await opportunity(values)}`)).body.probability;
  expect(await probability({ account, stage: 'proposal' })).toBe(50);
  await adjust(admin, account, 20_000);
  expect(await probability({ account, stage: 'proposal' })).toBe(60);
  expect(await probability({ account, stage: 'proposal', probability: 33 })).toBe(33);
  expect(await probability({ account, stage: 'won' })).toBe(100);
  expect(await probability({ stage: 'proposal' })).toBe(50);
});

test('with sales off everything else works, and what was won meanwhile is earned afterwards', async () => {
  const account = await makeAccount(admin);
  await host.kernel.disable('sales');
  await adjust(admin, account, 10);
  expect(await balance(admin, account)).toMatchObject({ points: 10 });
  await host.kernel.enable('sales');
  await host.kernel.disable('loyalty');
  const id = await opportunity({ account, amount: 5 });
  await change(id, { stage: 'won' });
  await host.kernel.enable('loyalty');
  await host.settle();
  expect(await balance(admin, account)).toMatchObject({ points: 20 });
});

test('every event delivered again changes nothing', async () => {
  const account = await makeAccount(admin);
  const id = await opportunity({ account, amount: 100, stage: 'won' });
  await host.settle();
  await change(id, { stage: 'lost' });
  await change(id, { stage: 'won' });
  const before = await ledger(admin, account);
  await deliverAgain();
  expect(await ledger(admin, account)).toEqual(before);
});
