import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../../test/setup/database.ts';
import { keptData } from './kept-data.ts';
import { walkUpgrades, type UpgradeReport } from './upgrade-walk.ts';

const DROP_OLD_NAME = 'alter table "loyalty"."tier" drop column if exists "perks"';

let seen: UpgradeReport;
beforeAll(async () => {
  seen = await walkUpgrades(await makeDatabase());
  // Five plugins are packed first: minutes on a busy machine.
}, 600_000);
afterAll(() => seen?.host.close());

const get = async (path: string) => (await seen.send('GET', path)).body;
const rows = <Row extends object>(sql: string) => seen.host.kernel.database.query<Row>(sql);

test('what the upgrade would do was shown before', () => {
  const { plan, faults } = seen.good.staged;
  expect(faults).toEqual([]);
  expect(plan).toMatchObject({
    kind: 'upgrade',
    from: '1.0.0',
    to: '1.1.0',
    drops: [DROP_OLD_NAME],
    added: {
      permissions: ['loyalty.bonus.grant'],
      routes: ['POST /accounts/:id/bonus'],
      slots: ['dashboard.widget (members)'],
    },
  });
  const [table, values, ...triggers] = plan.statements;
  expect([table, values]).toEqual([
    'alter table "loyalty"."tier" add "benefits" text null, add "welcome_points" int8 null',
    'update "loyalty"."tier" set "benefits" = "perks" where "perks" is not null',
  ]);
  // The two names are kept the same for as long as both versions may write.
  for (const statement of triggers) expect(statement).toMatch(/trigger .*keep_renamed/);
});

test('no request fails while versions change, of the plugin or of others', () => {
  expect(seen.failed).toEqual([]);
  expect(seen.good.requests).toBeGreaterThan(0);
  expect(seen.broken.requests).toBeGreaterThan(0);
});

test('1.1 serves, also after 1.2 has failed to start; status and history say why', async () => {
  expect(seen.good.answer).toMatchObject({ status: 200, body: { running: '1.1.0' } });
  expect(seen.broken.answer).toMatchObject({
    status: 500,
    body: {
      code: 'CORE_PLUGIN_FAILED',
      message: expect.stringContaining('The voucher service does not answer.'),
    },
  });
  expect(await get('/api/plugins/loyalty')).toMatchObject({
    state: 'active',
    version: '1.1.0',
    running: '1.1.0',
    digest: seen.good.staged.digest,
    lastFailure: {
      version: '1.2.0',
      step: 'start voucher-service',
      error: expect.stringContaining('The voucher service does not answer.'),
    },
    staged: expect.arrayContaining([expect.objectContaining({ version: '1.2.0' })]),
  });
  const history: readonly { step: string; version: string; error: string | null; by: object }[] =
    await get('/api/plugins/loyalty/history?_end=100');
  const upgrades = history.filter(({ step }) => step === 'upgrade');
  expect(upgrades).toMatchObject([
    {
      version: '1.2.0',
      error: expect.stringContaining('The voucher service does not answer.'),
      by: { name: expect.any(String) },
      milliseconds: expect.any(Number),
    },
    { version: '1.1.0', error: null },
  ]);
});

test('the new permission, route and card are there', async () => {
  const account = (await seen.send('POST', '/api/customer/accounts', { name: 'Bonus' })).body.id;
  const bonus = (send: UpgradeReport['send']) =>
    send('POST', `/api/loyalty/accounts/${account}/bonus`, { points: 10 });
  expect(await bonus(seen.send)).toMatchObject({ status: 201, body: { points: 10 } });
  const { host } = seen;
  const path = `/api/loyalty/accounts/${account}/bonus`;
  expect((await host.as('marketing-manager').post(path, { points: 1 })).status).toBe(201);
  expect((await host.as('service-agent').post(path, { points: 1 })).status).toBe(403);

  const { contributions, plugins } = await get('/api/meta');
  const card = { plugin: 'loyalty', slot: 'dashboard.widget', element: 'loyalty-tier-members' };
  expect(contributions).toContainEqual(expect.objectContaining(card));
  const { module } = plugins.find(({ id }: { id: string }) => id === 'loyalty');
  expect(await get(module)).toContain('loyalty-tier-members');
});

test('nothing that was there has changed, and a column that is called otherwise has kept its values', async () => {
  const { before, after } = seen.kept;
  expect(before.entries?.length).toBeGreaterThan(20);
  expect(after).toEqual(before);
  const tiers: readonly { name: string; benefits: string; welcomePoints: unknown }[] =
    await get('/api/loyalty/tiers');
  expect(tiers).toHaveLength(3);
  for (const tier of tiers)
    expect(tier).toMatchObject({ benefits: `Perks of ${tier.name}`, welcomePoints: null });
});

test('all that was written meanwhile is there, once', async () => {
  const { written } = seen;
  const accounts = await rows<{ id: string; name: string }>(
    `select id, name from customer.account where name like 'Load%' and deleted_at is null`,
  );
  expect(new Map(accounts.map(({ id, name }) => [id, name]))).toEqual(written.accounts);

  const booked = await rows<{ id: string }>(
    `select e.id from loyalty.entry e join customer.account a on a.id = e.account_id where a.name like 'Busy%' and e.kind = 'adjusted'`,
  );
  expect(booked.map(({ id }) => id).toSorted()).toEqual(written.entries.toSorted());

  const earned = await rows<{ opportunity: string; points: number }>(
    `select split_part(e.source_key, ':', 2) as opportunity, e.points from loyalty.entry e
     join customer.account a on a.id = e.account_id where a.name like 'Busy%' and e.kind = 'earned'`,
  );
  expect(earned.map(({ opportunity }) => opportunity).toSorted()).toEqual(written.won.toSorted());
  expect(new Set(earned.map(({ points }) => Number(points)))).toEqual(new Set([10]));

  const wrong = await rows(
    `select a.name from customer.account a where loyalty_points is distinct from
     (select sum(points) from loyalty.entry e where e.account_id = a.id and e.deleted_at is null)
     and exists (select 1 from loyalty.entry e where e.account_id = a.id)`,
  );
  expect(wrong).toEqual([]);
});

test('finalize drops the old name alone, and all that is used stays', async () => {
  const path = '/api/plugins/loyalty/finalize';
  expect(await get(path)).toEqual({ statements: [DROP_OLD_NAME] });
  const tiers = await get('/api/loyalty/tiers');
  expect(await seen.send('POST', path, {})).toMatchObject({
    status: 200,
    body: { statements: [DROP_OLD_NAME] },
  });
  expect(await get('/api/loyalty/tiers')).toEqual(tiers);
  const [gold] = await get('/api/loyalty/tiers?key=gold');
  const change = { benefits: 'More', welcomePoints: 5 };
  expect(await seen.send('PATCH', `/api/loyalty/tiers/${gold.id}`, change)).toMatchObject({
    status: 200,
    body: change,
  });
  expect(await seen.send('POST', path, {})).toMatchObject({ body: { statements: [] } });
  const { tiers: _, ...others } = seen.kept.after;
  expect(await keptData(seen.host, ['accounts', 'opportunities', 'entries'])).toEqual(others);
});
