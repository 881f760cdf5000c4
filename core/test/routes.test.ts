import { afterAll, expect, test } from 'vitest';
import { API, makeRoutesWorld } from './routes-world.ts';

const { world, send, get, makeCompany } = await makeRoutesWorld();
afterAll(() => world.close());

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
