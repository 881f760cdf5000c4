import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHost, type TestClient, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

let host: TestHost;
let administrator: TestClient;
/** Manages users and reads them all; is no administrator. */
let manager: TestClient;
let managerId: string;
let repId: string;
let roleId: string;

beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase() });
  administrator = host.as('administrator');
  const every = { create: 'all', read: 'all', update: 'all', delete: 'all' };
  await make(
    'people',
    ['tessera.user.manage'],
    [
      { entity: 'tessera.user', actions: every },
      { entity: 'tessera.role', actions: every },
    ],
  );
  managerId = await host.user({ name: 'Manager', roles: ['people'] });
  manager = host.as(managerId);
  roleId = await make(
    'narrow',
    [],
    [
      { entity: 'tessera.currency', actions: { read: 'all' } },
      { entity: 'tessera.exchangeRate', actions: { read: 'none' } },
    ],
  );
  repId = await host.user({ name: 'Rep', roles: ['narrow'] });
});
afterAll(() => host?.close());

async function make(key: string, permissions: string[], grants: object[]): Promise<string> {
  const body = { key, name: key, permissions, grants };
  const made = await administrator.post('/api/tessera/roles', body);
  expect(made.status).toBe(201);
  return made.body.id;
}

function explain(client: TestClient, query: Record<string, string>) {
  return client.get(`/api/access/explain?${new URLSearchParams(query).toString()}`);
}

async function anyCurrency(): Promise<string> {
  return (await administrator.get('/api/tessera/currencies?_end=1')).body[0].id;
}

test('everybody is told about himself; about others only who manages users', async () => {
  const rep = host.as(repId);
  const id = await anyCurrency();
  const own = await explain(rep, { entity: 'tessera.currency', id });
  expect([own.status, own.body.allowed, own.body.user.name]).toEqual([200, true, 'Rep']);
  expect(own.body.steps.at(-1)).toMatchObject({ kind: 'record', state: 'there' });
  expect((await explain(rep, { entity: 'tessera.currency', action: 'update' })).body).toMatchObject(
    {
      allowed: false,
      steps: expect.arrayContaining([{ kind: 'scope', outcome: 'denies', reason: 'noGrant' }]),
    },
  );
  const other = await explain(rep, { user: managerId, entity: 'tessera.currency' });
  expect([other.status, other.body.code]).toEqual([403, 'CORE_NOT_PERMITTED']);
  const asked = await explain(manager, { user: repId, entity: 'tessera.user', field: 'email' });
  expect([asked.status, asked.body.fieldAccess]).toEqual([200, 'none']);
  expect((await explain(host.as('anonymous'), { entity: 'tessera.user' })).status).toBe(401);
});

test('an explanation tells nobody that a record or field is there', async () => {
  const rep = host.as(repId);
  const absent = '00000000-0000-7000-8000-000000000000';
  // Manager may read no attachment; administrators may.
  const hidden = (await administrator.get('/api/tessera/roles?key=people')).body[0].id;
  const answers = await Promise.all(
    [hidden, absent].map((id) => explain(rep, { entity: 'tessera.role', id })),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(answers[0]?.body.detail.replace(hidden, absent)).toBe(answers[1]?.body.detail);
  const fields = await Promise.all(
    ['email', 'nothing'].map((field) => explain(rep, { entity: 'tessera.user', field })),
  );
  expect(fields.map(({ status }) => status)).toEqual([400, 400]);
  expect(fields[0]?.body.detail.replace('email', 'nothing')).toBe(fields[1]?.body.detail);
});

test('rubbish in a question is named', async () => {
  const asked = async (query: Record<string, string>): Promise<readonly unknown[]> => {
    const { status, body } = await explain(administrator, query);
    return [status, body.code];
  };
  expect(await asked({})).toEqual([400, 'CORE_REQUEST_INVALID']);
  expect(await asked({ entity: 'no.thing' })).toEqual([400, 'CORE_NAME_UNKNOWN']);
  expect(await asked({ entity: 'tessera.user', wrong: '1' })).toEqual([
    400,
    'CORE_REQUEST_INVALID',
  ]);
  expect(await asked({ entity: 'tessera.user', id: 'x' })).toEqual([404, 'CORE_RECORD_MISSING']);
  expect(await asked({ entity: 'tessera.user', user: 'x' })).toEqual([404, 'CORE_RECORD_MISSING']);
  expect(await asked({ entity: 'tessera.user', action: "'; --" })).toEqual([
    400,
    'CORE_REQUEST_INVALID',
  ]);
  const record = await administrator.get('/api/access/record?entity=tessera.user&id=x&cursor=y');
  expect(record.status).toBe(404);
});

test('who may do what with a record, and why', async () => {
  const id = await anyCurrency();
  const { status, body } = await manager.get(`/api/access/record?entity=tessera.currency&id=${id}`);
  expect([status, body.next]).toEqual([200, null]);
  expect(body.users.find((user: { id: string }) => user.id === repId)).toEqual({
    id: repId,
    name: 'Rep',
    team: null,
    actions: ['read'],
    because: ['all'],
  });
  const cursor = Buffer.from(JSON.stringify(['Rep', repId])).toString('base64url');
  const after = await manager.get(
    `/api/access/record?entity=tessera.currency&id=${id}&cursor=${cursor}`,
  );
  expect(after.body.users.map(({ name }: { name: string }) => name)).not.toContain('Rep');
  const wrong = await manager.get(
    `/api/access/record?entity=tessera.currency&id=${id}&cursor=rubbish`,
  );
  expect([wrong.status, wrong.body.code]).toEqual([400, 'CORE_REQUEST_INVALID']);
  expect(
    (await host.as(repId).get(`/api/access/record?entity=tessera.currency&id=${id}`)).status,
  ).toBe(403);
});

test('the matrix has every role with what is its own, what plugins give, and who may change it', async () => {
  const { status, body } = await manager.get('/api/access/matrix');
  expect(status).toBe(200);
  const role = (key: string) => body.roles.find((one: { key: string }) => one.key === key);
  expect(role('people')).toMatchObject({ users: 1, teams: 0, isMine: true, mayChange: false });
  expect(role('administrator')).toMatchObject({ permissions: ['*'], mayChange: false });
  expect(role('narrow')).toMatchObject({ users: 1, isMine: false, withheld: [] });
  expect(role('narrow').given.map(({ entity }: { entity: string }) => entity)).toContain(
    'tessera.user',
  );
  expect(role('data-protection-officer').givenPermissions).toContain('tessera.audit.read');
  const user = body.entities.find((one: { id: string }) => one.id === 'tessera.user');
  expect(user).toMatchObject({ plugin: 'tessera', owned: false, sharing: 'private' });
  expect(user.fields).toContainEqual(
    expect.objectContaining({ name: 'email', type: 'email', personal: true, sensitive: false }),
  );
  expect((await host.as(repId).get('/api/access/matrix')).status).toBe(403);
  const full = await administrator.get('/api/access/matrix');
  expect(full.body.roles.every(({ mayChange }: { mayChange: boolean }) => mayChange)).toBe(true);
});

test('a preview tells what would change and for whom, and changes nothing', async () => {
  const grants = [
    {
      entity: 'tessera.currency',
      actions: { read: 'all', update: 'all' },
      fields: { name: 'mask' },
    },
  ];
  const preview = await administrator.post('/api/access/preview', {
    role: roleId,
    grants,
    permissions: ['tessera.import.run'],
  });
  expect([preview.status, preview.body.code]).toEqual([200, undefined]);
  const total = Number(
    (await administrator.get('/api/tessera/exchange-rates?_end=1')).headers.get('x-total-count') ??
      0,
  );
  expect(preview.body).toEqual({
    users: 1,
    actions: [
      { entity: 'tessera.currency', action: 'update', from: 'none', to: 'all' },
      { entity: 'tessera.exchangeRate', action: 'read', from: 'none', to: 'all' },
    ],
    fields: [{ entity: 'tessera.currency', field: 'name', from: 'write', to: 'mask' }],
    permissions: { added: ['tessera.import.run'], removed: [] },
    reach: [
      { entity: 'tessera.exchangeRate', user: { id: repId, name: 'Rep' }, before: 0, after: total },
    ],
    exceeds: [],
  });
  const role = await administrator.get(`/api/tessera/roles/${roleId}`);
  expect([role.body.permissions, role.body.version]).toEqual([[], 1]);

  const beyond = await manager.post('/api/access/preview', { role: roleId, grants });
  // He reads currencies, as everybody does, and changes none: neither the records nor their fields are his to give.
  expect(beyond.body.exceeds).toEqual([
    'tessera.currency update',
    'tessera.currency.code write',
    'tessera.currency.exponent write',
    'tessera.currency.active write',
  ]);
  expect(beyond.body.reach).toEqual(preview.body.reach);
  const saved = await manager.patch(`/api/tessera/roles/${roleId}`, { grants });
  expect([saved.status, saved.body.refusal, saved.body.exceeds]).toEqual([
    422,
    'HOST_ROLE_BEYOND',
    beyond.body.exceeds,
  ]);
  expect(saved.body.detail).toContain(
    'tessera.currency update, tessera.currency.code write, tessera.currency.exponent write (+1)',
  );
});

test('a preview of a role that could not be saved says why', async () => {
  const previews = async (body: object): Promise<readonly unknown[]> => {
    const answer = await administrator.post('/api/access/preview', { role: null, ...body });
    return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer];
  };
  expect(await previews({ grants: [{ entity: 'no.thing', actions: {} }] })).toEqual([
    422,
    'HOST_ROLE_INVALID',
    '/grants',
  ]);
  expect(await previews({ permissions: ['no.such.permission'] })).toEqual([
    422,
    'HOST_ROLE_INVALID',
    '/permissions',
  ]);
  expect(await previews({ permissions: ['*'], withheld: ['tessera.audit.read'] })).toEqual([
    422,
    'HOST_ROLE_INVALID',
    '/withheld',
  ]);
  expect(
    await previews({
      grants: [{ entity: 'tessera.user', actions: { read: 'all' }, fields: { emial: 'none' } }],
    }),
  ).toEqual([422, 'HOST_ROLE_INVALID', '/grants']);
  expect((await previews({ grants: [] }))[0]).toBe(200);
  expect((await previews({ role: 'x' }))[0]).toBe(404);
  expect((await previews({ role: null, wrong: 1 }))[0]).toBe(422);
});
