import { defineJob, definePlugin, defineRoute, type Json } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';
import { base, Thing } from './toy-plugins.ts';

const make = defineJob({
  name: 'sender.thing.make',
  run: async (ctx, data) => void (await ctx.records(Thing).create(data as { name: string })),
});
const foreign = defineJob({ name: 'sender.thing.unlisted', run: async () => {} });

const route = (path: string, handler: Parameters<typeof defineRoute>[0]['handler']) =>
  defineRoute({
    method: 'POST',
    path,
    summary: { en: path },
    permission: 'signedIn',
    body: {},
    handler,
  });
const sender = installed(
  definePlugin({
    jobs: [make],
    routes: [
      route('/now', (ctx, { body }) => ctx.jobs.send(make, body as Json)),
      route('/undone', (ctx, { body }) =>
        ctx.transaction(async () => {
          await ctx.jobs.send(make, body as Json);
          throw new Error('not today');
        }),
      ),
      route('/done', (ctx, { body }) =>
        ctx.transaction(() => ctx.jobs.send(make, body as Json, { key: 'one' })),
      ),
      route('/unlisted', (ctx) => ctx.jobs.send(foreign, null)),
    ],
  }),
  { id: 'sender', requires: { base: '^1' } },
);

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [base, sender] });
});
afterAll(() => host.close());

const names = async (): Promise<readonly string[]> => {
  const { body } = await host.as('administrator').get('/api/base/things?_sort=name');
  return (body as readonly { readonly name: string }[]).map(({ name }) => name);
};

test('a plugin sends a job, in a transaction once it has committed', async () => {
  const administrator = host.as('administrator');
  const done = [
    await administrator.post('/api/sender/now', { name: 'at once' }),
    await administrator.post('/api/sender/undone', { name: 'never' }),
    await administrator.post('/api/sender/done', { name: 'with the rest' }),
  ];
  expect(done.map(({ status }) => status < 300)).toEqual([true, false, true]);
  await expect
    .poll(async () => {
      await host.settle();
      return names();
    })
    .toEqual(['at once', 'with the rest']);
});

test('a job that the plugin does not list is not sent', async () => {
  const answer = await host.as('administrator').post('/api/sender/unlisted', {});
  expect(answer).toMatchObject({ status: 500, body: { code: 'CORE_ROUTE_FAILED' } });
});
