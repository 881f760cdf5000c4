import { afterAll, expect, test } from 'vitest';
import { API, makeRoutesWorld } from './routes-world.ts';

const { world, send, get, makeCompany } = await makeRoutesWorld();
afterAll(() => world.close());

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
