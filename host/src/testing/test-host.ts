import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDatabase,
  type InstalledPlugin,
  type Json,
  type Kernel,
  type Logger,
  type WorkspaceSettings,
} from '@tessera/core';
import type { Hono } from 'hono';
import type { PoolConfig } from 'pg';
import { readConfiguration, type Configuration } from '../config.ts';
import { useDatabase, type HostDatabase } from '../database/database.ts';
import { createHost, type Host } from '../host.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { HostEnv } from '../server/host-env.ts';
import { createSecretBox } from '../settings/secret-box.ts';
import { openSettings } from '../settings/settings.ts';
import { createTestClient, type TestClient } from './test-client.ts';
import { makeTestDatabase } from './test-database.ts';
import { createTestClock, type TestClock } from './test-clock.ts';
import { authorize, makeUser, type TestUser } from './test-users.ts';

export interface TestHostOptions {
  /** An empty database that the test owns; the host makes one, and drops it when it is closed, when not given. */
  readonly database?: PoolConfig;
  readonly plugins?: readonly InstalledPlugin[];
  /** Ids to enable; all when not given. */
  readonly enable?: readonly string[];
  readonly settings?: Partial<WorkspaceSettings>;
  /** Environment of the configuration, for example `TESSERA_PUBLIC_URL`. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: Logger;
  readonly uiFolder?: string;
}

/** A whole host on a throw-away database. */
export interface TestHost {
  readonly kernel: Kernel;
  readonly jobs: Jobs;
  readonly app: Hono<HostEnv>;
  readonly clock: TestClock;
  readonly dataFolder: string;
  /** A client for a role's key (one user a role), for a user's id, or for nobody (`anonymous`). */
  as(who: 'anonymous' | (string & {})): TestClient;
  /** Makes an active user and answers its id, for `as`. */
  user(user: TestUser): Promise<string>;
  /** Listens on a free port of loopback; answers `http://…`. */
  listen(): Promise<string>;
  /** The mails that were sent, oldest first, as they would go over the wire. */
  mail(): Promise<readonly string[]>;
  /** Does a job of a plugin now and waits for it. @throws what the job throws */
  runJob(name: string, data?: Json): Promise<void>;
  /** Delivers all events and does all jobs that wait. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const SETTINGS: WorkspaceSettings = {
  name: 'Test',
  currency: 'USD',
  timeZone: 'UTC',
  locale: 'en',
};
const UUID = /^[0-9a-f]{8}-/;

export async function createTestHost(options: TestHostOptions): Promise<TestHost> {
  const log = options.log ?? quiet;
  const settings = { ...SETTINGS, ...options.settings };
  const clock = createTestClock(settings.timeZone);
  const dataFolder = await mkdtemp(join(tmpdir(), 'tessera-host-'));
  const made = options.database ? undefined : await makeTestDatabase();
  const connection = options.database ?? made!.connection;
  const tidy = async (): Promise<void> => {
    await made?.drop();
    await rm(dataFolder, { recursive: true, force: true });
  };
  const host = await open(options, connection, settings, clock, dataFolder, log).catch(
    async (error: unknown) => {
      await tidy();
      throw error;
    },
  );
  const { kernel } = host;

  const authorizations = new Map<string, Promise<string>>();
  const authorizationOf = (who: string): Promise<string> => {
    const known = authorizations.get(who);
    if (known) return known;
    const user = UUID.test(who) ? Promise.resolve(who) : makeUser(kernel, { roles: [who] });
    const made = user.then((id) => authorize(kernel, id));
    authorizations.set(who, made);
    return made;
  };

  return {
    kernel,
    jobs: host.jobs,
    app: host.app,
    clock,
    dataFolder,
    as: (who) =>
      createTestClient(host.app.fetch, async () =>
        who === 'anonymous' ? undefined : authorizationOf(who),
      ),
    user: (user) => makeUser(kernel, user),
    listen: () => host.listen(),
    mail: () => readMail(join(dataFolder, 'maildrop')),
    runJob: (name, data = {}) => runJob(kernel, name, data),
    async settle() {
      await kernel.deliverEvents();
      await host.jobs.drain();
      await kernel.deliverEvents();
    },
    async close() {
      await host.close();
      await tidy();
    },
  };
}

async function open(
  options: TestHostOptions,
  connection: PoolConfig,
  settings: WorkspaceSettings,
  clock: TestClock,
  dataFolder: string,
  log: Logger,
): Promise<Host> {
  const configuration = readConfiguration({
    PORT: '0',
    TESSERA_DATA_DIR: dataFolder,
    TESSERA_REQUESTS_PER_MINUTE: '0',
    ...options.environment,
  });
  const database = await useDatabase(connection, log);
  await saveSettings(database, configuration, settings).catch(async (error: unknown) => {
    await database.stop();
    throw error;
  });
  return createHost({
    configuration: options.enable ? { ...configuration, plugins: options.enable } : configuration,
    database,
    found: { plugins: options.plugins ?? [], rejected: [] },
    log,
    clock,
    ...(options.uiFolder ? { uiFolder: options.uiFolder } : {}),
  });
}

async function saveSettings(
  { pool }: HostDatabase,
  { dataFolder, secret }: Configuration,
  settings: WorkspaceSettings,
): Promise<void> {
  const sql = createDatabase(pool);
  const stored = await openSettings(sql, await createSecretBox(dataFolder, secret));
  await stored.saveWorkspace(sql, settings);
}

async function runJob(kernel: Kernel, name: string, data: Json): Promise<void> {
  const principal = kernel.system(`a test does ${name}`);
  await kernel.run({ principal, source: 'plugin' }, async (assembly) => {
    const job = assembly.jobs.get(name);
    if (!job) throw new Error(`No enabled plugin has a job ${name}.`);
    await job.run(assembly.context(job.plugin), data);
  });
}

async function readMail(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const mails = names.filter((name) => name.endsWith('.eml')).toSorted();
  return Promise.all(mails.map((name) => readFile(join(folder, name), 'utf8')));
}

/** Errors only: a test that provokes one gives a log of its own. */
const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error: (message, details) => console.error(message, details ?? ''),
};
