import { defineJob, definePlugin } from '@tessera/core';
import { expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';
import { base, Thing } from './toy-plugins.ts';

const worker = installed(
  definePlugin({
    jobs: [
      defineJob({
        name: 'worker.thing.make',
        run: async (ctx, data) => void (await ctx.records(Thing).create(data as { name: string })),
      }),
      defineJob({ name: 'worker.thing.tidy', schedule: '0 3 * * *', run: async () => {} }),
    ],
  }),
  { id: 'worker', requires: { base: '^1' } },
);

const schedulesOf = async ({ kernel }: TestHost) =>
  (
    await kernel.database.pool.query(
      `select name, cron, timezone from pgboss.schedule where name like 'worker.%'`,
    )
  ).rows;

test('the jobs of a plugin are done, and its schedules kept, while it is enabled', async () => {
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins: [base, worker],
    settings: { timeZone: 'Asia/Shanghai' },
  });
  await host.jobs.send('worker.thing.make', { name: 'made in the background' });
  await host.settle();
  expect((await host.as('administrator').get('/api/base/things')).body).toMatchObject([
    { name: 'made in the background' },
  ]);
  const schedule = { name: 'worker.thing.tidy', cron: '0 3 * * *', timezone: 'Asia/Shanghai' };
  expect(await schedulesOf(host)).toEqual([schedule]);

  await host.kernel.disable('worker');
  await expect.poll(() => schedulesOf(host)).toEqual([]);
  await expect(host.jobs.send('worker.thing.make', { name: 'nobody' })).rejects.toMatchObject({
    code: 'HOST_JOB_UNKNOWN',
  });

  await host.kernel.enable('worker');
  await expect.poll(() => schedulesOf(host)).toEqual([schedule]);
  await host.close();
});
