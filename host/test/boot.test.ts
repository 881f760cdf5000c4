import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runProgram, type Program } from './program.ts';

const CLI = new URL('../src/cli.ts', import.meta.url).pathname;
const ADMIN = { email: 'admin@example.test', password: 'correct horse battery' };

const GOOD = `export const good = { routes: [
  { method: 'GET', path: '/hello', summary: { en: 'Says hello' }, permission: 'public', handler: () => ({ hello: 'world' }) },
  { method: 'GET', path: '/slow', summary: { en: 'Takes its time' }, permission: 'public',
    handler: () => new Promise((resolve) => setTimeout(resolve, 1500, { slow: true })) },
] };`;
const BROKEN = `throw new Error('this plugin does not load');`;
const STUMBLING = `export const stumbling = { resources: [
  { name: 'connection', start: async () => { throw new Error('nobody answers'); }, stop: async () => {} },
] };`;

let folder: string;
let programs: Program[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-boot-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const program of programs) {
    program.kill('SIGKILL');
    await program.ended;
  }
  programs = [];
  // The PostgreSQL of a killed host may still be writing its last files.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
});

/** An application with these plugins among its dependencies. */
async function writeApplication(plugins: Readonly<Record<string, string>>): Promise<void> {
  const dependencies = Object.fromEntries(
    Object.keys(plugins).map((id) => [`plugin-${id}`, '1.0.0']),
  );
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'application', version: '1.0.0', type: 'module', dependencies }),
  );
  for (const [id, source] of Object.entries(plugins)) {
    const home = join(folder, 'node_modules', `plugin-${id}`);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'index.js'), source);
    const tessera = { id, engine: '*', requires: {}, optional: {}, label: { en: id } };
    const description = {
      name: `plugin-${id}`,
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
      keywords: ['tessera-plugin'],
      tessera,
    };
    await writeFile(join(home, 'package.json'), JSON.stringify(description));
  }
}

function boot(environment: Readonly<Record<string, string>> = {}): Program {
  const program = runProgram(CLI, ['start', folder], {
    PORT: '0',
    TESSERA_DATA_DIR: join(folder, 'data'),
    TESSERA_ADMIN_EMAIL: ADMIN.email,
    TESSERA_ADMIN_PASSWORD: ADMIN.password,
    ...environment,
  });
  programs.push(program);
  return program;
}

/** The cookie of a session. */
async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  expect(answer.status).toBe(200);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function pluginsOf(url: string): Promise<Record<string, { state: string; error?: string }>> {
  const answer = await fetch(`${url}/api/plugins`, { headers: { cookie: await signIn(url) } });
  const list = (await answer.json()) as { id: string; state: string; error?: string }[];
  return Object.fromEntries(list.map((plugin) => [plugin.id, plugin]));
}

test('a host without plugins serves and lets its administrator in', async () => {
  await writeApplication({});
  const url = await boot().ready;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await pluginsOf(url)).toEqual({});
});

test('one plugin is served; broken ones are named and stop nobody', async () => {
  await writeApplication({ good: GOOD, broken: BROKEN, stumbling: STUMBLING });
  const url = await boot().ready;
  expect(await (await fetch(`${url}/api/good/hello`)).json()).toEqual({ hello: 'world' });
  expect(await pluginsOf(url)).toMatchObject({
    good: { state: 'active' },
    broken: { state: 'rejected', error: expect.stringContaining('this plugin does not load') },
    stumbling: { state: 'failed', error: expect.stringContaining('nobody answers') },
  });
});

test('a killed host starts again at once, with everything it had acknowledged', async () => {
  await writeApplication({ good: GOOD });
  const first = boot();
  const cookie = await signIn(await first.ready);
  first.kill('SIGKILL');
  await first.ended;
  const url = await boot().ready;
  const me = await fetch(`${url}/api/auth/me`, { headers: { cookie } });
  expect(me.status).toBe(200);
});

test('a second host on one data folder is refused with the reason, and ends with 1', async () => {
  await writeApplication({});
  const url = await boot().ready;
  const second = boot();
  expect(await second.ended).toMatchObject({ code: 1 });
  expect(second.output()).toContain('Another host already runs on');
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('a host that is told to stop lets a slow request end and takes no new one', async () => {
  await writeApplication({ good: GOOD });
  const host = boot();
  const url = await host.ready;
  const slow = fetch(`${url}/api/good/slow`);
  await fetch(`${url}/api/good/hello`); // the slow one has been taken by now
  host.kill('SIGTERM');
  expect(await (await slow).json()).toEqual({ slow: true });
  expect(await host.ended).toEqual({ code: 0, signal: null });
  await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
});

test('a port that is taken is named, and leaves no database behind', async () => {
  await writeApplication({});
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const host = boot({ PORT: String(port) });
  expect(await host.ended).toMatchObject({ code: 1 });
  expect(host.output()).toContain(`Port ${port} of 127.0.0.1 is in use`);
  other.close();
  await boot().ready;
});

test('every fault of the configuration is named at once', async () => {
  await writeApplication({});
  const host = boot({ PORT: 'four', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' });
  expect(await host.ended).toMatchObject({ code: 1 });
  for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL'])
    expect(host.output()).toContain(`- ${name} must be`);
});
