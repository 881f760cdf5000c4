import { afterAll, beforeAll, expect, test } from 'vitest';
import { defineRoute, definePlugin, respond, errors, type Principal } from '../src/index.ts';
import { extra, install, makeWorld, toy, type World } from './world.ts';

const API = '/api/toy';
let world: World;

const routed = definePlugin({
  permissions: [{ name: 'routed.bell.ring', label: { en: 'Ring the bell' } }],
  routes: [
    defineRoute({
      method: 'GET',
      path: '/open',
      summary: { en: 'Open to everybody' },
      permission: 'public',
      query: { properties: { n: { type: 'integer', minimum: 1 } } },
      handler: (_ctx, { query }) => ({ query }),
    }),
    defineRoute({
      method: 'POST',
      path: '/bell/:tone',
      summary: { en: 'Ring the bell' },
      permission: 'routed.bell.ring',
      body: {
        type: 'object',
        required: ['times'],
        properties: { times: { type: 'integer' } },
        additionalProperties: false,
      },
      handler: (_ctx, { params, body }) =>
        respond({ status: 201, body: { ...params, ...(body as object) } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/mine',
      summary: { en: 'For every user' },
      permission: 'signedIn',
      handler: (ctx) => ctx.principal.name,
    }),
    defineRoute({
      method: 'GET',
      path: '/broken',
      summary: { en: 'Breaks' },
      permission: 'public',
      handler: () => {
        throw new Error('the secret inside');
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/refusing',
      summary: { en: 'Refuses' },
      permission: 'public',
      handler: () => {
        throw errors.guardRefused(
          { reason: 'Not today.' },
          { problems: [{ pointer: '/day', detail: 'Not today.' }] },
        );
      },
    }),
  ],
});

beforeAll(async () => {
  world = await makeWorld({
    plugins: [
      install(toy, { id: 'toy' }),
      install(extra, { id: 'extra', requires: { toy: '^1' } }),
      install(routed, { id: 'routed' }),
    ],
  });
});
afterAll(() => world?.close());

const nobody: Principal = {
  kind: 'anonymous',
  userId: null,
  name: '',
  teamIds: [],
  managedTeamIds: [],
  roles: [],
  policyVersion: 0,
  unlimited: false,
};

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- the tests say what is in it
  readonly body: any;
}

async function send(
  principal: Principal,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await world.kernel.run({ principal, source: 'api' }, async (assembly) =>
    assembly.routes.request(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
const get = (path: string, headers?: Record<string, string>) =>
  send(world.system, 'GET', path, undefined, headers);

async function makeCompany(values: object): Promise<string> {
  const { status, body } = await send(world.system, 'POST', `${API}/companies`, values);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id as string;
}

test('a record is created, read, changed, deleted and restored', async () => {
  const made = await send(world.system, 'POST', `${API}/companies`, {
    name: 'Alpha',
    employees: 5,
  });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name: 'Alpha', employees: 5, version: 1 });
  const path = `${API}/companies/${made.body.id}`;
  expect(made.headers.get('location')).toBe(path);
  expect(made.headers.get('etag')).toBe('"1"');

  const read = await get(path);
  expect(read.body).toEqual(made.body);
  expect(read.headers.get('cache-control')).toContain('no-store');

  const echoed = await send(world.system, 'PUT', path, {
    ...read.body,
    employees: 6,
    createdAt: 'never',
  });
  expect(echoed).toMatchObject({
    status: 200,
    body: { name: 'Alpha', employees: 6, version: 2, createdAt: read.body.createdAt },
  });
  const patched = await send(world.system, 'PATCH', path, { industry: 'retail' });
  expect(patched.body).toMatchObject({ employees: 6, industry: 'retail', version: 3 });

  const deleted = await send(world.system, 'DELETE', path);
  expect(deleted).toMatchObject({ status: 200, body: { name: 'Alpha', version: 3 } });
  expect(deleted.headers.get('x-batch')).toMatch(/^[0-9a-f-]{36}$/);
  expect((await get(path)).status).toBe(404);
  expect((await get(`${API}/companies?deleted=true&fields=name`)).body).toEqual([
    expect.objectContaining({ name: 'Alpha' }),
  ]);
  expect((await send(world.system, 'POST', `${path}/restore`)).body).toMatchObject({
    name: 'Alpha',
  });
  expect((await get(path)).status).toBe(200);
});

test('If-Match refuses an old version with the fields that changed since, and writes nothing', async () => {
  const path = `${API}/companies/${await makeCompany({ name: 'Beta' })}`;
  await send(world.system, 'PATCH', path, { employees: 7 }, { 'if-match': '"1"' });
  const refused = await send(
    world.system,
    'PATCH',
    path,
    { employees: 8, name: 'Bete' },
    { 'if-match': '"1"' },
  );
  expect(refused).toMatchObject({
    status: 412,
    body: { code: 'CORE_VERSION_MISMATCH', expected: 1, actual: 2, changed: ['employees'] },
  });
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect((await get(path)).body).toMatchObject({ name: 'Beta', employees: 7, version: 2 });
  expect((await send(world.system, 'DELETE', path, undefined, { 'if-match': '"1"' })).status).toBe(
    412,
  );
  expect((await send(world.system, 'PATCH', path, {}, { 'if-match': 'two' })).status).toBe(400);
});

test('If-None-Match answers 304 only where the version proves it', async () => {
  const { body: person } = await send(world.system, 'POST', `${API}/people`, { name: 'Ann' });
  const path = `${API}/people/${person.id}`;
  expect(await get(path, { 'if-none-match': '"1"' })).toMatchObject({
    status: 304,
    body: undefined,
  });
  expect((await get(`${path}?include=company`, { 'if-none-match': '"1"' })).status).toBe(200);
  // A company has roll-ups, which change without a new version.
  const company = `${API}/companies/${await makeCompany({ name: 'Rolled' })}`;
  expect((await get(company, { 'if-none-match': '"1"' })).status).toBe(200);
});

test('a list pages by offset and by cursor, with totals and links', async () => {
  for (let index = 1; index <= 5; index += 1)
    await send(world.system, 'POST', `${API}/machines`, { name: `List ${index}` });
  const first = await get(`${API}/machines?name_like=List&_sort=name&_order=ASC&_start=0&_end=2`);
  expect(first.body.map((one: { name: string }) => one.name)).toEqual(['List 1', 'List 2']);
  expect(first.headers.get('x-total-count')).toBe('5');
  expect(first.headers.get('x-total-count-exact')).toBe('true');
  const middle = await get(`${API}/machines?name_like=List&_sort=name&_start=2&_end=4`);
  const links = Object.fromEntries(
    [...(middle.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(
      ([, url, name]) => [name, url],
    ),
  );
  const names = async (url = '') => (await get(url)).body.map((one: { name: string }) => one.name);
  expect(await names(links['first'])).toEqual(['List 1', 'List 2']);
  expect(await names(links['prev'])).toEqual(['List 1', 'List 2']);
  expect(await names(links['next'])).toEqual(['List 5']);
  expect((await get(links['next'] ?? '')).headers.get('x-total-count')).toBe('5');
  const exact = await get(`${API}/machines`, { prefer: 'count=exact' });
  expect(exact.headers.get('preference-applied')).toBe('count=exact');
});

test('getMany answers all ids that it asks for', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 60; index += 1)
    ids.push(await makeCompany({ name: `Many ${index}` }));
  const { body } = await get(`${API}/companies?${ids.map((id) => `id=${id}`).join('&')}`);
  expect(new Set(body.map((one: { id: string }) => one.id))).toEqual(new Set(ids));
});

test('include expands, fields selects, also where something is written', async () => {
  const parent = await makeCompany({ name: 'Parent' });
  const child = await send(world.system, 'POST', `${API}/companies?include=parent`, {
    name: 'Child',
    parent,
  });
  expect(child.body.parent).toMatchObject({ id: parent, title: 'Parent', entity: 'toy.company' });
  const echo = await send(world.system, 'PUT', `${API}/companies/${child.body.id}`, {
    ...child.body,
    employees: 3,
  });
  expect(echo.body).toMatchObject({ parent, employees: 3 });
  const { body } = await get(`${API}/companies?parent.name=Parent&fields=name&include=parent`);
  expect(body).toEqual([
    {
      id: child.body.id,
      version: 2,
      name: 'Child',
      parent: expect.objectContaining({ title: 'Parent' }),
    },
  ]);
});

test('a picker finds by words and gets the title alone', async () => {
  const id = await makeCompany({ name: 'Quixotic Windmills', industry: 'retail' });
  await makeCompany({ name: 'Quiet Lakes' });
  const found = await get(`${API}/companies?q=quixotic+wind&fields=id,name&_end=20`);
  expect(found.body).toEqual([{ id, version: 1, name: 'Quixotic Windmills' }]);
});

test.each([
  ['GET', '/companies?colour=red', 400, 'CORE_NAME_UNKNOWN', 'colour'],
  ['GET', '/companies?_sort=colour', 400, 'CORE_NAME_UNKNOWN', 'colour'],
  ['GET', '/companies?fields=colour', 400, 'CORE_NAME_UNKNOWN', 'colour'],
  ['GET', '/companies?include=colour', 400, 'CORE_NAME_UNKNOWN', 'colour'],
  ['GET', '/companies?_foo=1', 400, 'CORE_NAME_UNKNOWN', '_foo'],
  ['GET', '/companies?employees=many', 400, 'CORE_REQUEST_INVALID', 'employees'],
  ['GET', '/companies/00000000-0000-7000-8000-000000000000?x=1', 400, 'CORE_NAME_UNKNOWN', 'x'],
  ['GET', '/companies/none', 404, 'CORE_RECORD_MISSING', 'none'],
  ['GET', '/castles', 404, 'CORE_ROUTE_MISSING', '/api/toy/castles'],
  ['GET', '/companies/a/b/c', 404, 'CORE_ROUTE_MISSING', '/api/toy/companies/a/b/c'],
  ['DELETE', '/companies', 405, 'CORE_METHOD_NOT_ALLOWED', 'DELETE'],
])('%s %s is %i %s', async (method, path, status, code, part) => {
  const answer = await send(world.system, method, API + path);
  expect(answer).toMatchObject({
    status,
    body: { status, code, detail: expect.stringContaining(part) },
  });
});

test('an unknown field in the body is named, with all other faults at once', async () => {
  const { status, body } = await send(world.system, 'POST', `${API}/companies`, {
    colour: 'red',
    employees: 'x',
  });
  expect(status).toBe(422);
  expect(body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/colour',
    '/employees',
    '/name',
  ]);
});

test('bodies that are no JSON object are refused', async () => {
  const raw = (body: string, type: string) =>
    world.kernel.run({ principal: world.system, source: 'api' }, async (assembly) =>
      assembly.routes.request(`${API}/companies`, {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      }),
    );
  expect((await raw('{}', 'text/plain')).status).toBe(415);
  expect((await raw('{', 'application/json')).status).toBe(400);
  expect((await raw('[]', 'application/json')).status).toBe(400);
  expect((await raw('{"name":"x","__proto__":{}}', 'application/json')).status).toBe(400);
});

test('query and aggregate take JSON', async () => {
  for (const [name, employees] of [
    ['Q1', 1],
    ['Q2', 2],
  ] as const)
    await makeCompany({ name, employees, founded: '1999-04-01' });
  const filter = { founded: '1999-04-01' };
  const page = await send(world.system, 'POST', `${API}/companies/query`, {
    filter,
    sort: [{ field: 'employees', direction: 'desc' }],
    fields: ['name'],
    limit: 1,
    count: 'exact',
  });
  expect(page.body).toEqual([expect.objectContaining({ name: 'Q2' })]);
  expect(page.headers.get('x-total-count')).toBe('2');
  const next = await send(world.system, 'POST', `${API}/companies/query`, {
    filter,
    sort: [{ field: 'employees', direction: 'desc' }],
    fields: ['name'],
    limit: 1,
    cursor: page.headers.get('x-next-cursor'),
  });
  expect(next.body).toEqual([expect.objectContaining({ name: 'Q1' })]);
  const groups = await send(world.system, 'POST', `${API}/companies/aggregate`, {
    filter,
    measures: { n: 'count', staff: { sum: 'employees' } },
  });
  expect(groups.body).toEqual([{ n: 2, staff: '3' }]);
  expect((await send(world.system, 'POST', `${API}/companies/query`, { where: 1 })).status).toBe(
    400,
  );
  expect((await send(world.system, 'POST', `${API}/companies/aggregate`, {})).status).toBe(400);
});

test('bulk writes all or nothing, or each for itself', async () => {
  const id = await makeCompany({ name: 'Bulk', employees: 1 });
  const all = await send(world.system, 'POST', `${API}/companies/bulk`, {
    create: [{ name: 'Bulk new' }],
    update: [
      { id, employees: 2 },
      { id, employees: 'x' },
    ],
  });
  expect(all).toMatchObject({ status: 422, body: { code: 'CORE_BULK_REFUSED' } });
  expect(all.body.errors[0].pointer).toBe('/update/1/employees');
  expect((await get(`${API}/companies?name_like=Bulk`)).body).toEqual([
    expect.objectContaining({ id, employees: 1 }),
  ]);

  const each = await send(world.system, 'POST', `${API}/companies/bulk`, {
    atomic: 'each',
    create: [{ name: 'Bulk new' }, {}],
    update: [{ id, employees: 3, ifVersion: 9 }],
  });
  expect(each.status).toBe(207);
  expect(each.body.outcomes.map((one: { status: string }) => one.status)).toEqual([
    'created',
    'failed',
    'failed',
  ]);
  const good = await send(world.system, 'POST', `${API}/companies/bulk`, { delete: [id] });
  expect(good).toMatchObject({ status: 200, body: { outcomes: [{ status: 'deleted' }] } });
});

test('ten requests with one idempotency key make one record and get one answer', async () => {
  const same = () =>
    send(
      world.system,
      'POST',
      `${API}/companies`,
      { name: 'Once' },
      { 'idempotency-key': 'key-1' },
    );
  const answers = await Promise.all(Array.from({ length: 10 }, same));
  expect(new Set(answers.map((one) => `${one.status} ${one.body.id}`)).size).toBe(1);
  expect(answers.filter((one) => one.headers.get('idempotency-replayed') === null)).toHaveLength(1);
  expect(answers.every((one) => one.headers.get('location')?.endsWith(one.body.id))).toBe(true);
  expect((await get(`${API}/companies?name=Once`)).body).toHaveLength(1);

  const other = await send(
    world.system,
    'POST',
    `${API}/companies`,
    { name: 'Twice' },
    { 'idempotency-key': 'key-1' },
  );
  expect(other).toMatchObject({ status: 422, body: { code: 'CORE_IDEMPOTENCY_MISMATCH' } });

  const failed = () =>
    send(world.system, 'POST', `${API}/companies`, {}, { 'idempotency-key': 'key-2' });
  expect((await failed()).status).toBe(422);
  expect(
    (
      await send(
        world.system,
        'POST',
        `${API}/companies`,
        { name: 'Then' },
        { 'idempotency-key': 'key-2' },
      )
    ).status,
  ).toBe(201);

  await world.pool.query(
    `update tessera.idempotency set created_at = created_at - interval '25 hours'`,
  );
  const late = await same();
  expect(late.body.id).not.toBe(answers[0]?.body.id);
});

test('keys of one user say nothing to another', async () => {
  const one = await world.user('Key One', {
    roles: ['rep'],
    grants: [{ entity: 'toy.*', actions: { create: 'all', read: 'own' } }],
  });
  const two = await world.user('Key Two', {
    grants: [{ entity: 'toy.*', actions: { create: 'all', read: 'own' } }],
  });
  const made = await send(
    one,
    'POST',
    `${API}/companies`,
    { name: 'Keyed' },
    { 'idempotency-key': 'shared' },
  );
  const other = await send(
    two,
    'POST',
    `${API}/companies`,
    { name: 'Keyed' },
    { 'idempotency-key': 'shared' },
  );
  expect([made.status, other.status]).toEqual([201, 201]);
  expect(other.body.id).not.toBe(made.body.id);
});

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
