import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adjust, balance, ledger, makeAccount } from './account.ts';
import { createLoyaltyHost } from './loyalty-host.ts';

const NOW = '2026-03-02T09:30:00.000Z';
let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createLoyaltyHost({ enable: ['customer', 'loyalty'] });
  admin = host.as('administrator');
});
beforeEach(() => host.clock.set(NOW));
afterAll(() => host?.close());

test('an adjustment is an entry, and the sum of the entries is the balance', async () => {
  const account = await makeAccount(admin);
  await adjust(admin, account, 300);
  const { status, body } = await admin.post(`/api/loyalty/accounts/${account}/adjust`, {
    points: -120,
    reason: 'Correction',
  });
  expect(status).toBe(201);
  expect(body.balance).toMatchObject({ points: 180, value: '1.80', qualifying: 180 });
  expect((await admin.get(`/api/customer/accounts/${account}`)).body.loyalty_points).toBe(180);
  expect((await admin.get(`/api/loyalty/entries/${body.entry}`)).body).toMatchObject({
    account,
    points: -120,
    kind: 'adjusted',
    reason: 'Correction',
    occurredAt: NOW,
    expiresAt: null,
  });
});

test.each([
  [{ points: 0, reason: 'Nothing' }, '/points'],
  [{ points: 1.5, reason: 'Half' }, '/points'],
  [{ points: '5', reason: 'Text' }, '/points'],
  [{ points: 5, reason: '   ' }, '/reason'],
  [{ points: 5 }, '/reason'],
])('an adjustment of %j is refused at its place', async (body, pointer) => {
  const account = await makeAccount(admin);
  const answer = await admin.post(`/api/loyalty/accounts/${account}/adjust`, body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
  expect(await ledger(admin, account)).toEqual([]);
});

test('nobody takes more points than there are', async () => {
  const account = await makeAccount(admin);
  await adjust(admin, account, 100);
  const answer = await admin.post(`/api/loyalty/accounts/${account}/adjust`, {
    points: -101,
    reason: 'Too much',
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'LOYALTY_POINTS_SHORT' } });
  expect(await ledger(admin, account)).toEqual([['adjusted', 100]]);
});

test('two adjustments at once never take the same points', async () => {
  const account = await makeAccount(admin);
  await adjust(admin, account, 100);
  const answers = await Promise.all(
    [1, 2, 3].map((turn) =>
      admin.post(`/api/loyalty/accounts/${account}/adjust`, { points: -60, reason: `${turn}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
  expect(await balance(admin, account)).toMatchObject({ points: 40 });
});

test('the ledger is only added to, whoever asks', async () => {
  const account = await makeAccount(admin);
  const entry = await adjust(admin, account, 100);
  const path = `/api/loyalty/entries/${entry}`;
  const final = { status: 409, body: { code: 'LOYALTY_ENTRY_FINAL' } };
  expect(await admin.patch(path, { points: 1_000_000 })).toMatchObject(final);
  expect(await admin.delete(path)).toMatchObject(final);
  const { kernel } = host;
  const asSystem = kernel.run(
    { principal: kernel.system('a plugin that forgets itself'), source: 'plugin' },
    (assembly) => assembly.context('loyalty').records('loyalty.entry').update(entry, { points: 5 }),
  );
  await expect(asSystem).rejects.toMatchObject({ code: 'LOYALTY_ENTRY_FINAL' });
  expect(await ledger(admin, account)).toEqual([['adjusted', 100]]);
});

test('entries that follow from others are not written by hand', async () => {
  const account = await makeAccount(admin);
  const wrong = { account, points: -5, reason: 'By hand', kind: 'expired' };
  expect(await admin.post('/api/loyalty/entries', wrong)).toMatchObject({
    status: 422,
    body: { code: 'LOYALTY_ENTRY_KIND' },
  });
  const zero = { account, points: 0, reason: 'Nothing' };
  expect(await admin.post('/api/loyalty/entries', zero)).toMatchObject({
    status: 422,
    body: { code: 'LOYALTY_POINTS_ZERO' },
  });
});

test('an account takes its entries along when it is deleted, and brings them back', async () => {
  const account = await makeAccount(admin);
  await adjust(admin, account, 70);
  expect((await admin.delete(`/api/customer/accounts/${account}`)).status).toBeLessThan(300);
  expect(await ledger(admin, account)).toEqual([]);
  expect((await admin.post(`/api/customer/accounts/${account}/restore`)).status).toBe(200);
  expect(await balance(admin, account)).toMatchObject({ points: 70 });
});

test('an entry is taken back once, and a second time is the first', async () => {
  const account = await makeAccount(admin);
  const entry = await adjust(admin, account, 80);
  const reverse = () => admin.post(`/api/loyalty/entries/${entry}/reverse`, { reason: 'Mistake' });
  const answers = await Promise.all([reverse(), reverse()]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers[0]?.body.entry).toBe(answers[1]?.body.entry);
  expect(await ledger(admin, account)).toEqual([
    ['adjusted', 80],
    ['reversed', -80],
  ]);
  const again = `/api/loyalty/entries/${answers[0]?.body.entry}/reverse`;
  expect(await admin.post(again, { reason: 'Back again' })).toMatchObject({
    status: 409,
    body: { code: 'LOYALTY_ENTRY_FINAL' },
  });
});

test('points that were used may be taken back below zero, and new ones pay for it', async () => {
  const account = await makeAccount(admin);
  const entry = await adjust(admin, account, 80);
  await adjust(admin, account, -50);
  await admin.post(`/api/loyalty/entries/${entry}/reverse`, { reason: 'Mistake' });
  expect(await balance(admin, account)).toMatchObject({ points: -50, tier: null });
  await adjust(admin, account, 70);
  expect(await balance(admin, account)).toMatchObject({ points: 20 });
});
