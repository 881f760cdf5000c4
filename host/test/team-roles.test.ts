import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createTestHost,
  type TestClient,
  type TestHost,
  type TestResponse,
} from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

let host: TestHost;
let administrator: TestClient;
let manager: TestClient;
let managerId: string;
let ownTeam: string;
const roles: Record<string, string> = {};

beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase() });
  administrator = host.as('administrator');
  const every = { create: 'all', read: 'all', update: 'all', delete: 'all' };
  const made = await administrator.post('/api/tessera/roles', {
    key: 'people',
    name: 'People',
    permissions: ['tessera.user.manage'],
    grants: ['user', 'team', 'role'].map((name) => ({ entity: `tessera.${name}`, actions: every })),
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  for (const role of (await administrator.get('/api/tessera/roles?_end=100')).body)
    roles[role.key] = role.id;
  ownTeam = (await administrator.post('/api/tessera/teams', { name: 'Office' })).body.id;
  managerId = await host.user({ name: 'Manager', roles: ['people'], team: ownTeam });
  manager = host.as(managerId);
});
afterAll(() => host?.close());

function refusal({ status, body }: TestResponse): unknown {
  return [status, body.refusal ?? body.code];
}

async function team(name: string, more: object = {}): Promise<string> {
  const made = await administrator.post('/api/tessera/teams', { name, ...more });
  expect(made.status).toBe(201);
  return made.body.id;
}

test('a role of a team holds for its members from the next request on', async () => {
  const id = await team('Crew');
  const member = await host.user({ name: 'Member', team: id });
  const client = host.as(member);
  expect((await client.get('/api/access/matrix')).status).toBe(403);
  await administrator.patch(`/api/tessera/teams/${id}`, { roles: [roles['people']] });
  expect((await client.get('/api/access/matrix')).status).toBe(200);
  await administrator.patch(`/api/tessera/teams/${id}`, { roles: [] });
  expect((await client.get('/api/access/matrix')).status).toBe(403);
});

test('nobody gives a team, or by a team, more than he holds', async () => {
  const id = await team('Board', { roles: [roles['administrator']] });
  const plain = await team('Plain');
  const beyond = [422, 'HOST_ROLE_BEYOND'];
  const given = await manager.patch(`/api/tessera/teams/${plain}`, {
    roles: [roles['administrator']],
  });
  expect(refusal(given)).toEqual(beyond);
  expect(given.body.detail).toContain('*');
  expect(
    refusal(
      await manager.post('/api/tessera/teams', { name: 'Sly', roles: [roles['integration']] }),
    ),
  ).toEqual(beyond);
  expect(refusal(await manager.patch(`/api/tessera/teams/${id}`, { roles: [] }))).toEqual(beyond);
  expect(refusal(await manager.delete(`/api/tessera/teams/${id}`))).toEqual(beyond);
  const friend = await host.user({ name: 'Friend' });
  expect(refusal(await manager.patch(`/api/tessera/users/${friend}`, { team: id }))).toEqual(
    beyond,
  );
  expect(refusal(await manager.post('/api/tessera/users', { name: 'New', team: id }))).toEqual(
    beyond,
  );
  // Whoever is in the team is above the manager already: not even his address is the manager's to change.
  const member = await host.user({ name: 'Boss', team: id });
  expect(
    refusal(await manager.patch(`/api/tessera/users/${member}`, { email: 'mine@example.com' })),
  ).toEqual(beyond);
  expect((await manager.patch(`/api/tessera/teams/${plain}`, { name: 'Plainer' })).status).toBe(
    200,
  );
});

test('nobody changes his own team, its roles, or what is below him', async () => {
  const own = [422, 'HOST_ROLE_OWN'];
  const other = await team('Elsewhere');
  expect(refusal(await manager.patch(`/api/tessera/users/${managerId}`, { team: other }))).toEqual(
    own,
  );
  expect(
    refusal(await manager.patch(`/api/tessera/teams/${ownTeam}`, { roles: [roles['people']] })),
  ).toEqual(own);
  expect(
    refusal(await manager.patch(`/api/tessera/teams/${other}`, { manager: managerId })),
  ).toEqual(own);
  await administrator.patch(`/api/tessera/teams/${ownTeam}`, { manager: managerId });
  expect(refusal(await manager.patch(`/api/tessera/teams/${other}`, { parent: ownTeam }))).toEqual(
    own,
  );
  const teams = await administrator.get(`/api/tessera/teams/${other}`);
  expect([teams.body.manager, teams.body.parent]).toEqual([null, null]);
});

test('a role of the platform goes only when nobody has it; that of administrators never', async () => {
  const id = await team('Market', { roles: [roles['marketer']] });
  const path = `/api/tessera/roles/${roles['marketer']}`;
  expect(refusal(await administrator.delete(path))).toEqual([422, 'HOST_ROLE_USED']);
  await administrator.patch(`/api/tessera/teams/${id}`, { roles: [] });
  expect((await administrator.delete(path)).status).toBeLessThan(300);
  const root = `/api/tessera/roles/${roles['administrator']}`;
  const kept = [422, 'HOST_ROLE_ADMINISTRATOR'];
  expect(refusal(await administrator.delete(root))).toEqual(kept);
  expect(refusal(await administrator.patch(root, { key: 'chief' }))).toEqual(kept);
  expect((await administrator.patch(root, { name: 'Root' })).status).toBe(200);
});

test('names that nothing ever had are refused; those of a role that are gone may stay', async () => {
  const malformed = [422, 'HOST_ROLE_MALFORMED'];
  const make = (more: object): Promise<TestResponse> =>
    administrator.post('/api/tessera/roles', { key: 'typed', name: 'Typed', ...more });
  expect(refusal(await make({ grants: [{ entity: 'tessera.usr', actions: {} }] }))).toEqual(
    malformed,
  );
  expect(refusal(await make({ grants: [{ entity: 'tesera.*', actions: {} }] }))).toEqual(malformed);
  expect(refusal(await make({ permissions: ['tessera.user.mange'] }))).toEqual(malformed);
  expect(refusal(await make({ withheld: ['nothing'] }))).toEqual(malformed);
  const { body } = await make({ grants: [] });
  const gone = [{ entity: 'gone.thing', actions: { read: 'all' } }];
  await host.kernel.database.query('update tessera.role set grants = $2 where id = $1', [
    body.id,
    JSON.stringify(gone),
  ]);
  const more = [...gone, { entity: 'tessera.user', actions: { read: 'all' } }];
  const kept = await administrator.patch(`/api/tessera/roles/${body.id}`, { grants: more });
  expect([kept.status, kept.body.grants]).toEqual([200, more]);
});

test('the last administrator may be one by his team, and stays one', async () => {
  const solo = await createTestHost({ database: await makeDatabase() });
  const root = solo.as('administrator');
  const [role] = (await root.get('/api/tessera/roles?key=administrator')).body;
  const team = (await root.post('/api/tessera/teams', { name: 'Roots', roles: [role.id] })).body.id;
  const member = await solo.user({ name: 'By team', team });
  const others = `update tessera."user" set roles_ids = null where id <> $1`;
  await solo.kernel.database.query(others, [member]);
  const client = solo.as(member);
  const last = [422, 'HOST_ADMINISTRATOR_LAST'];
  expect(refusal(await client.patch(`/api/tessera/teams/${team}`, { roles: [] }))).toEqual(last);
  expect(refusal(await client.patch(`/api/tessera/users/${member}`, { team: null }))).toEqual(last);
  await solo.close();
});
