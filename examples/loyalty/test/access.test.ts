import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjust, balance, makeAccount } from './account.ts';
import { createLoyaltyHost } from './loyalty-host.ts';

let host: TestHost;
let admin: TestClient;
let account: string;
let entry: string;
beforeAll(async () => {
  host = await createLoyaltyHost({ config: { partnerKey: 'voucher-secret' } });
  admin = host.as('administrator');
  account = await makeAccount(admin);
  entry = await adjust(admin, account, 100);
});
afterAll(() => host?.close());

const adjustment = { points: 5, reason: 'Goodwill' };

test('nobody without a session comes near points', async () => {
  const nobody = host.as('anonymous');
  const answers = await Promise.all([
    nobody.get(`/api/loyalty/accounts/${account}/balance`),
    nobody.get('/api/loyalty/summary'),
    nobody.get('/api/loyalty/entries'),
    nobody.post(`/api/loyalty/accounts/${account}/adjust`, adjustment),
    nobody.post(`/api/loyalty/entries/${entry}/reverse`, { reason: 'No' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
});

test('who may not adjust is refused, and a representative sees only the points of own accounts', async () => {
  const representative = host.as('sales-rep');
  const adjusting = `/api/loyalty/accounts/${account}/adjust`;
  expect((await representative.post(adjusting, adjustment)).status).toBe(403);
  expect(
    (await representative.post(`/api/loyalty/entries/${entry}/reverse`, { reason: 'No' })).status,
  ).toBe(403);
  expect((await representative.get(`/api/loyalty/accounts/${account}/balance`)).status).toBe(404);
  expect((await representative.get(`/api/loyalty/entries/${entry}`)).status).toBe(404);
  const own = await makeAccount(representative, 'Own');
  await adjust(admin, own, 40);
  expect(await balance(representative, own)).toMatchObject({ points: 40 });
  expect((await representative.get('/api/loyalty/summary')).body).toMatchObject({
    outstanding: 40,
  });
});

test('nobody creates entries past the rules, and tiers belong to marketing', async () => {
  const manager = host.as('sales-manager');
  const values = { account, points: 1_000_000, reason: 'Mine' };
  expect((await manager.post('/api/loyalty/entries', values)).status).toBe(403);
  const tier = { key: 'platinum', name: 'Platinum', minimumPoints: 90_000 };
  expect((await manager.post('/api/loyalty/tiers', tier)).status).toBe(403);
  expect((await host.as('marketing-manager').post('/api/loyalty/tiers', tier)).status).toBe(201);
});

test('the tier and the points of an account are not for a client to write', async () => {
  const { body: tiers } = await admin.get('/api/loyalty/tiers?key=gold');
  const path = `/api/customer/accounts/${account}`;
  await admin.patch(path, { loyalty_tier: tiers[0].id, loyalty_points: 1_000_000 });
  expect((await admin.get(path)).body).toMatchObject({ loyalty_points: 100 });
  expect((await admin.get(path)).body.loyalty_tier).not.toBe(tiers[0].id);
});

test('the summary tells what came and went by month, and what is outstanding', async () => {
  const before = (await admin.get('/api/loyalty/summary')).body;
  const other = await makeAccount(admin, 'Summed');
  await adjust(admin, other, 500);
  await adjust(admin, other, -200);
  const { outstanding, value, months } = (await admin.get('/api/loyalty/summary')).body;
  expect(outstanding - before.outstanding).toBe(300);
  expect(value).toBe((outstanding / 100).toFixed(2));
  expect(months.at(-1)).toMatchObject({
    month: expect.stringMatching(/^\d{4}-\d\d-01/),
    issued: outstanding,
    used: 0,
  });
});

test('the secret of the settings is shown nowhere', async () => {
  const answers = await Promise.all(
    ['/api/plugins', '/api/meta', '/api/openapi.json', '/api/loyalty/summary'].map((path) =>
      admin.get(path),
    ),
  );
  expect(answers.map(({ body }) => JSON.stringify(body)).join(' ')).not.toContain('voucher-secret');
});
