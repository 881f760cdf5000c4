import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, Logger } from '@tessera/core';
import type { ClientConfig } from 'pg';
import { PgBoss } from 'pg-boss';
import { errors } from '../errors.ts';
import { holdPresence, type Presence } from './host-presence.ts';
import type { JobHandler, JobOptions, Jobs } from './jobs.ts';

const CONNECTIONS = 4;
/** A job of a host that was killed while others live is taken over after about this long. */
const HEARTBEAT_SECONDS = 30;
const LONGEST_RUN_SECONDS = 23 * 3600;
const STOP_MS = 10_000;

interface Definition {
  readonly handler: JobHandler;
  readonly options: JobOptions;
}

/** Jobs on pg-boss, with connections of its own: behind a transaction pooler it needs direct ones. */
export function createJobs(connection: ClientConfig, log: Logger): Jobs {
  const definitions = new Map<string, Definition>();
  const running = new Map<string, Promise<unknown>>();
  const stopping = new AbortController();
  const boss = createBoss(connection, log);
  let presence: Presence | undefined;
  let isStarted = false;
  /** Queues are made and left one after the other. */
  let changes: Promise<unknown> = Promise.resolve();
  const afterwards = <T>(work: () => Promise<T>): Promise<T> => {
    const result = changes.then(work);
    changes = result.catch((error: unknown) =>
      log.error('a queue could not be changed', { error: String(error) }),
    );
    return result;
  };

  const perform = async (
    name: string,
    handler: JobHandler,
    job: { id: string; data: Json; retryCount?: number },
  ) => {
    const run = handler(job.data, {
      id: job.id,
      retry: job.retryCount ?? 0,
      signal: stopping.signal,
    });
    running.set(job.id, run);
    try {
      await run;
    } catch (error) {
      if (!stopping.signal.aborted) {
        log.error('a job failed', {
          job: name,
          id: job.id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      } else presence?.handBack(job.id);
      throw error;
    } finally {
      running.delete(job.id);
    }
  };

  const open = async (name: string): Promise<void> => {
    const definition = definitions.get(name);
    if (!definition) return;
    const { handler, options } = definition;
    const queue = {
      retryLimit: options.retries ?? 3,
      retryDelay: options.retryDelaySeconds ?? 5,
      retryBackoff: true,
      expireInSeconds: LONGEST_RUN_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      notify: true,
    };
    if (await boss.getQueue(name)) await boss.updateQueue(name, queue);
    else await boss.createQueue(name, { ...queue, policy: 'exclusive' });
    await boss.work<Json>(
      name,
      {
        batchSize: 1,
        pollingIntervalSeconds: 2,
        notifyPollingIntervalSeconds: 2,
        localConcurrency: options.concurrency ?? 1,
      },
      async ([job]) => {
        if (job) await perform(name, handler, job);
      },
    );
  };

  const isDefined = (name: string): void => {
    if (!definitions.has(name)) throw errors.jobUnknown({ name });
  };

  return {
    define(name, handler, options = {}) {
      definitions.set(name, { handler, options });
      if (isStarted) void afterwards(() => open(name)).catch(() => {});
    },
    forget(name) {
      definitions.delete(name);
      return afterwards(async () => {
        if (isStarted) await boss.offWork(name);
      });
    },
    async schedule(name, cron, timeZone) {
      await afterwards(async () => {
        if (cron === undefined) await boss.unschedule(name);
        else if (definitions.has(name)) await boss.schedule(name, cron, null, { tz: timeZone });
      });
    },
    async send(name, data, options = {}) {
      isDefined(name);
      await changes;
      const id = await boss.send(name, data as object | null, {
        singletonKey: options.singletonKey ?? randomUUID(),
        ...(options.delaySeconds ? { startAfter: options.delaySeconds } : {}),
      });
      return id ?? undefined;
    },
    async start() {
      await boss.start();
      presence = await holdPresence(connection);
      if (presence.takenUp > 0)
        log.info('jobs of a host that ended are taken up again', { jobs: presence.takenUp });
      isStarted = true;
      for (const name of definitions.keys()) void afterwards(() => open(name)).catch(() => {});
      await changes;
    },
    async drain() {
      await changes;
      while (running.size > 0 || (await hasWork(boss, [...definitions.keys()]))) await sleep(20);
    },
    async stop() {
      if (!isStarted) return;
      isStarted = false;
      stopping.abort(errors.stopping());
      await changes;
      await boss.stop({ graceful: true, timeout: STOP_MS, close: true });
      await presence?.end();
    },
  };
}

function createBoss(connection: ClientConfig, log: Logger): PgBoss {
  const { connectionString, host, port, user, password, database, ssl } = connection;
  const boss = new PgBoss({
    ...(connectionString
      ? { connectionString }
      : { host, port, user, password: password as string, database }),
    ...(ssl === undefined ? {} : { ssl }),
    application_name: 'tessera jobs',
    max: CONNECTIONS,
    useListenNotify: true,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    cronMonitorIntervalSeconds: 15,
  } as ConstructorParameters<typeof PgBoss>[0] & object);
  boss.on('error', (error) => log.error('the queue reports an error', { error: String(error) }));
  boss.on('warning', (warning) => log.warn('the queue warns', { warning: warning.message }));
  return boss;
}

async function hasWork(boss: PgBoss, names: readonly string[]): Promise<boolean> {
  if (names.length === 0) return false;
  const { rows } = await boss
    .getDb()
    .executeSql(
      `select 1 from pgboss.job where name = any($1) and (state = 'active' or state in ('created', 'retry') and start_after <= now()) limit 1`,
      [names],
    );
  return rows.length > 0;
}
