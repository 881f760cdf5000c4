import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdentityHost, type IdentityHost } from './identity-host.ts';

/** What somebody who manages users, and holds nothing else, tries in order to become an administrator. */
let world: IdentityHost;
let manager: { id: string; headers: Record<string, string> };
let chief: string;
let member: string;
let crony: string;
let adminRole: string;
let strongTeam: string;
beforeAll(async () => {
  world = await makeIdentityHost();
  const admin = world.host.as('administrator');
  const every = { create: 'all', read: 'all', update: 'all', delete: 'all', export: 'all' };
  const made = await admin.post('/api/tessera/roles', {
    key: 'user-manager',
    name: 'User manager',
    grants: ['user', 'team', 'role'].map((name) => ({
      entity: `tessera.${name}`,
      actions: every,
      fields: { '*': 'write' },
    })),
    permissions: ['tessera.user.manage', 'tessera.field.manage', 'tessera.import.history'],
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  manager = await world.join('manager', ['user-manager']);
  chief = (await world.join('chief', ['administrator'])).id;
  crony = await world.roleless('crony');
  member = await world.roleless('member');
  const roles = await admin.get('/api/tessera/roles?_end=100');
  adminRole = roles.body.find((role: { key: string }) => role.key === 'administrator').id;
  const team = await admin.post('/api/tessera/teams', { name: 'Strong', roles: [adminRole] });
  strongTeam = team.body.id;
  const path = `/api/tessera/users/${member}`;
  const version = (await admin.get(path)).headers.get('etag') ?? '';
  const moved = await admin.patch(path, { team: strongTeam }, { headers: { 'If-Match': version } });
  if (moved.status !== 200) throw new Error(JSON.stringify(moved.body));
});
afterAll(() => world?.host.close());

const client = () => world.host.as('anonymous');
const powers = async (): Promise<unknown> =>
  world.host.kernel.database.query(
    `select u.id, u.email, u.roles_ids, u.team_id, u.status, u.deleted_at, t.roles_ids as team_roles
     from tessera."user" u left join tessera.team t on t.id = u.team_id order by u.id`,
  );

async function attempt(method: 'patch' | 'delete', path: string, body?: object) {
  const version = (await client().get(path, manager)).headers.get('etag') ?? '';
  const headers = { ...manager.headers, 'If-Match': version };
  return method === 'patch'
    ? client().patch(path, body, { headers })
    : client().delete(path, { headers });
}

const user = (id: string) => `/api/tessera/users/${id}`;
const post = (path: string, body?: object) => client().post(path, body, manager);

test.each([
  ['a new administrator', () => post('/api/tessera/users', { name: 'Eve', roles: [adminRole] })],
  [
    'many at once',
    () => post('/api/tessera/users/bulk', { create: [{ name: 'Eve', roles: [adminRole] }] }),
  ],
  ['his crony one', () => attempt('patch', user(crony), { roles: [adminRole] })],
  ['himself one', () => attempt('patch', user(manager.id), { roles: [adminRole] })],
  ['his crony into their team', () => attempt('patch', user(crony), { team: strongTeam })],
  ['himself into their team', () => attempt('patch', user(manager.id), { team: strongTeam })],
  ['a new one in their team', () => post('/api/tessera/users', { name: 'Eve', team: strongTeam })],
  ['the address of one', () => attempt('patch', user(chief), { email: 'eve@evil.example' })],
  [
    'the address of one by his team',
    () => attempt('patch', user(member), { email: 'eve@evil.example' }),
  ],
  [
    'an invitation to one by his team',
    () => post(`${user(member)}/invite`, { email: 'eve@evil.example' }),
  ],
  ['the sleep of one', () => post(`${user(chief)}/suspend`)],
  ['the second factor of one', () => client().delete(`${user(chief)}/second-factor`, manager)],
  ['the sessions of one', () => client().delete(`${user(chief)}/sessions`, manager)],
  ['the records of one', () => post(`${user(chief)}/hand-over`, { to: manager.id })],
  ['a team with all roles', () => post('/api/tessera/teams', { name: 'Evil', roles: [adminRole] })],
  ['the end of one', () => attempt('delete', user(chief))],
  ['the eyes of one', () => post('/api/access/view-as', { user: chief, reason: 'why not' })],
  [
    'a role with everything',
    () => post('/api/tessera/roles', { key: 'evil', name: 'Evil', grants: [], permissions: ['*'] }),
  ],
  [
    'a bulk run over all addresses',
    () =>
      post('/api/bulk-runs', {
        entity: 'tessera.user',
        ids: [crony],
        action: 'update',
        changes: { roles: [adminRole] },
      }),
  ],
] as const)('%s is refused, and nothing is changed', async (_what, act) => {
  const before = await powers();
  const answer = await act();
  await world.host.settle();
  expect(await powers()).toEqual(before);
  // Of many each is answered for itself.
  const failed = answer.body?.counts?.failed ?? answer.body?.failed;
  expect(answer.status >= 400 || failed === 1, JSON.stringify(answer.body)).toBe(true);
  expect(answer.status).toBeLessThan(500);
});

test('an administrator who was deleted is brought back by administrators alone', async () => {
  const admin = world.host.as('administrator');
  const { id } = await world.join('former', ['administrator']);
  const version = (await admin.get(user(id))).headers.get('etag') ?? '';
  await admin.delete(user(id), { headers: { 'If-Match': version } });
  expect((await post(`${user(id)}/restore`)).status).toBeGreaterThanOrEqual(400);
  expect((await post(`${user(id)}/invite`, { email: 'eve@evil.example' })).status).toBe(404);
});

test('a role that was deleted is given to nobody, to wait for its return', async () => {
  const admin = world.host.as('administrator');
  const path = '/api/tessera/roles';
  const strong = await admin.post(path, {
    key: 'strong',
    name: 'Strong',
    grants: [],
    permissions: ['*'],
  });
  const version = strong.headers.get('etag') ?? '';
  const gone = await admin.delete(`${path}/${strong.body.id}`, {
    headers: { 'If-Match': version },
  });
  expect(gone.status).toBeLessThan(300);
  const given = await attempt('patch', user(crony), { roles: [strong.body.id] });
  expect(given.status).toBeGreaterThanOrEqual(400);
});

test('status and audience are the host’s to write', async () => {
  const before = await powers();
  for (const values of [{ status: 'active' }, { audience: 'portal' }])
    await attempt('patch', user(crony), values);
  expect(await powers()).toEqual(before);
});
