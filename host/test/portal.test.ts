import { definePlugin, defineRoute, type Route } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installed } from '../src/testing/index.ts';
import {
  cookieOf,
  makeIdentityHost,
  origin,
  PASSWORD,
  type IdentityHost,
} from './identity-host.ts';
import { base } from './toy-plugins.ts';

function route(path: string, more: Partial<Route>): Route {
  return defineRoute({
    method: 'GET',
    path,
    summary: { en: path },
    permission: 'signedIn',
    handler: ({ principal }) => ({ kind: principal.kind }),
    ...more,
  });
}

const desk = installed(
  definePlugin({
    routes: [
      route('/staff', {}),
      route('/portal', { audience: 'portal' }),
      route('/both', { audience: 'everybody' }),
      route('/open', { permission: 'public' }),
      route('/thing', {
        method: 'POST',
        audience: 'portal',
        handler: (ctx) =>
          ctx.asSystem('a customer asks for it').records('base.thing').create({ name: 'wished' }),
      }),
    ],
  }),
  { id: 'desk' },
);

let world: IdentityHost;
let customer: { id: string; headers: Record<string, string> };
let rep: { id: string; headers: Record<string, string> };
beforeAll(async () => {
  world = await makeIdentityHost([base, desk]);
  customer = await world.join('customer', ['portal-customer']);
  rep = await world.join('rep', ['sales-rep']);
});
afterAll(() => world?.host.close());

const get = (path: string, headers: Record<string, string>) =>
  world.host.as('anonymous').get(path, { headers });
const admin = () => world.host.as('administrator');

test('who is made with roles of the portal belongs to it, and gets a cookie of another name', async () => {
  expect((await admin().get(`/api/tessera/users/${customer.id}`)).body.audience).toBe('portal');
  expect((await admin().get(`/api/tessera/users/${rep.id}`)).body.audience).toBe('staff');
  expect(customer.headers['cookie']).toMatch(/^__Host-tessera_portal=tsp_/);
  const login = await world.host
    .as('anonymous')
    .post(
      '/api/auth/login',
      { email: 'customer@example.com', password: PASSWORD },
      { headers: origin },
    );
  expect(login.headers.get('set-cookie')).toMatch(
    /^__Host-tessera_portal=tsp_[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const out = await world.host
    .as('anonymous')
    .post('/api/auth/logout', {}, { headers: { cookie: cookieOf(login), ...origin } });
  expect(out.headers.getSetCookie().join()).toContain('__Host-tessera_portal=;');
});

test.each([
  '/api/meta',
  '/api/live',
  '/api/search?q=a',
  '/api/openapi.json',
  '/api/views',
  '/api/tessera/users',
  '/api/settings',
  '/api/plugins',
  '/api/auth/tokens',
  '/api/access/sessions',
  '/api/base/things',
  '/api/base/things/export',
  '/api/desk/staff',
  '/api/nowhere/at-all',
])('a user of the portal does not reach %s', async (path) => {
  const answer = await get(path, customer.headers);
  expect(answer.status).toBe(403);
  expect(['HOST_PORTAL_ONLY', 'CORE_AUDIENCE_OTHER']).toContain(answer.body.code);
});

test('each reaches the routes that are for him', async () => {
  const kinds = async (headers: Record<string, string>) =>
    Promise.all(
      ['staff', 'portal', 'both', 'open'].map(async (path) => {
        const { status, body } = await get(`/api/desk/${path}`, headers);
        return status === 200 ? body.kind : status;
      }),
    );
  expect(await kinds(customer.headers)).toEqual([403, 'portal', 'portal', 'portal']);
  expect(await kinds(rep.headers)).toEqual(['user', 403, 'user', 'user']);
  expect(await kinds({})).toEqual([401, 401, 401, 'anonymous']);
  expect((await get('/api/auth/me', customer.headers)).body.user.name).toBe('customer');
  const renamed = await world.host
    .as('anonymous')
    .patch('/api/auth/profile', { name: 'Customer' }, { headers: customer.headers });
  expect(renamed.status).toBe(200);
});

test('a session opens by the cookie of its own audience alone', async () => {
  const [, session = ''] = customer.headers['cookie']?.split('=') ?? [];
  const [, staffs = ''] = rep.headers['cookie']?.split('=') ?? [];
  for (const cookie of [
    `__Host-tessera_session=${session}`,
    `__Host-tessera_portal=${staffs}`,
    `tessera_portal=${session}`,
    `tessera_session=${staffs}`,
  ])
    expect((await get('/api/auth/me', { cookie })).status, cookie).toBe(401);
});

test('an API token of a user of the portal acts as one', async () => {
  const { authorization } = {
    authorization: (await world.host.as(customer.id).authorization()) ?? '',
  };
  expect((await get('/api/desk/portal', { authorization })).body).toEqual({ kind: 'portal' });
  expect((await get('/api/base/things', { authorization })).status).toBe(403);
});

test('users of the portal own nothing, manage nothing and belong to no team', async () => {
  const unfit = { status: 422 };
  expect(await admin().post('/api/base/things', { name: 'his', owner: customer.id })).toMatchObject(
    {
      ...unfit,
      body: { errors: [{ pointer: '/owner' }] },
    },
  );
  const { body: thing } = await admin().post('/api/base/things', { name: 'ours' });
  expect(await admin().patch(`/api/base/things/${thing.id}`, { owner: customer.id })).toMatchObject(
    unfit,
  );
  expect(
    await admin().post('/api/tessera/teams', { name: 'His', manager: customer.id }),
  ).toMatchObject(unfit);
  const { body: team } = await admin().post('/api/tessera/teams', { name: 'Ours' });
  expect(await admin().patch(`/api/tessera/users/${customer.id}`, { team: team.id })).toMatchObject(
    {
      ...unfit,
      body: { refusal: 'HOST_AUDIENCE_UNFIT' },
    },
  );
  const wished = await world.host
    .as('anonymous')
    .post('/api/desk/thing', {}, { headers: customer.headers });
  expect(wished.body).toMatchObject({ name: 'wished', owner: null });
});

test('roles of the portal are for its users alone, and theirs are no others', async () => {
  const roles = (await admin().get('/api/tessera/roles?_end=100')).body;
  const id = (key: string): string => roles.find((role: any) => role.key === key).id;
  const unfit = { status: 422, body: { refusal: 'HOST_AUDIENCE_UNFIT' } };
  const staff = `/api/tessera/users/${rep.id}`;
  expect(await admin().patch(staff, { roles: [id('portal-customer')] })).toMatchObject(unfit);
  expect(
    await admin().patch(`/api/tessera/users/${customer.id}`, { roles: [id('analyst')] }),
  ).toMatchObject(unfit);
  expect(
    await admin().post('/api/tessera/users', {
      name: 'Both',
      roles: [id('analyst'), id('portal-partner')],
    }),
  ).toMatchObject(unfit);
  expect(
    await admin().post('/api/tessera/teams', { name: 'Outer', roles: [id('portal-partner')] }),
  ).toMatchObject(unfit);
  expect(
    await admin().patch(`/api/tessera/roles/${id('portal-partner')}`, { key: 'partner' }),
  ).toMatchObject(unfit);
  await admin().patch(staff, { audience: 'portal' });
  expect((await admin().get(staff)).body.audience, 'nobody types it').toBe('staff');
});

test('an invitation settles it, unless the user owns something', async () => {
  const invited = await admin().post('/api/tessera/users', {
    name: 'Outsider',
    email: 'out@example.com',
  });
  const path = `/api/tessera/users/${invited.body.id}`;
  const thing = await admin().post('/api/base/things', { name: 'kept', owner: invited.body.id });
  expect(await admin().post(`${path}/invite`, { audience: 'portal' })).toMatchObject({
    status: 409,
    body: { code: 'HOST_OWNER_STAYS', count: 1 },
  });
  await admin().patch(`/api/base/things/${thing.body.id}`, { owner: rep.id });
  expect((await admin().post(`${path}/invite`, { audience: 'portal' })).status).toBe(200);
  expect((await admin().get(path)).body).toMatchObject({ audience: 'portal', status: 'invited' });
  expect((await admin().post(`${path}/invite`, { audience: 'visitor' })).status).toBe(422);
});
