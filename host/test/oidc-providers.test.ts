import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { createTestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

const host = await createTestHost({
  database: await makeDatabase(),
  environment: { TESSERA_PUBLIC_URL: 'https://crm.example.com' },
});
afterAll(() => host.close());

const PROVIDERS = '/api/settings/sign-in/providers';
const administrator = host.as('administrator');
const valid = { label: 'Company', issuer: 'https://login.example.com', clientId: 'crm' };

test('only administrators decide who vouches for users', async () => {
  const made = await administrator.post('/api/tessera/roles', {
    name: 'Settings',
    key: 'settings',
    grants: [],
    permissions: ['tessera.settings.manage'],
  });
  expect(made.status).toBe(201);
  const settings = host.as(await host.user({ name: 'Settings', roles: ['settings'] }));
  expect((await settings.get(PROVIDERS)).status).toBe(200);
  const refused = await settings.post(PROVIDERS, valid);
  expect([refused.status, refused.body.code]).toEqual([403, 'HOST_ADMINISTRATOR_NEEDED']);
  expect((await host.as('sales-rep').get(PROVIDERS)).status).toBe(403);
  expect((await host.as('anonymous').get(PROVIDERS)).status).toBe(401);
  expect((await administrator.get(PROVIDERS)).body).toEqual([]);
});

test('what cannot be right is refused and named', async () => {
  const cases: [object, string][] = [
    [{ issuer: 'http://login.example.com' }, '/issuer'],
    [{ issuer: 'nonsense' }, '/issuer'],
    [{ provisioning: 'create' }, '/domains'],
    [{ scopes: ['email'] }, '/scopes'],
    [{ roles: ['01234567-89ab-7def-8123-456789abcdef'] }, '/roles/0'],
    [{ domains: ['not a domain'] }, '/domains/0'],
    [{ clientSecret: { $secret: 'x' } }, '/clientSecret/$secret'],
    [{ surprise: 1 }, '/surprise'],
  ];
  for (const [change, pointer] of cases) {
    const answer = await administrator.post(PROVIDERS, { ...valid, ...change });
    const pointers = answer.body.errors.map((one: { pointer: string }) => one.pointer);
    expect([change, answer.status, pointers.includes(pointer)]).toEqual([change, 422, true]);
  }
  expect((await administrator.get(PROVIDERS)).body).toEqual([]);
});

test('a secret stays until it is changed, and never goes to another provider', async () => {
  const { body: made } = await administrator.post(PROVIDERS, { ...valid, clientSecret: 'hidden' });
  const path = `${PROVIDERS}/${made.id}`;
  const secretAfter = async (change: object) => {
    const answer = await administrator.patch(path, change);
    expect(answer.status).toBe(200);
    return answer.body.clientSecret;
  };
  expect(await secretAfter({ label: 'Other' })).toEqual({ $secret: true });
  expect(await secretAfter({ clientSecret: { $secret: true } })).toEqual({ $secret: true });
  expect(await secretAfter({ issuer: 'https://evil.example' })).toBeNull();
  expect(await secretAfter({ clientSecret: 'again' })).toEqual({ $secret: true });
  expect(await secretAfter({ clientSecret: null })).toBeNull();
  expect((await administrator.delete(path)).status).toBe(204);
  const gone = await administrator.delete(path);
  expect([gone.status, gone.body.code]).toEqual([404, 'HOST_OIDC_PROVIDER_MISSING']);
  const audit = await host.kernel.database.query<{ action: string }>(
    `select action from tessera.audit where record_id = $1 order by id`,
    [made.id],
  );
  expect(audit.map(({ action }) => action)).toEqual([
    'create',
    ...Array.from({ length: 5 }, () => 'update'),
    'delete',
  ]);
});

test('a provider that is down, is none, or is switched off is named at the door', async () => {
  const server = createServer((_request, response) =>
    response.end('{"issuer":"https://evil.example"}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { body: made } = await administrator.post(PROVIDERS, { ...valid, issuer });
  const door = async () => {
    const answer = await host.as('anonymous').get(`/api/auth/oidc/${made.id}`);
    return [answer.status, answer.headers.get('location')];
  };
  const none = await administrator.post(`${PROVIDERS}/${made.id}/test`);
  expect([none.status, none.body.code]).toEqual([422, 'HOST_OIDC_UNREACHABLE']);
  expect(await door()).toEqual([302, '/?problem=HOST_OIDC_UNREACHABLE']);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const down = await administrator.post(`${PROVIDERS}/${made.id}/test`);
  expect([down.status, down.body.detail]).toEqual([422, expect.stringContaining('ECONNREFUSED')]);
  expect(await door()).toEqual([302, '/?problem=HOST_OIDC_UNREACHABLE']);
  await administrator.patch(`${PROVIDERS}/${made.id}`, { isActive: false });
  expect(await door()).toEqual([302, '/?problem=HOST_OIDC_PROVIDER_MISSING']);
  expect((await host.as('anonymous').get('/api/auth/methods')).body.providers).toEqual([]);
});
