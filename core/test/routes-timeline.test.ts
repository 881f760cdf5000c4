import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '../src/index.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());

// oxlint-disable-next-line typescript/no-explicit-any -- the tests say what is in it
async function call(
  principal: Principal,
  method: string,
  path: string,
  body?: unknown,
): Promise<any> {
  const response = await world.kernel.run({ principal, source: 'api' }, async (assembly) =>
    assembly.routes.request(`/api/toy/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }),
  );
  const answer: unknown = await response.json();
  if (!response.ok)
    throw Object.assign(new Error(JSON.stringify(answer)), { status: response.status });
  return answer;
}

test('the history tells who changed what, newest first, page by page', async () => {
  const { id } = await call(world.system, 'POST', 'companies', { name: 'Old', employees: 1 });
  const parent = await call(world.system, 'POST', 'companies', { name: 'Mother' });
  await call(world.system, 'PATCH', `companies/${id}`, { name: 'New', parent: parent.id });
  await call(world.system, 'PATCH', `companies/${id}`, { employees: 2 });
  const history = await call(world.system, 'GET', `companies/${id}/history`);
  expect(history.map((one: { changes: object }) => one.changes)).toEqual([
    { employees: [1, 2] },
    {
      name: ['Old', 'New'],
      parent: [null, { id: parent.id, entity: 'toy.company', title: 'Mother' }],
    },
    expect.objectContaining({ name: [null, 'Old'], employees: [null, 1] }),
  ]);
  expect(history[0].actor).toMatchObject({ kind: 'system' });
  expect((await call(world.system, 'GET', `companies/${id}/history?limit=1`)).length).toBe(1);
  expect(
    await call(world.system, 'GET', `companies/${id}/history?limit=2&cursor=${history[0].id}`),
  ).toEqual(history.slice(1));
  await call(world.system, 'DELETE', `companies/${id}`);
  expect((await call(world.system, 'GET', `companies/${id}/history`)).length).toBe(4);
});

test('fields that one may not read are left out of history and timeline, masked ones are masked', async () => {
  const clerk = await world.user('History clerk', {
    grants: [
      {
        entity: 'toy.company',
        actions: { read: 'all' },
        fields: { employees: 'none', taxCode: 'mask' },
      },
    ],
  });
  const { id } = await call(world.system, 'POST', 'companies', {
    name: 'Veiled',
    employees: 3,
    taxCode: 'TAX-991234',
  });
  await call(world.system, 'PATCH', `companies/${id}`, {
    taxCode: 'TAX-995678',
    employees: 4,
    score: 2,
  });
  const history = await call(clerk, 'GET', `companies/${id}/history`);
  expect(history[0].changes).toEqual({ taxCode: ['•••1234', '•••5678'], score: [null, 2] });
  expect(history[1].changes).toMatchObject({ taxCode: [null, '•••1234'] });
  const timeline = await call(clerk, 'GET', `companies/${id}/timeline`);
  const told = JSON.stringify([history, timeline]);
  expect(told).not.toContain('employees');
  expect(told).not.toContain('TAX-99');
});

test('a masked reference is masked in history and timeline, and says nothing of where it points to', async () => {
  const clerk = await world.user('Reference clerk', {
    grants: [
      { entity: 'toy.company', actions: { read: 'all' }, fields: { parent: 'mask', name: 'read' } },
    ],
  });
  const parent = await call(world.system, 'POST', 'companies', { name: 'Hidden mother' });
  const { id } = await call(world.system, 'POST', 'companies', { name: 'Child' });
  await call(world.system, 'PATCH', `companies/${id}`, { parent: parent.id });
  const [{ changes }] = await call(clerk, 'GET', `companies/${id}/history`);
  expect(changes).toEqual({ parent: [null, `•••${parent.id.slice(-4)}`] });
  const timeline = await call(clerk, 'GET', `companies/${id}/timeline`);
  expect(JSON.stringify(timeline)).not.toContain('Hidden mother');
});

test('the states of a record with their times', async () => {
  const {
    records: [machine],
  } = { records: await call(world.system, 'GET', 'machines?name=Standard') };
  const deal = await call(world.system, 'POST', 'deals', {
    name: 'Deal',
    machine: machine.id,
    step: 'new',
  });
  await call(world.system, 'PATCH', `deals/${deal.id}`, { step: 'engaging' });
  await call(world.system, 'PATCH', `deals/${deal.id}`, { step: 'won', name: 'Great deal' });
  const stages = await call(world.system, 'GET', `deals/${deal.id}/stages`);
  expect(
    stages.map((one: { from: { key: string } | null; to: { key: string } }) => [
      one.from?.key ?? null,
      one.to.key,
    ]),
  ).toEqual([
    [null, 'new'],
    ['new', 'engaging'],
    ['engaging', 'won'],
  ]);
  expect(stages[0]).toMatchObject({
    field: 'step',
    to: { label: 'New', kind: 'open' },
    leftAt: expect.any(String),
    seconds: expect.any(Number),
  });
  expect(stages[2]).toMatchObject({ leftAt: null, seconds: null });
  const { items } = await call(world.system, 'GET', `deals/${deal.id}/timeline`);
  expect(
    items
      .filter((one: { kind: string }) => one.kind === 'stage')
      .map((one: { title: string }) => one.title),
  ).toEqual(['Won', 'Engaging']);
  expect(items.find((one: { action: string }) => one.action === 'update').changes).toMatchObject({
    name: ['Deal', 'Great deal'],
  });
});

test('the timeline has notes about the record among its changes, one page after the other', async () => {
  const { id } = await call(world.system, 'POST', 'companies', { name: 'Timed' });
  await call(world.system, 'PATCH', `companies/${id}`, { employees: 1 });
  await call(world.system, 'PATCH', `companies/${id}`, { employees: 2, active: true });
  for (const day of ['01', '02', '03', '04', '05']) {
    await call(world.system, 'POST', 'notes', {
      subject: `Note ${day}`,
      about: { entity: 'toy.company', id },
      at: `2020-05-${day}T10:00:00Z`,
    });
  }
  const other = await call(world.system, 'POST', 'companies', { name: 'Elsewhere' });
  await call(world.system, 'POST', 'notes', {
    subject: 'Elsewhere',
    about: { entity: 'toy.company', id: other.id },
  });
  const whole = await call(world.system, 'GET', `companies/${id}/timeline`);
  expect(whole.next).toBeNull();
  expect(
    whole.items
      .filter((one: { kind: string }) => one.kind === 'record')
      .map((one: { title: string }) => one.title),
  ).toEqual(['Note 05', 'Note 04', 'Note 03', 'Note 02', 'Note 01']);
  const change = whole.items.find(
    (one: { kind: string; changes?: object }) =>
      one.kind === 'change' && Object.keys(one.changes ?? {}).length > 0,
  );
  expect(change.changes).toEqual({ employees: [null, 2], active: [null, true] });

  const paged: unknown[] = [];
  let cursor: string | null = '';
  do {
    const page: { items: unknown[]; next: string | null } = await call(
      world.system,
      'GET',
      `companies/${id}/timeline?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
    );
    paged.push(...page.items);
    cursor = page.next;
  } while (cursor);
  expect(paged).toEqual(whole.items);
  await expect(
    call(world.system, 'GET', `companies/${id}/timeline?cursor=abc`),
  ).rejects.toMatchObject({ status: 400 });
});

test('notes of others are not in the timeline of one who sees own notes only', async () => {
  const rep = await world.user('Own notes', {
    grants: [
      { entity: 'toy.company', actions: { read: 'all' } },
      { entity: 'toy.note', actions: { read: 'own', create: 'own' } },
    ],
  });
  const { id } = await call(world.system, 'POST', 'companies', { name: 'Shared' });
  const about = { entity: 'toy.company', id };
  await call(world.system, 'POST', 'notes', { subject: 'Not mine', about });
  await call(rep, 'POST', 'notes', { subject: 'Mine', about });
  const { items } = await call(rep, 'GET', `companies/${id}/timeline`);
  expect(
    items
      .filter((one: { kind: string }) => one.kind === 'record')
      .map((one: { title: string }) => one.title),
  ).toEqual(['Mine']);
  expect(items.find((one: { kind: string }) => one.kind === 'record').actor).toEqual({
    kind: 'user',
    userId: rep.userId,
    name: 'Own notes',
  });
});
