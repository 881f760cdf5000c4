import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjust, balance, ledger, makeAccount } from './account.ts';
import { createLoyaltyHost } from './loyalty-host.ts';

let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createLoyaltyHost({
    enable: ['customer', 'loyalty'],
    config: { expiresAfterMonths: 12, mayGoNegative: false },
  });
  admin = host.as('administrator');
});
afterAll(() => host?.close());

async function night(moment: string): Promise<void> {
  host.clock.set(moment);
  await host.jobs.send('loyalty.entry.expire', {});
  await host.settle();
}

test('the oldest points are used first, and what is left of them expires, once', async () => {
  host.clock.set('2024-01-10T12:00:00.000Z');
  const account = await makeAccount(admin);
  await adjust(admin, account, 100, 'January');
  host.clock.set('2024-03-10T12:00:00.000Z');
  await adjust(admin, account, 50, 'March');
  await adjust(admin, account, -70, 'Used');

  await night('2025-01-10T11:59:59.000Z');
  expect(await ledger(admin, account)).toHaveLength(3);
  expect(await balance(admin, account)).toMatchObject({
    points: 80,
    expiring: { points: 30, at: '2025-01-10T12:00:00.000Z' },
  });

  await night('2025-01-10T12:00:01.000Z');
  await night('2025-01-11T02:00:00.000Z');
  expect((await ledger(admin, account)).slice(3)).toEqual([['expired', -30]]);
  expect(await balance(admin, account)).toMatchObject({ points: 50, expiring: null });

  await night('2025-03-11T02:00:00.000Z');
  await night('2025-03-12T02:00:00.000Z');
  expect((await ledger(admin, account)).slice(4)).toEqual([['expired', -50]]);
  expect(await balance(admin, account)).toMatchObject({ points: 0, value: '0.00' });
});

test('points whose time is over are gone before the night has come', async () => {
  host.clock.set('2024-01-10T12:00:00.000Z');
  const account = await makeAccount(admin);
  await adjust(admin, account, 100);
  host.clock.set('2025-01-10T13:00:00.000Z');
  expect(await balance(admin, account)).toMatchObject({ points: 0 });
  const use = { points: -10, reason: 'Too late' };
  expect(await admin.post(`/api/loyalty/accounts/${account}/adjust`, use)).toMatchObject({
    status: 409,
    body: { code: 'LOYALTY_POINTS_SHORT' },
  });
  await adjust(admin, account, 20, 'New');
  await night('2025-01-11T02:00:00.000Z');
  expect(await ledger(admin, account)).toEqual([
    ['adjusted', 100],
    ['adjusted', 20],
    ['expired', -100],
  ]);
});

test('where no balance may fall below zero, only what is left is taken back', async () => {
  host.clock.set('2026-01-10T12:00:00.000Z');
  const account = await makeAccount(admin);
  const entry = await adjust(admin, account, 100);
  await adjust(admin, account, -70);
  const reverse = (id: string) =>
    admin.post(`/api/loyalty/entries/${id}/reverse`, { reason: 'Mistake' });
  expect((await reverse(entry)).body.balance).toMatchObject({ points: 0 });
  const next = await adjust(admin, account, 10);
  await adjust(admin, account, -10);
  expect(await reverse(next)).toMatchObject({
    status: 409,
    body: { code: 'LOYALTY_POINTS_SHORT' },
  });
});

test('a tier is reached at once, and left when its twelve months have passed', async () => {
  host.clock.set('2026-01-10T12:00:00.000Z');
  const account = await makeAccount(admin);
  await adjust(admin, account, 5000);
  const silver = await balance(admin, account);
  expect(silver).toMatchObject({
    tier: { key: 'silver' },
    next: { key: 'gold', missing: 15_000 },
  });
  await adjust(admin, account, 15_000);
  expect(await balance(admin, account)).toMatchObject({ tier: { key: 'gold' }, next: null });
  const tierOf = async () =>
    (await admin.get(`/api/customer/accounts/${account}?include=loyalty_tier`)).body.loyalty_tier;
  expect(await tierOf()).toMatchObject({ title: 'Gold' });
  await night('2027-01-11T02:00:00.000Z');
  expect(await tierOf()).toBeNull();
});

test('changing a tier moves the accounts that it reaches', async () => {
  host.clock.set('2028-01-10T12:00:00.000Z');
  const account = await makeAccount(admin);
  await adjust(admin, account, 60);
  expect(await balance(admin, account)).toMatchObject({ tier: null });
  const { body: tiers } = await admin.get('/api/loyalty/tiers?key=bronze');
  await admin.patch(`/api/loyalty/tiers/${tiers[0].id}`, { minimumPoints: 50 });
  await host.settle();
  const { body } = await admin.get(`/api/customer/accounts/${account}`);
  expect(body.loyalty_tier).toBe(tiers[0].id);
});
