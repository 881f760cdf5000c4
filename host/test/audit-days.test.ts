import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCrmHost } from './crm-host.ts';
import type { TestHost } from '../src/testing/index.ts';

let host: TestHost;
let account: string;
let officer: string;

beforeAll(async () => {
  host = await createCrmHost();
  const administrator = host.as('administrator');
  await administrator.post('/api/tessera/roles', {
    key: 'officer',
    name: 'Officer',
    permissions: ['tessera.audit.read'],
    grants: [{ entity: 'tessera.user', actions: { read: 'all' } }],
  });
  officer = await host.user({ name: 'Olga', roles: ['officer'] });
  account = (await administrator.post('/api/customer/accounts', { name: 'Alder' })).body.id;
  await administrator.patch(`/api/customer/accounts/${account}`, { name: 'Elder' });
});
afterAll(() => host.close());

const DAYS = '/api/audit/days';

test('entries are counted by the days of the zone that is asked for', async () => {
  const zone = 'Pacific/Kiritimati';
  const { entries } = (await host.as('administrator').get(`/api/audit?record=${account}`)).body;
  const dayOf = (at: string): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(at));
  const counted = Map.groupBy(entries as readonly { at: string }[], ({ at }) => dayOf(at));
  const answer = await host.as('administrator').get(`${DAYS}?record=${account}&zone=${zone}`);
  expect(answer.status).toBe(200);
  expect(answer.body.days).toEqual(
    [...counted].map(([day, found]) => ({ day, count: found.length })).toReversed(),
  );
  const last = await host
    .as('administrator')
    .get(`${DAYS}?record=${account}&action=update&zone=${zone}`);
  expect(last.body.days).toEqual([{ day: dayOf(entries[0].at), count: 1 }]);
});

test('nobody counts what he may not read', async () => {
  expect((await host.as(officer).get(`${DAYS}?record=${account}`)).body.days).toEqual([]);
  expect((await host.as(officer).get(`${DAYS}?entity=customer.account`)).body.days).toEqual([]);
  const rep = await host.user({ name: 'Rep', roles: ['sales-rep'] });
  expect((await host.as(rep).get(DAYS)).status).toBe(403);
  expect((await host.as('anonymous').get(DAYS)).status).toBe(401);
});

test.each([
  ['zone=Mars/Base', 'zone'],
  ['from=2020-01-01&to=2026-01-01', '400 days'],
  ['from=yesterday', 'from'],
  ['record=1', 'record'],
  ['colour=red', 'colour'],
])('what cannot be meant is refused with its name: %s', async (query, named) => {
  const answer = await host.as('administrator').get(`${DAYS}?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { code: 'CORE_REQUEST_INVALID' } });
  expect(answer.body.detail).toContain(named);
});

test('what a shorter retention would let go is told before it is set', async () => {
  const effect = (days: string) =>
    host.as('administrator').get(`/api/settings/audit/effect?retentionDays=${days}`);
  expect((await effect('30')).body).toEqual({ batches: 0, rows: 0 });
  await sealAll();
  await host.as('administrator').patch(`/api/customer/accounts/${account}`, { name: 'Older' });
  await sealAll();
  await host.kernel.database.transaction(async (sql) => {
    await sql.query('set local role none');
    await sql.query(`update tessera.audit_seal set at = now() - interval '40 days'`);
  });
  const [sums] = await host.kernel.database.query<{ batches: number; rows: number }>(
    `select count(*)::int as batches, sum(rows)::int as rows from tessera.audit_seal
     where batch < (select max(batch) from tessera.audit_seal)`,
  );
  expect(sums!.batches).toBeGreaterThan(0);
  expect((await effect('30')).body).toEqual(sums);
  expect((await effect('50')).body).toEqual({ batches: 0, rows: 0 });
  for (const wrong of ['0', 'x', '', '1.5', '99999'])
    expect((await effect(wrong)).status).toBe(400);
  expect((await host.as(officer).get('/api/settings/audit/effect?retentionDays=30')).status).toBe(
    403,
  );
});

/** Whatever runs on the server, in other databases too, holds the sealing back while it lasts. */
async function sealAll(): Promise<void> {
  const administrator = host.as('administrator');
  await expect
    .poll(async () => {
      await administrator.post('/api/audit/verify', {});
      return (await administrator.get('/api/audit/seals')).body.waiting;
    })
    .toBe(0);
}
