import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestClient, TestHost, TestResponse } from '../src/testing/index.ts';
import { createCrmHost } from './crm-host.ts';

const ACCOUNTS = '/api/customer/accounts';
const OPPORTUNITIES = '/api/sales/opportunities';
const JSON_BODY = { headers: { 'Content-Type': 'application/json' } };

let host: TestHost;
let admin: TestClient;

beforeAll(async () => {
  host = await createCrmHost();
  admin = host.as('administrator');
});
afterAll(() => host.close());

async function create(path: string, values: object): Promise<{ id: string; version: number }> {
  const { status, body } = await admin.post(path, values);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

function nested(depth: number): string {
  return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

test.each([
  ['a list in a field', 'POST', ACCOUNTS, `{"name":${nested(100_000)}}`],
  ['an escaped text beside it', 'POST', ACCOUNTS, `{"name":"\\u0041","x":${nested(100_000)}}`],
  ['a value of a filter', 'POST', `${ACCOUNTS}/query`, `{"filter":{"name":${nested(50_000)}}}`],
  [
    'a filter',
    'POST',
    `${ACCOUNTS}/query`,
    `{"filter":${'{"not":'.repeat(9000)}{}${'}'.repeat(9001)}`,
  ],
  [
    'the grants of a role',
    'POST',
    '/api/tessera/roles',
    `{"key":"deep","name":"d","grants":${nested(5000)}}`,
  ],
  ['the settings', 'PATCH', '/api/settings', `{"mail":${nested(100_000)}}`],
])('JSON that is nested too deep is refused: %s', async (_where, method, path, body) => {
  const answer =
    method === 'POST'
      ? await admin.post(path, body, JSON_BODY)
      : await admin.patch(path, body, JSON_BODY);
  expect([answer.status, answer.body.code]).toEqual([400, 'CORE_REQUEST_INVALID']);
});

test('a cursor that somebody made up is refused', async () => {
  const { id } = await create(ACCOUNTS, { name: 'Cursor' });
  const made = (at: string, last: string): string =>
    Buffer.from(JSON.stringify([at, last])).toString('base64url');
  const paths = [
    `history?cursor=${'-'.repeat(36)}`,
    `history?cursor=${'1'.repeat(36)}`,
    `timeline?cursor=${made('2026-01-01T00:00:00.000Z', '-'.repeat(36))}`,
    `timeline?cursor=${made('2026-02-30T00:00:00.000Z', id)}`,
    `timeline?cursor=${made('2026-01-01T99:99:99.999Z', id)}`,
  ];
  for (const path of paths)
    expect((await admin.get(`${ACCOUNTS}/${id}/${path}`)).status, path).toBe(400);
});

test('what the database cannot hold is refused by every route of the host', async () => {
  const anybody = host.as('anonymous');
  const user = await host.user({ name: 'Somebody' });
  const answers: readonly [string, TestResponse, number][] = [
    ['login', await anybody.post('/api/auth/login', { email: 'a\0@b', password: 'x' }), 422],
    ['name', await admin.patch('/api/settings', { name: '\0' }), 422],
    ['half a pair', await admin.patch('/api/settings', { name: '\ud800' }), 422],
    ['invite', await admin.post(`/api/tessera/users/${user}/invite`, { email: 'a\0@b' }), 422],
    ['activate', await admin.post('/api/tessera/users/x/activate'), 404],
    ['activate nul', await admin.post('/api/tessera/users/%00/activate'), 404],
    ['remove a field', await admin.delete('/api/fields/%00/%00'), 400],
  ];
  expect(answers.map(([what, { status }]) => [what, status])).toEqual(
    answers.map(([what, , status]) => [what, status]),
  );
});

test.each([
  [{ type: 'text', label: 5 }],
  [{ type: 'text', label: { en: '\0' } }],
  [{ type: 'text', label: { 'zh-CN': '只有中文' } }],
  [{ type: 'text', maxLength: -1 }],
  [{ type: 'text', maxLength: 'x' }],
  [{ type: 'text', unique: 'yes' }],
  [{ type: 'integer', maximum: 'x' }],
  [{ type: 'integer', minimum: 5, maximum: 1 }],
  [{ type: 'choice', options: [{ key: 'a', label: { en: 'A' }, hue: 'red' }] }],
  [{ type: 'anyRef', targets: ['nope.nope'] }],
])('a custom field that no schema can be made of is refused: %j', async (definition) => {
  const field = { entity: 'customer.account', name: 'rubbish', definition };
  expect((await admin.post('/api/fields', field)).status).toBe(400);
  await create(ACCOUNTS, { name: 'Still writable' });
});

test('a role that is no role is refused, whoever sends it', async () => {
  await create('/api/tessera/roles', {
    key: 'people',
    name: 'People',
    grants: [{ entity: 'tessera.role', actions: { create: 'all', read: 'all', update: 'all' } }],
    permissions: ['tessera.user.manage'],
  });
  const rubbish = [
    { grants: [null] },
    { grants: [{ entity: 'customer.*' }] },
    { grants: [{ entity: 'customer.*', actions: null }] },
    { grants: [{ entity: 'customer.*', actions: { read: 'every' } }] },
    { grants: { entity: '*' } },
    { permissions: '*' },
    { permissions: [5] },
  ];
  for (const client of [admin, host.as('people')]) {
    for (const [index, values] of rubbish.entries()) {
      const role = { key: `rubbish-${index}`, name: 'Rubbish', ...values };
      const { status, body } = await client.post('/api/tessera/roles', role);
      expect([status, body.refusal], JSON.stringify(values)).toEqual([422, 'HOST_ROLE_MALFORMED']);
    }
  }
});

test('a roll-up is hidden from whoever may not see what it is made of, unless a grant names it', async () => {
  const account = await create(ACCOUNTS, { name: 'Rolled up' });
  await create(OPPORTUNITIES, { name: 'Secret', account: account.id, amount: 4711 });
  const everyAccount = { entity: 'customer.account', actions: { read: 'all' } };
  const hidden = {
    entity: 'sales.opportunity',
    actions: { read: 'all' },
    fields: { amount: 'mask' },
  };
  const named = { ...everyAccount, fields: { sales_openAmount: 'read' } };
  const roles = {
    'no-deals': [everyAccount],
    'no-amounts': [everyAccount, hidden],
    named: [named],
  };
  for (const [key, grants] of Object.entries(roles))
    await create('/api/tessera/roles', { key, name: key, grants });
  const seen = async (key: string) => {
    const { body } = await host.as(key).get(`${ACCOUNTS}/${account.id}`);
    return [body.sales_openAmount?.amount, body.sales_openCount];
  };
  expect(await seen('no-deals')).toEqual([undefined, undefined]);
  expect(await seen('no-amounts')).toEqual([undefined, 1]);
  expect(await seen('named')).toEqual(['4711.00', undefined]);
  const answers = ['sales_openAmount', 'nothing'].map((name) =>
    host.as('no-amounts').get(`${ACCOUNTS}?_sort=${name}`),
  );
  const [hiddenField, unknown] = await Promise.all(answers);
  expect([hiddenField?.status, hiddenField?.body.code]).toEqual([400, 'CORE_NAME_UNKNOWN']);
  expect(hiddenField?.body.detail.replaceAll('sales_openAmount', 'nothing')).toBe(
    unknown?.body.detail,
  );
});

test('batches that meet in opposite orders are all written', async () => {
  const rows = Array.from({ length: 20 }, (_, index) => ({ name: `Crossing ${index}` }));
  const made = await admin.post(`${ACCOUNTS}/bulk`, { create: rows });
  const ids: readonly string[] = made.body.outcomes.map(({ id }: { id: string }) => id);
  const write = (atomic: string, index: number) => {
    const order = index % 2 === 0 ? ids : ids.toReversed();
    const update = order.map((id) => ({ id, employees: index + 1 }));
    return admin.post(`${ACCOUNTS}/bulk`, { update, atomic });
  };
  for (const atomic of ['all', 'each']) {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => write(atomic, index)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  }
});

test('two accounts that each become the parent of the other at once do not both succeed', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, async (_, index) => {
      const one = await create(ACCOUNTS, { name: `One ${index}` });
      const other = await create(ACCOUNTS, { name: `Other ${index}` });
      const both = await Promise.all([
        admin.patch(`${ACCOUNTS}/${one.id}`, { parent: other.id }),
        admin.patch(`${ACCOUNTS}/${other.id}`, { parent: one.id }),
      ]);
      return both.map(({ status }) => status).toSorted((one, other) => one - other);
    }),
  );
  expect(answers).toEqual(answers.map(() => [200, 422]));
});

test('the stage history of a record that many change at once is one chain', async () => {
  const { id } = await create(OPPORTUNITIES, { name: 'Contested' });
  const stages = ['prospecting', 'engaging', 'won', 'lost'];
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      admin.patch(`${OPPORTUNITIES}/${id}`, { stage: stages[index % 4] }),
    ),
  );
  const { body } = await admin.get(`${OPPORTUNITIES}/${id}/stages`);
  const stays: readonly { from: { id: string } | null; to: { id: string } }[] = body;
  expect(stays.length).toBeGreaterThan(2);
  expect(stays.slice(1).map(({ from }) => from?.id)).toEqual(
    stays.slice(0, -1).map(({ to }) => to.id),
  );
});
