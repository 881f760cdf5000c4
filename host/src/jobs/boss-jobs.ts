import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json, Logger } from '@tessera/core';
import type { ClientConfig } from 'pg';
import { PgBoss } from 'pg-boss';
import { errors } from '../errors.ts';
import { holdPresence, type Presence } from './host-presence.ts';
import type { JobHandler, JobOptions, Jobs } from './jobs.ts';

const CONNECTIONS = 4;
/** PostgreSQL tells of a job that is sent; these seconds find what became due meanwhile or of which nothing was told. */
const BACKSTOP_SECONDS = 10;
/** So often a queue is asked when the host cannot listen. */
const POLLING_SECONDS = 2;
/** A job of a host that was killed while others live is taken over after about this long. */
const HEARTBEAT_SECONDS = 30;
const LONGEST_RUN_SECONDS = 23 * 3600;
const RETRY_DELAY_SECONDS = 5;
const STOP_MS = 10_000;

const POLLING = {
  pollingIntervalSeconds: POLLING_SECONDS,
  notifyPollingIntervalSeconds: BACKSTOP_SECONDS,
};

interface Definition {
  readonly handler: JobHandler;
  readonly options: JobOptions;
}

/** Jobs on pg-boss, with connections of its own: behind a transaction pooler it needs direct ones. */
export function createJobs(connection: ClientConfig, log: Logger): Jobs {
  const definitions = new Map<string, Definition>();
  const workers = new Map<string, string[]>();
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
    const { options } = definition;
    const queue = {
      retryLimit: options.retries ?? 3,
      retryDelay: options.retryDelaySeconds ?? RETRY_DELAY_SECONDS,
      retryBackoff: true,
      expireInSeconds: LONGEST_RUN_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      notify: true,
    };
    if (await boss.getQueue(name)) await boss.updateQueue(name, queue);
    else await boss.createQueue(name, { ...queue, policy: 'exclusive' });
    const places = Array.from({ length: options.concurrency ?? 1 }, () => work(name, definition));
    workers.set(name, await Promise.all(places));
  };

  /** One job at a time; whoever has done one looks for the next at once. Answers the name of the worker. */
  const work = async (name: string, { handler, options }: Definition): Promise<string> => {
    const worker: string = await boss.work<Json>(name, POLLING, async ([job]) => {
      if (!job) return;
      boss.notifyWorker(worker);
      await perform(name, handler, job).catch((error: unknown) => {
        lookIn(name, latestRetry(options, job.retryCount));
        throw error;
      });
    });
    return worker;
  };

  /** Looks for a job when it is due. */
  const lookIn = (name: string, seconds: number): void => {
    if (seconds >= BACKSTOP_SECONDS) return;
    const look = (): void => workers.get(name)?.forEach((worker) => boss.notifyWorker(worker));
    setTimeout(look, seconds * 1000).unref();
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
        workers.delete(name);
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
      if (options.delaySeconds) lookIn(name, options.delaySeconds);
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

/** Seconds until the next try of a job at the latest; the queue takes between half of it and all. */
function latestRetry({ retryDelaySeconds = RETRY_DELAY_SECONDS }: JobOptions, retry = 0): number {
  return retryDelaySeconds * 2 ** (retry + 1) + POLLING_SECONDS;
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
