import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, vi } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { runProgram, type Program } from './program.ts';

const CLI = new URL('../src/cli.ts', import.meta.url).pathname;
const ADMIN = { email: 'admin@example.test', password: 'correct horse battery' };
/** Far longer than anything takes: these tests run beside others. */
export const PATIENCE = { timeout: 90_000, interval: 50 };
/** For a test that starts many processes. */
export const MANY_STARTS = { timeout: 600_000 };

/** An answer of a host. */
export interface Answer {
  readonly status: number;
  readonly body: any;
}

/** A host in a process of its own, and its administrator. */
export interface HostProcess {
  readonly name: string;
  readonly program: Program;
  /** Once it serves. */
  readonly url: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: object): Promise<Answer>;
  put(path: string, body: object): Promise<Answer>;
  /** Keeps a package; answers its digest. */
  upload(bytes: Uint8Array): Promise<string>;
  /** State, wanted and running version of a plugin; undefined when it is not known there. */
  plugin(id: string): Promise<Record<string, unknown> | undefined>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
}

/** Hosts that share one database; each has a data folder of its own. */
export interface Workspace {
  readonly pool: pg.Pool;
  /** Starts a process; `tessera start` of an application with these plugins, by the source of each. */
  start(name: string, environment?: Readonly<Record<string, string>>): Program;
  /** Starts one and waits until it serves. */
  open(name: string, environment?: Readonly<Record<string, string>>): Promise<HostProcess>;
  /** A host that was started, once it serves. */
  opened(name: string, program: Program): Promise<HostProcess>;
  /** Writes the plugins of the application anew: source by id. */
  write(plugins: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export async function makeWorkspace(
  plugins: Readonly<Record<string, string>> = {},
): Promise<Workspace> {
  const connection = await makeDatabase();
  const pool = new pg.Pool({ ...connection, max: 5 });
  const folder = await mkdtemp(join(tmpdir(), 'tessera-hosts-'));
  await chmod(folder, 0o755);
  const programs: Program[] = [];
  const application = join(folder, 'application');
  await writeApplication(application, plugins);
  let cookie = '';
  const start: Workspace['start'] = (name, environment = {}) => {
    const program = runProgram(CLI, ['start', application], {
      PORT: '0',
      DATABASE_URL: addressOf(connection, name),
      TESSERA_DATA_DIR: join(folder, name),
      TESSERA_HOST_NAME: name,
      TESSERA_SECRET: 'the same passphrase on every host',
      TESSERA_ADMIN_EMAIL: ADMIN.email,
      TESSERA_ADMIN_PASSWORD: ADMIN.password,
      ...environment,
    });
    programs.push(program);
    return program;
  };
  const opened: Workspace['opened'] = async (name, program) => {
    const url = await program.ready;
    // Sessions lie in the database: one holds on every host.
    cookie ||= await signIn(url);
    return hostProcess({ name, program, url, cookie });
  };
  return {
    pool,
    start,
    opened,
    open: (name, environment) => opened(name, start(name, environment)),
    write: (changed) => writeApplication(application, changed),
    async close() {
      for (const program of programs) program.kill('SIGKILL');
      await Promise.all(programs.map(({ ended }) => ended));
      await pool.end();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

function hostProcess(made: {
  readonly name: string;
  readonly program: Program;
  readonly url: string;
  readonly cookie: string;
}): HostProcess {
  const { program, url, cookie } = made;
  const ask = async (
    path: string,
    method = 'GET',
    body?: string | Uint8Array<ArrayBuffer>,
    type = 'application/json',
  ): Promise<Answer> => {
    const init = { method, headers: { cookie, 'content-type': type } };
    const response = await fetch(url + path, body === undefined ? init : { ...init, body });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    program.kill(signal);
    await program.ended;
  };
  return {
    ...made,
    get: (path) => ask(path),
    post: (path, body = {}) => ask(path, 'POST', JSON.stringify(body)),
    put: (path, body) => ask(path, 'PUT', JSON.stringify(body)),
    async upload(bytes) {
      const { status, body } = await ask(
        '/api/plugins/packages',
        'POST',
        new Uint8Array(bytes),
        'application/gzip',
      );
      expect(status, JSON.stringify(body)).toBe(201);
      return body.digest as string;
    },
    async plugin(id) {
      const { body } = await ask('/api/plugins');
      return (body as Record<string, unknown>[]).find((one) => one['id'] === id);
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  expect(answer.status).toBe(200);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** The connections of a host are known by its name. */
function addressOf({ host, port, user, password, database }: pg.PoolConfig, name: string): string {
  // The host may be the folder of a socket.
  const query = new URLSearchParams({ application_name: name, host: host ?? '' });
  const secret = encodeURIComponent(String(password));
  return `postgres://${user}:${secret}@localhost:${port}/${database}?${query.toString()}`;
}

async function writeApplication(
  folder: string,
  plugins: Readonly<Record<string, string>>,
): Promise<void> {
  const ids = Object.keys(plugins);
  const dependencies = Object.fromEntries(ids.map((id) => [`plugin-${id}`, '1.0.0']));
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'application', version: '1.0.0', type: 'module', dependencies }),
  );
  for (const [id, source] of Object.entries(plugins)) {
    const home = join(folder, 'node_modules', `plugin-${id}`);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'index.js'), source);
    const description = {
      name: `plugin-${id}`,
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
      keywords: ['tessera-plugin'],
      tessera: { id, engine: '*', requires: {}, optional: {}, label: { en: id } },
    };
    await writeFile(join(home, 'package.json'), JSON.stringify(description));
  }
}

/** Waits until what a host, or the database, answers is so. */
export async function until(work: () => Promise<unknown>, wanted: object): Promise<void> {
  await vi.waitFor(async () => expect(await work()).toMatchObject(wanted), PATIENCE);
}
