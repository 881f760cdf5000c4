import type { TestClient, TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjust, balance, makeAccount } from './account.ts';
import { answered } from './answered.ts';
import { badge } from './badge.ts';
import { createLoyaltyHost, loyaltyPlugins } from './loyalty-host.ts';
import { loyaltyRows, type LoyaltyRows } from './loyalty-rows.ts';

const ACCOUNTS = '/api/customer/accounts';

/** A workspace with points in it, and people of whom one leaves. */
interface Place {
  readonly host: TestHost;
  readonly admin: TestClient;
  readonly gold: string;
  readonly leaver: string;
  readonly heir: string;
}

type Deed = (place: Place) => Promise<void>;

/** What happens to its rows, one after the other, with the plugin on in one workspace and off in another. */
const DEEDS: Readonly<Record<string, Deed>> = {
  'an account is deleted': async ({ admin, gold }) => {
    expect((await admin.delete(`${ACCOUNTS}/${gold}`)).status).toBe(200);
  },
  'it is restored': async ({ admin, gold }) => {
    expect((await admin.post(`${ACCOUNTS}/${gold}/restore`)).status).toBe(200);
  },
  'a leaver hands over': async ({ admin, leaver, heir }) => {
    const answer = await admin.post(`/api/tessera/users/${leaver}/hand-over`, { to: heir });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        handedOver: [
          { entity: 'customer.account', field: 'owner', count: 1 },
          { entity: 'loyalty.tier', field: 'responsible', count: 1 },
        ],
      },
    });
  },
  'another plugin about the same records is purged': async ({ admin }) => {
    expect((await admin.post('/api/plugins/badge/disable', {})).status).toBe(200);
    const answer = await admin.post('/api/plugins/badge/purge', { confirm: 'badge' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  },
};

let places: Readonly<Record<'on' | 'off', Place>>;
const seen: Record<'on' | 'off', Record<string, LoyaltyRows>> = { on: {}, off: {} };

beforeAll(async () => {
  const [on, off] = [await furnish(), await furnish()];
  places = { on, off };
  await answered(off.admin.post('/api/plugins/loyalty/disable', {}));
  for (const state of ['on', 'off'] as const) {
    const place = places[state];
    seen[state]['before'] = await loyaltyRows(place.host);
    for (const [what, act] of Object.entries(DEEDS)) {
      await act(place);
      await place.host.settle();
      seen[state][what] = await loyaltyRows(place.host);
    }
  }
  await answered(off.admin.post('/api/plugins/loyalty/enable', {}));
  for (const state of ['on', 'off'] as const) {
    await places[state].host.settle();
    seen[state]['on again'] = await loyaltyRows(places[state].host);
  }
});
afterAll(async () => {
  await places?.on.host.close();
  await places?.off.host.close();
});

async function furnish(): Promise<Place> {
  const host = await createLoyaltyHost({ plugins: [...loyaltyPlugins(), badge] });
  host.clock.set('2026-03-02T09:30:00.000Z');
  const admin = host.as('administrator');
  const leaver = await host.user({ name: 'Leaver', roles: ['sales-rep'] });
  const heir = await host.user({ name: 'Heir', roles: ['sales-rep'] });
  const gold = (await admin.post(ACCOUNTS, { name: 'Gold', owner: leaver })).body.id;
  const other = await makeAccount(admin, 'Other');
  await adjust(admin, gold, 25_000, 'Opening');
  const wrong = await adjust(admin, gold, 300, 'Wrong');
  await answered(admin.post(`/api/loyalty/entries/${wrong}/reverse`, { reason: 'Taken back' }));
  await adjust(admin, gold, -1000, 'Used');
  await adjust(admin, other, 10, 'Welcome');
  const [tier] = (await admin.get('/api/loyalty/tiers?key=gold')).body;
  const changes = { perks: 'An advisor', responsible: leaver, badge_colour: 'yellow' };
  await answered(admin.patch(`/api/loyalty/tiers/${tier.id}`, changes));
  await answered(admin.patch(`${ACCOUNTS}/${gold}`, { badge_level: 'high' }));
  const award = { name: 'Best', account: gold, tier: tier.id };
  await answered(admin.post('/api/badge/awards', award));
  await host.settle();
  return { host, admin, gold, leaver, heir };
}

const rows = (state: 'on' | 'off', what: string): LoyaltyRows => seen[state][what] ?? {};

test.each(['before', ...Object.keys(DEEDS), 'on again'])(
  'with the plugin off its rows are what they are with it on: %s',
  (what) => {
    expect(rows('off', what)['entries']?.length).toBe(5);
    expect(rows('off', what)).toEqual(rows('on', what));
  },
);

test('a deletion takes the ledger along, and a restoration brings it back as it was', () => {
  const live = (what: string) =>
    rows('off', what)['entries']?.map((one) => [one['account' as never], one['live' as never]]);
  const others = [['Other', true]];
  expect(live('an account is deleted')).toEqual([
    ...Array.from({ length: 4 }, () => ['Gold', false]),
    ...others,
  ]);
  expect(live('it is restored')).toEqual([
    ...Array.from({ length: 4 }, () => ['Gold', true]),
    ...others,
  ]);
  const standing = (what: string) =>
    rows('off', what)['accounts']?.map((one) => ({ ...one, version: 0 }));
  expect(standing('it is restored')).toEqual(standing('before'));
  expect(standing('before')?.[0]).toMatchObject({ tier: 'gold', points: '24000.0000' });
});

test('with the plugin on again the heir finds the points of the accounts that are now his own', async () => {
  for (const { host, gold, leaver, heir } of Object.values(places)) {
    expect(await balance(host.as(heir), gold)).toMatchObject({
      points: 24_000,
      tier: { key: 'gold' },
    });
    const entries = (await host.as(heir).get('/api/loyalty/entries')).body;
    expect(entries).toHaveLength(4);
    expect((await host.as(leaver).get('/api/loyalty/entries')).body).toEqual([]);
  }
});

test('of the plugin that was purged nothing is left on its records', async () => {
  for (const { host } of Object.values(places)) {
    const columns = await host.kernel.database.query(
      `select table_name, column_name from information_schema.columns where column_name like 'badge\\_%' or table_schema = 'badge'`,
    );
    expect(columns).toEqual([]);
  }
});
