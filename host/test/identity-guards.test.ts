import { User } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authenticate } from '../src/identity/authentication.ts';
import { createTestHost, type TestClient, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

let host: TestHost;
let administrator: TestClient;
/** Manages users, and reads the toy world; is no administrator. */
let manager: TestClient;
let managerId: string;
const roles = new Map<string, string>();

beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase() });
  administrator = host.as('administrator');
  const every = { create: 'all', read: 'all', update: 'all', delete: 'all' };
  const made = await administrator.post('/api/tessera/roles', {
    key: 'people',
    name: 'People',
    permissions: ['tessera.user.manage'],
    grants: [
      { entity: 'tessera.user', actions: every },
      { entity: 'tessera.team', actions: every },
      { entity: 'tessera.role', actions: every },
    ],
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  for (const role of (await administrator.get('/api/tessera/roles?_end=100')).body)
    roles.set(role.key, role.id);
  managerId = await host.user({ name: 'Manager', roles: ['people'] });
  manager = host.as(managerId);
});
afterAll(() => host?.close());

function refusal(response: { status: number; body: any }): unknown {
  return [response.status, response.body.refusal ?? response.body.code];
}

test('who does not manage users changes neither users nor teams nor roles, whatever is granted', async () => {
  await administrator.post('/api/tessera/roles', {
    key: 'grants-only',
    name: 'Grants only',
    grants: [
      { entity: '*', actions: { create: 'all', read: 'all', update: 'all', delete: 'all' } },
    ],
    permissions: [],
  });
  const client = host.as(await host.user({ name: 'Grants', roles: ['grants-only'] }));
  expect(
    refusal(await client.patch(`/api/tessera/users/${managerId}`, { jobTitle: 'Fool' })),
  ).toEqual([422, 'HOST_USER_MANAGE_NEEDED']);
  expect(refusal(await client.post('/api/tessera/teams', { name: 'Mine' }))).toEqual([
    422,
    'HOST_USER_MANAGE_NEEDED',
  ]);
  expect(refusal(await client.delete(`/api/tessera/roles/${roles.get('marketer')}`))).toEqual([
    422,
    'HOST_USER_MANAGE_NEEDED',
  ]);
  expect((await administrator.get(`/api/tessera/users/${managerId}`)).body.jobTitle).toBe(null);
});

test('a manager of users gives ordinary roles, and none that does more than he may', async () => {
  const made = await manager.post('/api/tessera/users', {
    name: 'New',
    roles: [roles.get('sales-rep')],
  });
  expect(made.status).toBe(201);
  const raised = await manager.patch(`/api/tessera/users/${made.body.id}`, {
    roles: [roles.get('administrator')],
  });
  expect(refusal(raised)).toEqual([422, 'HOST_ROLE_BEYOND']);
  expect(raised.body.errors).toEqual([{ pointer: '/roles', detail: expect.any(String) }]);
  expect(
    refusal(
      await manager.post('/api/tessera/users', { name: 'Sly', roles: [roles.get('integration')] }),
    ),
  ).toEqual([422, 'HOST_ROLE_BEYOND']);
  expect(
    refusal(
      await manager.patch(`/api/tessera/users/${managerId}`, { roles: [roles.get('sales-rep')] }),
    ),
  ).toEqual([422, 'HOST_ROLE_OWN']);
});

test('a manager of users does not reach the account of an administrator', async () => {
  const chief = await host.user({ name: 'Chief', roles: ['administrator'] });
  expect(
    refusal(await manager.patch(`/api/tessera/users/${chief}`, { email: 'mine@example.com' })),
  ).toEqual([422, 'HOST_ROLE_BEYOND']);
  expect(refusal(await manager.post(`/api/tessera/users/${chief}/suspend`))).toEqual([
    422,
    'HOST_ROLE_BEYOND',
  ]);
  expect((await administrator.get(`/api/tessera/users/${chief}`)).body).toMatchObject({
    email: null,
    status: 'active',
  });
});

test('a role is defined only within what its author holds', async () => {
  const beyond = await manager.post('/api/tessera/roles', {
    key: 'all',
    name: 'All',
    grants: [{ entity: 'tessera.attachment', actions: { read: 'all' } }],
    permissions: [],
  });
  expect(refusal(beyond)).toEqual([422, 'HOST_ROLE_BEYOND']);
  const within = await manager.post('/api/tessera/roles', {
    key: 'directory',
    name: 'Directory',
    grants: [{ entity: 'tessera.team', actions: { read: 'all' } }],
    permissions: [],
  });
  expect(within.status).toBe(201);
  expect(
    refusal(await manager.patch(`/api/tessera/roles/${within.body.id}`, { permissions: ['*'] })),
  ).toEqual([422, 'HOST_ROLE_BEYOND']);
  expect(
    refusal(await manager.patch(`/api/tessera/roles/${roles.get('people')}`, { name: 'Ours' })),
  ).toEqual([422, 'HOST_ROLE_BEYOND']);
});

test('colleagues see each other’s names, and no addresses', async () => {
  const someone = await host.user({ name: 'Zhang San', email: 'zhang@example.com' });
  for (const client of [
    host.as('sales-rep'),
    host.as(await host.user({ name: 'Own role', roles: ['directory'] })),
  ]) {
    const seen = await client.get(`/api/tessera/users/${someone}`);
    expect([seen.status, seen.body.name, 'email' in seen.body]).toEqual([200, 'Zhang San', false]);
    expect((await client.get('/api/tessera/users?email=zhang@example.com')).status).toBe(400);
  }
  expect(
    (await host.as('portal-customer').get(`/api/tessera/users/${someone}?fields=jobTitle`)).status,
  ).toBe(403);
});

test('teams and managers make trees, also when two changes come at once', async () => {
  const [one, two] = await Promise.all(
    ['North', 'South'].map(
      async (name) => (await administrator.post('/api/tessera/teams', { name })).body.id as string,
    ),
  );
  const answers = await Promise.all([
    administrator.patch(`/api/tessera/teams/${one}`, { parent: two }),
    administrator.patch(`/api/tessera/teams/${two}`, { parent: one }),
  ]);
  expect(answers.map((answer) => answer.status).toSorted((one, other) => one - other)).toEqual([
    200, 422,
  ]);
  expect(refusal(await administrator.patch(`/api/tessera/teams/${one}`, { parent: one }))).toEqual([
    422,
    'HOST_TREE_CIRCLE',
  ]);

  const lower = await host.user({ name: 'Lower', manager: managerId });
  const circle = await administrator.patch(`/api/tessera/users/${managerId}`, { manager: lower });
  expect([refusal(circle), circle.body.errors[0].pointer]).toEqual([
    [422, 'HOST_TREE_CIRCLE'],
    '/manager',
  ]);
});

test('the last active administrator stays, whichever way he would go', async () => {
  const solo = await createTestHost({
    database: await makeDatabase(),
    environment: {
      TESSERA_ADMIN_EMAIL: 'ada@example.com',
      TESSERA_ADMIN_PASSWORD: 'correct horse battery',
    },
  });
  const [ada] = await solo.kernel.database.query<{ id: string }>(`select id from tessera."user"`);
  const client = solo.as(ada?.id ?? '');
  const path = `/api/tessera/users/${ada?.id}`;
  const last = [422, 'HOST_ADMINISTRATOR_LAST'];
  expect(refusal(await client.delete(path))).toEqual(last);
  expect(refusal(await client.patch(path, { roles: [] }))).toEqual(last);
  const role = (await client.get('/api/tessera/roles?key=administrator')).body[0];
  expect(refusal(await client.patch(`/api/tessera/roles/${role.id}`, { permissions: [] }))).toEqual(
    [422, 'HOST_ROLE_ADMINISTRATOR'],
  );

  const second = await solo.user({ name: 'Second', roles: ['administrator'] });
  const both = await Promise.all([
    client.patch(path, { roles: [] }),
    solo.as(second).patch(`/api/tessera/users/${second}`, { roles: [] }),
  ]);
  expect(both.map((answer) => answer.status).toSorted((one, other) => one - other)).toEqual([
    200, 422,
  ]);
  await solo.close();
});

test('an import of history makes nobody an administrator', async () => {
  const integration = host.as('integration');
  const { kernel } = host;
  const authorization = (await integration.authorization()) ?? '';
  const { principal } = await authenticate(
    kernel,
    new Request('http://localhost', { headers: { authorization } }),
  );
  const raised = kernel.run({ principal, source: 'import' }, (assembly) =>
    assembly
      .context('tessera')
      .records(User)
      .create({ name: 'Sly', roles: [roles.get('administrator') ?? ''] }, { history: true }),
  );
  await expect(raised).rejects.toMatchObject({ details: { refusal: 'HOST_USER_MANAGE_NEEDED' } });
});
