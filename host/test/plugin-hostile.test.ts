import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { writeHostileApplication } from './hostile-plugins.ts';
import { runProgram, type Program } from './program.ts';

const CLI = new URL('../src/cli.ts', import.meta.url).pathname;
const ROOT = new URL('../..', import.meta.url).pathname;
const ADMIN = { email: 'admin@example.test', password: 'correct horse battery' };
/** The machine may be busy: conditions are waited for, this only ends a test that has failed. */
const PATIENCE = { timeout: 60_000, interval: 50 };

let folder: string;
let program: Program;
let url: string;
let cookie: string;
let lastId = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-hostile-'));
  await chmod(folder, 0o755);
  await writeHostileApplication(folder, ROOT);
  program = runProgram(CLI, ['start', folder], {
    PORT: '0',
    TESSERA_DATA_DIR: join(folder, 'data'),
    TESSERA_ADMIN_EMAIL: ADMIN.email,
    TESSERA_ADMIN_PASSWORD: ADMIN.password,
  });
  url = await program.ready;
  const answer = await send('POST', '/api/auth/login', ADMIN);
  cookie = String(answer.headers.get('set-cookie')).split(';')[0] ?? '';
}, 180_000);
afterAll(async () => {
  program?.kill('SIGTERM');
  await program?.ended;
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}, 300_000);

function send(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      origin: url,
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

interface Health {
  readonly errors: readonly {
    readonly kind: string;
    readonly name: string;
    readonly error: string;
  }[];
  readonly breakers: readonly { readonly hook: string; readonly state: string }[];
  readonly undelivered: number;
  readonly logLinesLeftOut: number;
}

async function healthOf(id: string): Promise<Health> {
  return (await (await send('GET', `/api/plugins/${id}/health`)).json()) as Health;
}

async function statusOf(id: string): Promise<{ readonly state: string; readonly error?: string }> {
  const all = (await (await send('GET', '/api/plugins')).json()) as {
    readonly id: string;
    readonly state: string;
    readonly error?: string;
  }[];
  return all.find((one) => one.id === id) ?? { state: 'absent' };
}

/** The host answers, and the decent plugin makes a record as ever. */
async function expectServing(): Promise<void> {
  expect((await send('GET', '/healthz')).status).toBe(200);
  const made = await send('POST', '/api/base/things', { name: 'a thing' });
  expect(made.status).toBe(201);
  lastId = ((await made.json()) as { id: string }).id;
  expect((await send('GET', `/api/base/things/${lastId}`)).status).toBe(200);
}

test.each([
  ['throws-at-import', 'I do not load'],
  ['hangs-at-import', 'did not end within 10 s'],
  ['tricks-at-import', 'Object.prototype.everywhere'],
  ['exits-at-import', 'process.exit'],
  ['throws-in-start', 'I do not start'],
  ['hangs-in-start', 'did not start within 10 s'],
  ['tricks-in-start', 'String.prototype.trim'],
  ['takes-names', 'base.thing.steal'],
  ['takes-entity', 'base.thing'],
])('%s is left out, and says why', async (id, reason) => {
  await expectServing();
  const { state, error } = await statusOf(id);
  expect(['rejected', 'failed']).toContain(state);
  expect(error).toContain(reason);
});

test('what plugins throw where nobody waits is written down under their names', async () => {
  for (const path of ['reject', 'emit', 'text'])
    expect((await send('GET', `/api/strays/${path}`)).status).toBe(200);
  await vi.waitFor(async () => {
    const strays = (await healthOf('strays')).errors.filter(({ kind }) => kind === 'stray');
    expect(strays.map(({ error }) => error)).toEqual(
      expect.arrayContaining([
        'a timer of mine blew',
        'nobody waits for me',
        'nobody listens',
        'not even an error',
      ]),
    );
  }, PATIENCE);
  await expectServing();
});

test('taps that throw or hang are named; filters and collectors are left out, guards refuse', async () => {
  for (let round = 0; round < 5; round++)
    expect((await send('POST', '/api/base/baits', { name: 'bait' })).status).toBe(201);
  for (const path of ['guarded', 'written'])
    expect((await send('POST', `/api/base/${path}`, { name: 'none' })).status).toBe(500);
  expect(await (await send('GET', '/api/base/ask')).json()).toEqual([]);
  const { errors, breakers } = await healthOf('taps');
  const late = 'no answer within 200 ms';
  expect(errors).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'base.bait.validating', error: 'my filter broke', count: 5 }),
      expect.objectContaining({ name: 'base.guarded.creating', error: late }),
      expect.objectContaining({ name: 'base.written.writing', error: late }),
      expect.objectContaining({ name: 'base.thing.asking', error: late }),
    ]),
  );
  expect(breakers).toContainEqual(
    expect.objectContaining({ hook: 'base.bait.validating', state: 'open' }),
  );
  expect((await send('POST', '/api/base/baits', { name: 'bait' })).status).toBe(201);
  await expectServing();
});

test('routes that throw or hang fail alone', async () => {
  for (const path of ['throw', 'hang']) {
    const answer = await send('GET', `/api/routes/${path}`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: 'CORE_ROUTE_FAILED', plugin: 'routes' });
  }
  expect((await healthOf('routes')).errors).toEqual([
    expect.objectContaining({ kind: 'route', name: 'GET /hang', error: 'no answer within 200 ms' }),
    expect.objectContaining({ kind: 'route', name: 'GET /throw', error: 'my route broke' }),
  ]);
  await expectServing();
});

test('events that are never delivered become dead letters, and hold up nobody', async () => {
  for (let round = 0; round < 10; round++) await expectServing();
  await vi.waitFor(async () => {
    const { undelivered, errors } = await healthOf('events');
    expect(undelivered).toBeGreaterThanOrEqual(20);
    expect(errors.map(({ error }) => error).toSorted()).toEqual([
      'I never deliver',
      'no answer within 200 ms',
    ]);
  }, PATIENCE);
  await expectServing();
});

test('a flood of lines is cut off, and the lines of others come through', async () => {
  expect((await send('GET', '/api/flood/open')).status).toBe(200);
  await send('GET', '/api/routes/throw');
  const { logLinesLeftOut } = await healthOf('flood');
  expect(logLinesLeftOut).toBeGreaterThanOrEqual(10_000 - 400);
  const lines = program
    .output()
    .split('\n')
    .filter((line) => line.includes('"plugin":"flood"'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(401);
  await vi.waitFor(() => expect(program.output()).toContain('lines left out'), PATIENCE);
  await expectServing();
});

test.each(['exit', 'abort', 'kill'])('process.%s ends nothing, and is named', async (verb) => {
  expect((await send('GET', `/api/ends/${verb}`)).status).toBe(500);
  const { errors } = await healthOf('ends');
  expect(errors).toContainEqual(
    expect.objectContaining({ kind: 'refused', name: `process.${verb}` }),
  );
  await expectServing();
});
