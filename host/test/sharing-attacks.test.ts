import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient } from '../src/testing/index.ts';
import { makeSharingHost, type SharingHost } from './sharing-host.ts';

const RULES = '/api/sharing/rules';

let world: SharingHost;
/** May make rules, reads every boat, and of logs only those of boats that are his. */
let clerk: TestClient;
beforeAll(async () => {
  world = await makeSharingHost();
  const made = await world.admin.post('/api/tessera/roles', {
    key: 'clerk',
    name: 'Clerk',
    permissions: ['tessera.sharing.manage'],
    grants: [
      { entity: 'harbour.boat', actions: { read: 'all' } },
      { entity: 'harbour.log', actions: { read: 'own' } },
    ],
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const clerkId = await world.host.user({ name: 'Clerk', roles: ['clerk'] });
  clerk = world.host.as(clerkId);
});
afterAll(() => world.host.close());

test('a rule tells nobody of records behind its filter that he may not read', async () => {
  const { owner, mateId, admin } = world;
  const boat = await world.boat('Watched');
  const log = await owner.post('/api/harbour/logs', { text: 'contraband on board', boat });
  expect(log.status).toBe(201);
  expect((await clerk.get(`/api/harbour/boats/${boat}`)).status).toBe(200);
  expect((await clerk.get(`/api/harbour/logs/${log.body.id}`)).status).toBe(404);

  const filter = { logs: { some: { text: { contains: 'contraband' } } } };
  const rule = { name: 'Who has it?', entity: 'harbour.boat', user: mateId, actions: ['read'] };
  const counted = await clerk.post(`${RULES}/count`, { entity: 'harbour.boat', filter });
  expect(counted.body).toEqual({ count: 0 });
  const refused = await clerk.post(RULES, { ...rule, filter });
  expect([refused.status, refused.body.code]).toEqual([403, 'HOST_SHARING_REACH_TOO_SMALL']);
  expect(refused.body.detail).toContain('logs');

  const plain = await clerk.post(RULES, { ...rule, filter: { colour: 'red' } });
  expect(plain.status).toBe(201);
  const changed = await clerk.patch(`${RULES}/${plain.body.id}`, { filter });
  expect([changed.status, changed.body.code]).toEqual([403, 'HOST_SHARING_REACH_TOO_SMALL']);
  const nested = { not: { or: [{ logs: { none: { text: 'x' } } }] } };
  expect((await clerk.patch(`${RULES}/${plain.body.id}`, { filter: nested })).status).toBe(403);
  expect((await admin.post(RULES, { ...rule, filter })).status).toBe(201);
});
