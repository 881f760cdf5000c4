import { defineJob, definePlugin, errors, on, when } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { installed } from '../src/testing/installed.ts';
import { addon, base, Thing } from './toy-plugins.ts';

/** Falls over things called “trip”, and refuses those called “no” by name. */
const clumsy = installed(
  definePlugin({
    hooks: [
      on(Thing, 'validating', (_ctx, write) => {
        const { name } = write.values;
        if (name === 'no') throw errors.requestInvalid({ reason: 'not this one' });
        return undefined;
      }),
      on(Thing, 'creating', (_ctx, write) => {
        if (write.values['name'] === 'trip') throw new Error('I fell');
        return undefined;
      }),
    ],
    events: [
      when(Thing, 'created', () => {
        throw new Error('I never deliver');
      }),
    ],
    jobs: [
      defineJob({
        name: 'clumsy.thing.drop',
        run: () => Promise.reject(new Error('I dropped it')),
      }),
      defineJob({ name: 'clumsy.thing.hold', timeoutMs: 50, run: () => new Promise(() => {}) }),
    ],
    resources: [{ name: 'grip', start: async () => 'held', stop: async () => {} }],
  }),
  { id: 'clumsy', requires: { base: '^1' } },
);

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [base, addon, clumsy] });
});
afterAll(() => host?.close());

interface Row {
  readonly id: string;
  readonly health?: Record<string, unknown>;
}
async function healthOf(id: string): Promise<Record<string, unknown> | undefined> {
  const { body } = await host.as('administrator').get('/api/plugins');
  return (body as Row[]).find((row) => row.id === id)?.health;
}

test('a plugin that fails is named with its hook and its error; a refusal is none', async () => {
  const admin = host.as('administrator');
  expect((await admin.post('/api/base/things', { name: 'no' })).status).toBe(400);
  expect(await healthOf('clumsy')).toMatchObject({ calls: 2, failures: 0 });
  expect(await healthOf('clumsy')).not.toHaveProperty('lastFailure');

  await admin.post('/api/base/things', { name: 'trip' });
  expect(await healthOf('clumsy')).toMatchObject({
    failures: 1,
    lastFailure: {
      hook: 'base.thing.creating',
      at: expect.stringMatching(/^2\d{3}-.*Z$/),
      error: 'I fell',
    },
  });
  expect(await healthOf('addon')).toMatchObject({ failures: 0, retrying: [] });
});

test('events that wait for another try are named', async () => {
  await host.as('administrator').post('/api/base/things', { name: 'walks' });
  await host.kernel.deliverEvents();
  expect(await healthOf('clumsy')).toMatchObject({
    retrying: [{ event: 'base.thing.created', error: 'I never deliver' }],
  });
});

test('who may not switch plugins does not read what their errors say', async () => {
  const { status, body } = await host.as('sales-rep').get('/api/plugins');
  expect(status).toBe(200);
  expect(body).toContainEqual(expect.objectContaining({ id: 'clumsy', state: 'active' }));
  expect(JSON.stringify(body)).not.toContain('I fell');
});

test('jobs that throw or hang are named, and what was started is told with its times', async () => {
  await host.jobs.send('clumsy.thing.drop', null);
  await host.jobs.send('clumsy.thing.hold', null);
  await host.jobs.drain();
  const { body } = await host.as('administrator').get('/api/plugins/clumsy/health');
  expect(body).toMatchObject({ id: 'clumsy', state: 'active', resources: ['grip'], starts: 1 });
  expect(body.errors).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'job', name: 'clumsy.thing.drop', error: 'I dropped it' }),
      expect.objectContaining({ name: 'clumsy.thing.hold', error: 'no answer within 50 ms' }),
    ]),
  );
  expect(body.spans).toContainEqual({
    kind: 'resource',
    name: 'grip',
    calls: 1,
    failures: 0,
    meanMicroseconds: expect.any(Number),
    slowestMicroseconds: expect.any(Number),
  });
  expect(body.breakers).toContainEqual({ hook: 'base.thing.validating', state: 'closed' });
});
