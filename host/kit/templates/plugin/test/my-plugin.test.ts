import { createTestHost, installedFrom, type TestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { myPlugin } from '../src/index.ts';

const ITEMS = '/api/my-plugin/items';
let host: TestHost;

// A whole Tessera on an empty database, with this plugin and those that it requires.
beforeAll(async () => {
  host = await createTestHost({ plugins: await installedFrom(import.meta.dirname, myPlugin) });
});
afterAll(() => host?.close());

test('a task that is finished says when, and no longer when it is opened again', async () => {
  const rep = host.as('sales-rep');
  host.clock.set('2026-03-02T09:30:00.000Z');
  const { status, body } = await rep.post(ITEMS, { name: 'Write a plugin' });
  expect(status).toBe(201);
  expect(body).toMatchObject({ status: 'open', finishedAt: null });

  const finished = await rep.patch(`${ITEMS}/${body.id}`, { status: 'finished' });
  expect(finished.body.finishedAt).toBe('2026-03-02T09:30:00.000Z');
  const opened = await rep.patch(`${ITEMS}/${body.id}`, { status: 'open' });
  expect(opened.body.finishedAt).toBeNull();
});

test('those who may finish many tasks at once, and only they', async () => {
  const manager = host.as('sales-manager');
  const ids = [];
  for (const name of ['One', 'Two']) ids.push((await manager.post(ITEMS, { name })).body.id);

  const path = '/api/my-plugin/finish';
  expect((await host.as('anonymous').post(path, { ids })).status).toBe(401);
  expect((await host.as('sales-rep').post(path, { ids })).status).toBe(403);
  expect((await manager.post(path, { ids: [] })).status).toBe(422);
  expect(await manager.post(path, { ids })).toMatchObject({ status: 200, body: { finished: 2 } });
  // Doing it twice does no harm.
  expect((await manager.post(path, { ids })).body).toEqual({ finished: 0 });
});
