import { afterAll, expect, test } from 'vitest';
import { API, nobody, makeRoutesWorld, type Answered } from './routes-world.ts';

const { world, send, get, makeCompany } = await makeRoutesWorld();
afterAll(() => world.close());

test('what one may not see is not there, and stays as it is', async () => {
  const rep = await world.user('Rep', {
    grants: [
      {
        entity: 'toy.company',
        actions: { create: 'own', read: 'own', update: 'own', delete: 'own' },
      },
    ],
  });
  const path = `${API}/companies/${await makeCompany({ name: 'Hidden', employees: 1 })}`;
  for (const [method, body] of [
    ['GET'],
    ['PATCH', { employees: 2 }],
    ['PUT', { employees: 2 }],
    ['DELETE'],
  ] as const) {
    expect((await send(rep, method, path, body)).status).toBe(404);
  }
  for (const below of ['history', 'timeline', 'stages'])
    expect((await send(rep, 'GET', `${path}/${below}`)).status).toBe(404);
  expect((await send(rep, 'GET', `${API}/companies`)).body).toEqual([]);
  expect((await get(path)).body).toMatchObject({ employees: 1, version: 1 });
  expect((await send(rep, 'GET', `${API}/people`)).status).toBe(403);
  expect((await send(nobody, 'GET', `${API}/companies`)).status).toBe(401);
});

test('a field that may not be read answers exactly as one that is not there', async () => {
  const clerk = await world.user('Clerk', {
    grants: [{ entity: 'toy.company', actions: { read: 'all' }, fields: { employees: 'none' } }],
  });
  const without = (answer: Answered, name: string) =>
    JSON.stringify({ ...answer.body, requestId: '' }).replaceAll(name, '?');
  for (const search of [
    'NAME=1',
    'NAME=x',
    'NAME_gte=x',
    '_sort=NAME',
    'fields=NAME',
    'include=NAME',
    'NAME_null=true',
  ]) {
    const hidden = await send(
      clerk,
      'GET',
      `${API}/companies?${search.replace('NAME', 'employees')}`,
    );
    const absent = await send(
      clerk,
      'GET',
      `${API}/companies?${search.replace('NAME', 'nonsense')}`,
    );
    expect(hidden.status).toBe(400);
    expect(without(hidden, 'employees')).toBe(without(absent, 'nonsense'));
  }
});

test('routes of plugins are closed unless their permission opens them', async () => {
  const plain = await world.user('Plain');
  const ringer = await world.user('Ringer', { permissions: ['routed.bell.ring'] });
  expect((await send(nobody, 'GET', '/api/routed/open?n=2')).body).toEqual({ query: { n: '2' } });
  expect((await send(nobody, 'GET', '/api/routed/mine')).status).toBe(401);
  expect((await send(plain, 'GET', '/api/routed/mine')).body).toBe('Plain');
  expect((await send(nobody, 'POST', '/api/routed/bell/c', { times: 1 })).status).toBe(401);
  expect((await send(plain, 'POST', '/api/routed/bell/c', { times: 1 })).status).toBe(403);
  expect(await send(ringer, 'POST', '/api/routed/bell/c', { times: 1 })).toMatchObject({
    status: 201,
    body: { tone: 'c', times: 1 },
  });
});

test('requests to plugins are checked against the schemas of the route', async () => {
  expect((await send(nobody, 'GET', '/api/routed/open?n=0')).status).toBe(400);
  expect((await send(nobody, 'GET', '/api/routed/open?m=1')).status).toBe(400);
  const wrong = await send(world.system, 'POST', '/api/routed/bell/c', { tone: 1 });
  expect(wrong.status).toBe(422);
  expect(wrong.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/times',
    '/tone',
  ]);
});

test('a plugin that breaks is named, and its insides stay inside', async () => {
  const broken = await send(nobody, 'GET', '/api/routed/broken');
  expect(broken).toMatchObject({
    status: 500,
    body: { code: 'CORE_ROUTE_FAILED', plugin: 'routed' },
  });
  expect(JSON.stringify(broken.body)).not.toContain('secret');
  const refusing = await send(nobody, 'GET', '/api/routed/refusing');
  expect(refusing).toMatchObject({
    status: 422,
    body: { detail: 'Not today.', errors: [{ pointer: '/day' }] },
  });
});

test('routes of a disabled plugin are gone, and come back', async () => {
  await world.kernel.disable('routed');
  expect((await send(world.system, 'GET', '/api/routed/open')).status).toBe(404);
  await world.kernel.enable('routed');
  expect((await send(world.system, 'GET', '/api/routed/open')).status).toBe(200);
});
