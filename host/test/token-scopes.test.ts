import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeIdentityHost, type IdentityHost } from './identity-host.ts';
import { addon, base } from './toy-plugins.ts';

let world: IdentityHost;
/** A representative who may do everything with things of his own, and nothing with items. */
let rep: { id: string; headers: Record<string, string> };
beforeAll(async () => {
  world = await makeIdentityHost([base, addon]);
  rep = await world.join('rep', ['sales-rep']);
});
afterAll(() => world?.host.close());

const nobody = () => world.host.as('anonymous');

async function makeToken(body: object, headers = rep.headers) {
  return nobody().post('/api/auth/tokens', { name: 'integration', ...body }, { headers });
}

async function bearer(body: object): Promise<{ headers: Record<string, string> }> {
  const made = await makeToken(body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return { headers: { authorization: `Bearer ${made.body.token}` } };
}

test('a token does what its scopes say, and no more', async () => {
  const scopes = { records: [{ entity: 'base.thing', actions: ['read'] }], permissions: [] };
  const reader = await bearer({ scopes });
  const own = await nobody().post('/api/base/things', { name: 'mine' }, { headers: rep.headers });
  expect(own.status).toBe(201);

  expect((await nobody().get(`/api/base/things/${own.body.id}`, reader)).body.name).toBe('mine');
  expect((await nobody().post('/api/base/things', { name: 'no' }, reader)).status).toBe(403);
  const changed = await nobody().patch(`/api/base/things/${own.body.id}`, { name: 'no' }, reader);
  expect(changed.status).toBe(403);
  expect((await nobody().delete(`/api/base/things/${own.body.id}`, reader)).status).toBe(403);
  expect((await nobody().get('/api/tessera/users', reader)).status).toBe(403);
  expect((await nobody().get('/api/base/things', reader)).body).toMatchObject([{ name: 'mine' }]);
  const entities = (await nobody().get('/api/meta', reader)).body.entities;
  expect(entities.map(({ id }: { id: string }) => id)).toEqual(['base.thing']);
});

test('a token without scopes is its user, and one with wildcards goes as far as he does', async () => {
  const whole = await bearer({});
  const wide = await bearer({
    scopes: { records: [{ entity: '*', actions: ['*'] }], permissions: [] },
  });
  for (const one of [whole, wide]) {
    expect((await nobody().post('/api/base/things', { name: 'by token' }, one)).status).toBe(201);
    expect((await nobody().post('/api/addon/items', { name: 'by token' }, one)).status).toBe(403);
  }
});

test.each([
  [
    'an unknown entity',
    [{ entity: 'base.nothing', actions: ['read'] }],
    [],
    '/scopes/records/0/entity',
  ],
  [
    'an unknown plugin',
    [{ entity: 'nowhere.*', actions: ['read'] }],
    [],
    '/scopes/records/0/entity',
  ],
  [
    'an unknown action',
    [{ entity: 'base.thing', actions: ['read', 'fly'] }],
    [],
    '/scopes/records/0/actions/1',
  ],
  ['an unknown permission', [], ['tessera.nothing.manage'], '/scopes/permissions/0'],
  ['no actions', [{ entity: 'base.thing', actions: [] }], [], '/scopes/records/0/actions'],
  [
    'an action that he does not hold',
    [{ entity: 'addon.item', actions: ['delete'] }],
    [],
    '/scopes',
  ],
  ['a permission that he does not hold', [], ['tessera.user.manage'], '/scopes'],
  ['every permission', [], ['*'], '/scopes'],
])('%s is refused, and no token is made', async (_name, records, permissions, pointer) => {
  const tokens = async () =>
    (await nobody().get('/api/auth/tokens', { headers: rep.headers })).body.length;
  const before = await tokens();
  const refused = await makeToken({ scopes: { records, permissions } });
  expect(refused).toMatchObject({
    status: 422,
    body: { code: 'HOST_INPUT_INVALID', errors: [{ pointer }] },
  });
  expect(await tokens()).toBe(before);
});

test('a token with scopes changes neither profile nor sessions nor tokens', async () => {
  const scopes = { records: [{ entity: 'base.thing', actions: ['read'] }], permissions: [] };
  const token = await bearer({ scopes });
  const needed = { status: 403, body: { code: 'HOST_SESSION_NEEDED' } };
  expect(await nobody().patch('/api/auth/profile', { name: 'Other' }, token)).toMatchObject(needed);
  const [session] = (await nobody().get('/api/auth/sessions', token)).body;
  expect(await nobody().delete(`/api/auth/sessions/${session.id}`, token)).toMatchObject(needed);
  expect(await nobody().post('/api/auth/tokens', { name: 'more' }, token)).toMatchObject(needed);
  expect((await nobody().get('/api/auth/me', token)).body.user.name).toBe('rep');
});

test('a token with scopes starts nothing that would go on without them', async () => {
  const own = await nobody().post('/api/base/things', { name: 'safe' }, { headers: rep.headers });
  const token = await bearer({
    scopes: { records: [{ entity: 'base.thing', actions: ['read'] }], permissions: [] },
  });
  const run = { entity: 'base.thing', action: 'delete', ids: [own.body.id] };
  expect((await nobody().post('/api/bulk-runs', run, token)).status).toBe(403);
  expect((await nobody().post('/api/imports', {}, token)).status).toBe(403);
  expect(
    (await nobody().post('/api/views', { entity: 'base.thing', name: 'x' }, token)).status,
  ).toBe(403);
  await world.host.settle();
  const path = `/api/base/things/${own.body.id}`;
  expect((await nobody().get(path, { headers: rep.headers })).status).toBe(200);
});

test('managers see the tokens of others and revoke them, which holds on the next request', async () => {
  const token = await bearer({ name: 'nightly' });
  expect((await nobody().get('/api/auth/me', token)).status).toBe(200);
  const admin = world.host.as('administrator');
  const path = `/api/tessera/users/${rep.id}/tokens`;
  const listed = (await admin.get(path)).body.find(({ name }: any) => name === 'nightly');
  expect(listed).toMatchObject({ scopes: null, usedAt: expect.any(String) });
  expect(JSON.stringify(listed)).not.toContain('tsr_');
  const all = await admin.get('/api/access/tokens?_start=0&_end=200');
  expect(all.body).toContainEqual({ ...listed, user: { id: rep.id, name: 'rep' } });
  expect((await admin.get('/api/access/tokens?_end=x')).status).toBe(400);

  for (const one of [path, '/api/access/tokens', '/api/access/sessions'])
    expect((await nobody().get(one, { headers: rep.headers })).status).toBe(403);
  expect((await nobody().delete(`${path}/${listed.id}`, { headers: rep.headers })).status).toBe(
    403,
  );
  expect((await nobody().get('/api/auth/me', token)).status).toBe(200);
  expect((await admin.delete(`${path}/${listed.id}`)).status).toBe(204);
  expect((await nobody().get('/api/auth/me', token)).status).toBe(401);
  expect((await admin.delete(`${path}/${listed.id}`)).status).toBe(404);
});

test('a token ends when it was to end, and with the rights of its user', async () => {
  const { host } = world;
  const scopes = { records: [{ entity: 'base.thing', actions: ['read'] }], permissions: [] };
  const leaver = await world.join('leaver', ['sales-rep']);
  const expiresAt = new Date(host.clock.now().getTime() + 3_600_000).toISOString();
  const made = await makeToken({ scopes, expiresAt }, leaver.headers);
  const token = { headers: { authorization: `Bearer ${made.body.token}` } };
  const things = () => nobody().get('/api/base/things', token);
  expect((await things()).status).toBe(200);
  const admin = host.as('administrator');
  const path = `/api/tessera/users/${leaver.id}`;
  const { roles } = (await admin.get(path)).body;
  expect((await admin.patch(path, { roles: [] })).status).toBe(200);
  expect((await things()).status, 'the scopes give nothing by themselves').toBe(403);
  await admin.patch(path, { roles });
  expect((await things()).status).toBe(200);
  host.clock.advance(3_600_001);
  expect((await things()).status).toBe(401);
});

test('a token ends with the suspension of its user, and does not come back with him', async () => {
  const leaver = await world.join('suspended', ['sales-rep']);
  const made = await makeToken({}, leaver.headers);
  const token = { headers: { authorization: `Bearer ${made.body.token}` } };
  const me = async () => (await nobody().get('/api/auth/me', token)).status;
  expect(await me()).toBe(200);
  const admin = world.host.as('administrator');
  const path = `/api/tessera/users/${leaver.id}`;
  expect((await admin.post(`${path}/suspend`)).status).toBe(200);
  expect(await me()).toBe(401);
  expect((await admin.post(`${path}/activate`)).status).toBe(200);
  expect(await me()).toBe(401);
});
