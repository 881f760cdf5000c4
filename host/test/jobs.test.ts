import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, Logger } from '@tessera/core';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeEmptyDatabase } from '../../test/setup/database.ts';
import { createJobs } from '../src/jobs/boss-jobs.ts';
import type { Jobs } from '../src/jobs/jobs.ts';

const log: Logger = { debug() {}, info() {}, warn() {}, error() {} };

let connection: pg.PoolConfig;
let opened: Jobs[] = [];
beforeEach(async () => {
  connection = await makeEmptyDatabase();
});
afterEach(async () => {
  for (const jobs of opened) await jobs.stop();
  opened = [];
});

function open(): Jobs {
  const jobs = createJobs(connection, log);
  opened.push(jobs);
  return jobs;
}

async function query(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client(connection);
  await client.connect();
  return client.query(text).finally(() => client.end());
}

test('a job that was sent is done once, with its data', async () => {
  const jobs = open();
  const done: Json[] = [];
  jobs.define('toy.thing.count', async (data) => void done.push(data));
  await jobs.start();
  await jobs.send('toy.thing.count', { number: 1 });
  await jobs.drain();
  expect(done).toEqual([{ number: 1 }]);
});

test('jobs that are sent at once follow each other without waiting for the next look at the queue', async () => {
  const jobs = open();
  const done: Json[] = [];
  jobs.define('toy.thing.count', async (data) => void done.push(data));
  await jobs.start();
  const numbers = Array.from({ length: 30 }, (_, number) => number);
  for (const number of numbers) await jobs.send('toy.thing.count', number);
  // One a look would take minutes.
  await jobs.drain();
  expect(done.toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers);
});

test('a job that nobody does cannot be sent', async () => {
  const jobs = open();
  await jobs.start();
  await expect(jobs.send('toy.thing.lost', null)).rejects.toMatchObject({
    code: 'HOST_JOB_UNKNOWN',
  });
});

test('with a key there is one at a time', async () => {
  const jobs = open();
  let runs = 0;
  jobs.define('toy.thing.once', async () => {
    runs += 1;
    await sleep(50);
  });
  await jobs.start();
  const first = await jobs.send('toy.thing.once', null, { singletonKey: 'a' });
  const second = await jobs.send('toy.thing.once', null, { singletonKey: 'a' });
  const other = await jobs.send('toy.thing.once', null, { singletonKey: 'b' });
  expect([first !== undefined, second, other !== undefined]).toEqual([true, undefined, true]);
  await jobs.drain();
  expect(runs).toBe(2);
});

test('a failed job is tried again', async () => {
  const jobs = open();
  const tries: number[] = [];
  const done = new Promise<void>((resolve) => {
    jobs.define(
      'toy.thing.retry',
      async (_data, run) => {
        tries.push(run.retry);
        if (tries.length === 1) throw new Error('not yet');
        resolve();
      },
      { retryDelaySeconds: 1 },
    );
  });
  await jobs.start();
  await jobs.send('toy.thing.retry', null);
  await done;
  expect(tries).toHaveLength(2);
});

test('a job of a host that was killed is taken up at once by the next one', async () => {
  const first = open();
  first.define('toy.thing.import', async () => {});
  await first.start();
  await first.stop();
  // What a kill leaves: the job is marked as running, and nobody runs it.
  await query(`
    insert into pgboss.job (name, data, state, started_on, heartbeat_on, heartbeat_seconds, policy, retry_limit)
    values ('toy.thing.import', '{"rest": 7}', 'active', now(), now(), 30, 'exclusive', 0)`);

  const second = open();
  const done: Json[] = [];
  second.define('toy.thing.import', async (data) => void done.push(data));
  await second.start();
  await second.drain();
  expect(done).toEqual([{ rest: 7 }]);
});

test('while another host lives, its running jobs are left to it', async () => {
  const first = open();
  let isReleased = false;
  let runs = 0;
  const started = new Promise<void>((resolve) => {
    first.define('toy.thing.long', async () => {
      runs += 1;
      resolve();
      while (!isReleased) await sleep(10);
    });
  });
  await first.start();
  await first.send('toy.thing.long', null);
  await started;
  const second = open();
  second.define('toy.thing.long', async () => void (runs += 1));
  await second.start();
  await sleep(300);
  expect(runs).toBe(1);
  isReleased = true;
  await first.drain();
});

test('a host that stops hands its running job back, without a pause or a lost try', async () => {
  const first = open();
  const started = new Promise<void>((resolve) => {
    first.define('toy.thing.halt', async (_data, run) => {
      resolve();
      while (!run.signal.aborted) await sleep(10);
      throw run.signal.reason;
    });
  });
  await first.start();
  await first.send('toy.thing.halt', { rest: 3 });
  await started;
  await first.stop();

  const second = open();
  const retries: number[] = [];
  second.define('toy.thing.halt', async (_data, run) => void retries.push(run.retry));
  await second.start();
  await second.drain();
  expect(retries).toEqual([0]);
});
