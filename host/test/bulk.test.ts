import { randomUUID } from 'node:crypto';
import { choice, defineEntity, definePlugin, email, integer, money, text } from '@tessera/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import type { BulkParts } from '../src/bulk/bulk-parts.ts';
import { performRun } from '../src/bulk/bulk-run.ts';
import { addRun } from '../src/bulk/bulk-runs.ts';
import { forgetRuns } from '../src/bulk/bulk-store.ts';
import { createTestHost, installed, type TestClient, type TestHost } from '../src/testing/index.ts';

const Crate = defineEntity('depot.crate', {
  label: { en: 'Crate' },
  plural: { en: 'Crates' },
  path: 'crates',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    colour: choice(['red', 'blue']),
    stock: integer({ minimum: 0 }),
    price: money(),
    mail: email(),
    seal: text(),
  },
});

const actions = { create: 'own', read: 'all', update: 'own', delete: 'own' } as const;
const depot = installed(
  definePlugin({
    entities: [Crate],
    grants: {
      'sales-rep': [{ entity: 'depot.crate', actions, fields: { seal: 'read' } }],
      'service-agent': [{ entity: 'depot.crate', actions: { read: 'all' } }],
    },
  }),
  { id: 'depot' },
);

let host: TestHost;
let admin: TestClient;
let seller: TestClient;
let sellerId: string;
beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [depot] });
  admin = host.as('administrator');
  sellerId = await host.user({ name: 'Seller', roles: ['sales-rep'] });
  seller = host.as(sellerId);
});
afterAll(() => host.close());
beforeEach(async () => {
  await host.kernel.database.query('delete from depot.crate');
  await host.kernel.database.query('delete from tessera.bulk_run');
});

async function make(count: number, values: (index: number) => object = () => ({})) {
  const create = Array.from({ length: count }, (_, index) => ({
    name: `Crate ${String(index).padStart(4, '0')}`,
    stock: 1,
    ...values(index),
  }));
  const ids: string[] = [];
  for (let start = 0; start < count; start += 1000) {
    const made = await admin.post('/api/depot/crates/bulk', {
      create: create.slice(start, start + 1000),
    });
    expect(made.status).toBe(200);
    ids.push(...made.body.outcomes.map(({ id }: { id: string }) => id));
  }
  return ids;
}

async function run(client: TestClient, more: object) {
  const made = await client.post('/api/bulk-runs', {
    entity: 'depot.crate',
    action: 'update',
    ...more,
  });
  expect(made).toMatchObject({ status: 202 });
  await host.jobs.drain();
  return (await client.get(`/api/bulk-runs/${made.body.id}`)).body;
}

async function undo(client: TestClient, id: string) {
  expect(await client.post(`/api/bulk-runs/${id}/undo`)).toMatchObject({ status: 202 });
  await host.jobs.drain();
  return (await client.get(`/api/bulk-runs/${id}`)).body;
}

async function countOf(filter: object): Promise<number> {
  const answer = await admin.post('/api/depot/crates/aggregate', {
    filter,
    measures: { n: 'count' },
  });
  return answer.body[0].n;
}

test('a few records are changed before the answer, and taken back', async () => {
  const ids = await make(3, (index) => ({
    price: { amount: '12.50', currency: 'USD' },
    colour: index === 0 ? 'red' : 'blue',
  }));
  const changes = { colour: 'red', price: { amount: '9.00', currency: 'USD' }, stock: null };
  const made = await admin.post('/api/bulk-runs', {
    entity: 'depot.crate',
    action: 'update',
    ids,
    changes,
  });
  expect(made).toMatchObject({
    status: 202,
    body: { status: 'done', total: 3, done: 3, counts: { changed: 3, unchanged: 0, failed: 0 } },
  });
  expect((await admin.get(`/api/depot/crates/${ids[1]}`)).body).toMatchObject({
    colour: 'red',
    price: { amount: '9.00', currency: 'USD' },
    stock: null,
  });
  expect(await undo(admin, made.body.id)).toMatchObject({
    status: 'undone',
    undo: { undone: 3, kept: 0 },
  });
  expect((await admin.get(`/api/depot/crates/${ids[1]}`)).body).toMatchObject({
    colour: 'blue',
    price: { amount: '12.50', currency: 'USD' },
    stock: 1,
  });
});

test('2,000 records that a filter finds are changed in the background, and their set is fixed', async () => {
  await make(2000, (index) => ({ colour: index % 2 === 0 ? 'red' : 'blue' }));
  await make(50, () => ({ colour: 'red', name: 'other' }));
  // What is set falls out of the filter: that must not move the set.
  const done = await run(admin, {
    filter: { colour: 'red' },
    search: 'Crate',
    expected: 1000,
    changes: { colour: 'blue' },
  });
  expect(done).toMatchObject({ status: 'done', total: 1000, counts: { changed: 1000 } });
  expect(await countOf({ colour: 'red' })).toBe(50);
  const all = await run(admin, { filter: {}, changes: { stock: 7 } });
  expect(all).toMatchObject({ total: 2050, counts: { changed: 2050 } });
  expect(await undo(admin, all.id)).toMatchObject({ undo: { undone: 2050, kept: 0 } });
  expect(await countOf({ stock: 1 })).toBe(2050);
});

test('one may change only what one may change alone', async () => {
  await make(3);
  await make(2, () => ({ name: 'mine', owner: sellerId }));
  const done = await run(seller, { filter: {}, changes: { stock: 5 } });
  expect(done).toMatchObject({ total: 5, counts: { changed: 2, failed: 3 } });
  expect(done.errors).toHaveLength(3);
  expect(done.errors[0]).toMatchObject({ code: 'CORE_NOT_PERMITTED', reason: expect.any(String) });
  expect(await countOf({ stock: 5 })).toBe(2);
  const gone = await run(seller, { action: 'delete', filter: {} });
  expect(gone.counts).toEqual({ changed: 2, unchanged: 0, failed: 3 });
  expect(await countOf({})).toBe(3);

  const refused = await host.as('service-agent').post('/api/bulk-runs', {
    entity: 'depot.crate',
    action: 'update',
    filter: {},
    changes: { stock: 5 },
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'CORE_NOT_PERMITTED' } });
  const sealed = await seller.post('/api/bulk-runs', {
    entity: 'depot.crate',
    action: 'update',
    filter: {},
    changes: { seal: 'x' },
  });
  expect(sealed).toMatchObject({ status: 422, body: { code: 'HOST_BULK_REQUEST_INVALID' } });
  expect((await host.as('anonymous').get('/api/bulk-runs')).status).toBe(401);
});

test('a run belongs to its maker alone', async () => {
  const done = await run(admin, { ids: await make(1), changes: { stock: 2 } });
  for (const [verb, path] of [
    ['get', ''],
    ['post', '/cancel'],
    ['post', '/undo'],
  ] as const) {
    const answer = await seller[verb](`/api/bulk-runs/${done.id}${path}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'HOST_BULK_MISSING' } });
  }
  expect((await seller.get('/api/bulk-runs')).body).toEqual([]);
  const again = await seller.post('/api/bulk-runs', {
    id: done.id,
    entity: 'depot.crate',
    action: 'delete',
    filter: {},
  });
  expect(again.status).toBe(404);
});

test('what somebody changed since is kept by the undo, with the reason', async () => {
  const [one, two, three] = await make(3);
  const done = await run(admin, { filter: {}, changes: { stock: 9, colour: 'red' } });
  await admin.patch(`/api/depot/crates/${one}`, { stock: 10 });
  await admin.delete(`/api/depot/crates/${two}`);
  const undone = await undo(admin, done.id);
  expect(undone).toMatchObject({ status: 'undone', undo: { undone: 1, kept: 2 } });
  expect(undone.errors).toEqual([
    { record: one, code: 'HOST_BULK_RECORD_CHANGED', reason: 'Changed since: stock.' },
    { record: two, code: 'HOST_BULK_RECORD_MISSING', reason: expect.stringContaining('not there') },
  ]);
  expect((await admin.get(`/api/depot/crates/${one}`)).body).toMatchObject({
    stock: 10,
    colour: null,
  });
  expect((await admin.get(`/api/depot/crates/${three}`)).body).toMatchObject({ stock: 1 });
  await admin.post(`/api/depot/crates/${two}/restore`);
  expect(await undo(admin, done.id)).toMatchObject({ undo: { undone: 2, kept: 1 } });
});

test('deleted records come back, but not those that somebody deleted again', async () => {
  const ids = await make(3);
  const done = await run(admin, { action: 'delete', ids });
  expect(done).toMatchObject({ status: 'done', counts: { changed: 3 } });
  await admin.post(`/api/depot/crates/${ids[0]}/restore`);
  await admin.post(`/api/depot/crates/${ids[1]}/restore`);
  await admin.delete(`/api/depot/crates/${ids[1]}`);
  const undone = await undo(admin, done.id);
  expect(undone).toMatchObject({ undo: { undone: 2, kept: 1 } });
  expect(undone.errors).toMatchObject([{ record: ids[1], code: 'HOST_BULK_RECORD_CHANGED' }]);
  expect(await countOf({})).toBe(2);
});

test('a value that is not right fails each record by itself, with its sentence', async () => {
  const ids = await make(2);
  const done = await run(admin, { ids: [...ids, randomUUID()], changes: { mail: 'nobody' } });
  expect(done).toMatchObject({ status: 'done', counts: { changed: 0, failed: 3 } });
  expect(done.errors.map(({ code }: { code: string }) => code)).toEqual([
    'CORE_INPUT_INVALID',
    'CORE_INPUT_INVALID',
    'HOST_BULK_RECORD_MISSING',
  ]);
  expect(done.errors[0].reason).toMatch(/e-mail/);
});

test('a run that was killed half-way goes on behind its last chunk; done twice it changes nothing twice', async () => {
  await make(600, () => ({ owner: sellerId }));
  const id = randomUUID();
  const body = { id, entity: 'depot.crate', action: 'update', filter: {}, changes: { stock: 3 } };
  const { database } = host.kernel;
  const [made, twice] = [await addOnly(body), await addOnly(body)];
  expect([made.id, twice.id]).toEqual([id, id]);
  expect((await seller.get('/api/bulk-runs?active=true')).body).toHaveLength(1);
  const parts = partsOf(host);
  const stop = new AbortController();
  let told = 0;
  const live = { tellJob: () => void ((told += 1) === 2 && stop.abort(new Error('killed'))) };
  await expect(performRun({ ...parts, live }, id, stop.signal)).rejects.toThrow('killed');
  const half = (await seller.get(`/api/bulk-runs/${id}`)).body;
  expect(half).toMatchObject({ status: 'running', done: 200 });
  expect(await countOf({ stock: 3 })).toBe(200);
  await Promise.all([performRun(parts, id), performRun(parts, id)]);
  expect((await seller.get(`/api/bulk-runs/${id}`)).body).toMatchObject({
    status: 'done',
    counts: { changed: 600, unchanged: 0, failed: 0 },
  });
  const [{ most }] = (await database.query(
    'select max(version)::int as most from depot.crate',
  )) as unknown as [{ most: number }];
  expect(most).toBe(2);
});

test('a cancelled run stops, and what it changed can be taken back', async () => {
  await make(400);
  const { body } = await admin.post('/api/bulk-runs', {
    entity: 'depot.crate',
    action: 'update',
    filter: {},
    changes: { stock: 4 },
  });
  const cancelled = await admin.post(`/api/bulk-runs/${body.id}/cancel`);
  const isCancelled = cancelled.status === 200;
  await host.jobs.drain();
  const { body: after } = await admin.get(`/api/bulk-runs/${body.id}`);
  expect(after.status).toBe(isCancelled ? 'cancelled' : 'done');
  expect(await countOf({ stock: 4 })).toBe(after.counts.changed);
  expect(await undo(admin, body.id)).toMatchObject({ undo: { undone: after.counts.changed } });
  expect(await countOf({ stock: 4 })).toBe(0);
  expect((await admin.post(`/api/bulk-runs/${body.id}/cancel`)).status).toBe(409);
});

test.each([
  [{}, 422],
  [{ entity: 'depot.crate', action: 'update', filter: {} }, 422],
  [{ entity: 'depot.crate', action: 'delete', filter: {}, changes: { stock: 1 } }, 422],
  [{ entity: 'depot.crate', action: 'delete' }, 422],
  [{ entity: 'depot.crate', action: 'delete', ids: ['x'] }, 422],
  [{ entity: 'depot.crate', action: 'delete', ids: [randomUUID()], filter: {} }, 422],
  [{ entity: 'depot.crate', action: 'update', filter: {}, changes: { nothing: 1 } }, 422],
  [{ entity: 'depot.crate', action: 'update', filter: {}, changes: { id: 'x' } }, 422],
  [{ entity: 'depot.crate', action: 'update', filter: {}, changes: { createdAt: null } }, 422],
  [{ entity: 'depot.crate', action: 'erase', filter: {} }, 422],
  [{ entity: 'no.where', action: 'delete', filter: {} }, 400],
  [{ entity: 'depot.crate', action: 'delete', filter: { nothing: 1 } }, 400],
  [{ entity: 'depot.crate', action: 'delete', filter: {}, expected: 0 }, 409],
  [[], 422],
  ['{', 400],
])('rubbish is refused and starts nothing: %j', async (body, status) => {
  await make(1);
  const headers = { 'Content-Type': 'application/json' };
  const answer = await admin.post('/api/bulk-runs', body, { headers });
  expect(answer.status).toBe(status);
  expect((await admin.get('/api/bulk-runs')).body).toEqual([]);
  expect(await countOf({})).toBe(1);
});

test('more than a few runs at once are refused; old ones are forgotten', async () => {
  const ids = await make(1);
  const body = { entity: 'depot.crate', action: 'update', ids, changes: { stock: 2 } };
  for (let index = 0; index < 5; index += 1) await addOnly(body);
  expect(await seller.post('/api/bulk-runs', body)).toMatchObject({
    status: 429,
    body: { code: 'HOST_BULK_BUSY' },
  });
  const [first, second] = (await seller.get('/api/bulk-runs')).body;
  await seller.post(`/api/bulk-runs/${first.id}/cancel`);
  await forgetRuns(host.kernel.database, new Date(host.clock.now().getTime() + 1000));
  expect((await seller.get(`/api/bulk-runs/${first.id}`)).status).toBe(404);
  expect((await seller.get(`/api/bulk-runs/${second.id}`)).status).toBe(200);
});

/** Writes a run of the seller down and does nothing more, as a host that ends at that moment. */
async function addOnly(body: object): Promise<{ readonly id: string }> {
  const principal = (await host.kernel.principal(sellerId, 'token'))!;
  return host.kernel.run({ principal, source: 'api' }, () => addRun(partsOf(host), body));
}

function partsOf({ kernel, jobs }: TestHost): BulkParts {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return { kernel, jobs, log, live: { tellJob() {} } };
}
