import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { choice, defineEntity, definePlugin, text } from '@tessera/core';
import { extract } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { pluginOperations } from '../src/plugins/plugin-operations.ts';
import { createTestHost, type TestClient, type TestHost } from '../src/testing/index.ts';
import { installed } from '../src/testing/installed.ts';
import { addon, base } from './toy-plugins.ts';

const Note = defineEntity('diary.note', {
  label: { en: 'Note' },
  plural: { en: 'Notes' },
  path: 'notes',
  owned: false,
  title: 'text',
  fields: { text: text().required() },
});
/** Everything that is described is tried on it. */
const spare = installed(definePlugin({ config: { type: 'object' } }), { id: 'spare' });

/** A plugin with data of its own, and on another's table. */
const shelf = installed(
  definePlugin({
    entities: [
      defineEntity('shelf.board', {
        label: { en: 'Board' },
        plural: { en: 'Boards' },
        path: 'boards',
        owned: false,
        title: 'name',
        fields: { name: text().required(), diaryCode: text() },
      }),
    ],
  }),
  { id: 'shelf' },
);
const diary = installed(
  definePlugin({
    entities: [Note],
    extends: { 'base.thing': { mood: choice(['good', 'bad']) } },
  }),
  { id: 'diary', requires: { base: '^1' } },
);

let host: TestHost;
let admin: TestClient;
beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [base, addon, diary, shelf, spare],
  });
  admin = host.as('administrator');
});
afterAll(() => host?.close());

const { operations } = pluginOperations;

/** A described path with something in the place of its parameters. */
function placeOf(path: string): string {
  return path.replace('{id}', 'spare').replace('{digest}', 'nothing');
}

function send(client: TestClient, method: string, path: string, body?: unknown) {
  if (method === 'get') return client.get(path);
  if (method === 'delete') return client.delete(path);
  return method === 'put' ? client.put(path, body) : client.post(path, body);
}

test.each(operations)('$method $path lets in nobody who may not manage plugins', async (one) => {
  const path = placeOf(one.path);
  const anonymous = await send(host.as('anonymous'), one.method, path, {});
  expect(anonymous).toMatchObject({ status: 401, body: { code: 'CORE_NOT_SIGNED_IN' } });
  const unpermitted = await send(host.as('sales-rep'), one.method, path, {});
  expect(unpermitted.status).toBe(one.permission === 'signedIn' ? 200 : 403);
});

test.each(operations.filter(({ body }) => body))(
  '$method $path refuses a body that it does not know',
  async (one) => {
    const path = placeOf(one.path);
    const rubbish = await send(admin, one.method, path, { unknown: 1, cascade: 'yes', values: 7 });
    expect(rubbish.headers.get('content-type')).toContain('application/problem+json');
    expect([404, 415, 422]).toContain(rubbish.status);
    expect(rubbish.body.code).not.toBe('HOST_ROUTE_MISSING');
    const broken = await send(admin, one.method, path, '{"a":');
    expect([400, 404, 415]).toContain(broken.status);
  },
);

test('every route answers where the API reference says, with a status that it names', async () => {
  const { body: document } = await admin.get('/api/openapi.json');
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  for (const one of operations) {
    const described = document.paths[one.path]?.[one.method];
    expect(described, one.path).toMatchObject({ operationId: one.id, tags: ['plugins'] });
    const query = one.inQuery && 'verb' in one.inQuery ? '?verb=disable' : '';
    const answer = await send(
      admin,
      one.method === 'get' ? 'get' : one.method,
      `${placeOf(one.path)}${query}`,
    );
    expect(answer.body?.code).not.toBe('HOST_ROUTE_MISSING');
    expect(Object.keys(described.responses)).toContain(String(answer.status));
  }
  for (const pointer of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g))
    expect(document.components[String(pointer[1])]).toHaveProperty(String(pointer[2]));
});

test('what is done to a plugin stands in its history with who did it', async () => {
  const off = await admin.post('/api/plugins/addon/disable');
  expect(off).toMatchObject({ status: 200, body: { id: 'addon', state: 'disabled' } });
  const again = await admin.post('/api/plugins/addon/disable', {});
  expect(again).toMatchObject({ status: 200, body: { state: 'disabled' } });
  const on = await admin.post('/api/plugins/addon/enable', { events: 'skip' });
  expect(on).toMatchObject({ status: 200, body: { state: 'active' } });
  const { body: steps } = await admin.get('/api/plugins/addon/history?_end=50');
  expect(steps).toContainEqual(
    expect.objectContaining({
      plugin: 'addon',
      step: 'enable',
      by: { userId: expect.any(String), name: 'administrator' },
      milliseconds: expect.any(Number),
      error: null,
    }),
  );
  expect((await admin.get('/api/plugins/addon/history?_start=x')).status).toBe(400);
  expect((await admin.get('/api/plugins/nobody/history')).body.code).toBe('CORE_PLUGIN_MISSING');
});

test('details tell what a plugin contributes, running or not', async () => {
  const contributes = { manifest: { id: 'addon' }, events: ['base.thing.created'] };
  expect((await admin.get('/api/plugins/addon')).body).toMatchObject({
    state: 'active',
    contributes,
  });
  await admin.post('/api/plugins/addon/disable');
  expect((await admin.get('/api/plugins/addon')).body).toMatchObject({
    state: 'disabled',
    contributes,
  });
  await admin.post('/api/plugins/addon/enable');
  const impact = await admin.get('/api/plugins/base/impact?verb=disable');
  expect(impact.body).toMatchObject({ plugins: expect.arrayContaining(['addon', 'diary']) });
  expect((await admin.get('/api/plugins/base/impact?verb=explode')).status).toBe(400);
});

test('the assembly names its hosts', async () => {
  const { number } = host.kernel.assembly;
  expect((await admin.get('/api/assembly')).body).toMatchObject({
    number,
    safeMode: false,
    hosts: [{ isReady: true }],
  });
});

test('a package that is too large, of another kind or rubbish is refused, and nothing is kept', async () => {
  const upload = (body: Uint8Array, type: string) =>
    admin.post('/api/plugins/packages', body, { headers: { 'content-type': type } });
  const large = await upload(new Uint8Array(21 * 1024 * 1024), 'application/gzip');
  expect(large).toMatchObject({ status: 413, body: { code: 'HOST_PACKAGE_TOO_LARGE' } });
  const typed = await upload(new Uint8Array(9), 'text/plain');
  expect(typed).toMatchObject({ status: 415, body: { code: 'HOST_PACKAGE_TYPE_WRONG' } });
  const rubbish = await upload(new Uint8Array(9), 'application/octet-stream');
  expect(rubbish).toMatchObject({ status: 422, body: { code: 'HOST_PACKAGE_REFUSED' } });
  expect((await upload(new Uint8Array(0), 'application/gzip')).status).toBe(400);
  expect((await admin.get('/api/plugins/packages')).body).toEqual([]);
});

test('a purge wants the id typed, writes everything down, and only then deletes', async () => {
  const made = await admin.post('/api/diary/notes', { text: 'dear diary' });
  const thing = await admin.post('/api/base/things', { name: 'lamp', diary_mood: 'good' });
  const board = await admin.post('/api/shelf/boards', { name: 'oak', diaryCode: 'not its own' });
  expect([made.status, thing.status, board.status]).toEqual([201, 201, 201]);
  const running = await admin.post('/api/plugins/diary/purge', { confirm: 'diary' });
  expect(running).toMatchObject({ status: 409, body: { code: 'CORE_PLUGIN_ENABLED' } });
  await admin.post('/api/plugins/diary/disable');
  const unsure = await admin.post('/api/plugins/diary/purge', { confirm: 'Diary' });
  expect(unsure).toMatchObject({ status: 422, body: { code: 'HOST_PURGE_UNCONFIRMED' } });
  const none = await admin.get('/api/plugins/diary/purge-export');
  expect(none).toMatchObject({ status: 404, body: { code: 'HOST_PURGE_EXPORT_MISSING' } });

  const { body: plan } = await admin.get('/api/plugins/diary/purge');
  expect(plan.rows).toContainEqual({ entity: 'diary.note', count: 1 });
  const purged = await admin.post('/api/plugins/diary/purge', { confirm: 'diary' });
  expect(purged).toMatchObject({
    status: 200,
    body: { export: '/api/plugins/diary/purge-export' },
  });
  const written = await host.app.fetch(
    new Request('http://localhost/api/plugins/diary/purge-export', {
      headers: { authorization: (await admin.authorization()) ?? '' },
    }),
  );
  const files = await unpack(new Uint8Array(await written.arrayBuffer()));
  expect(written.headers.get('content-disposition')).toMatch(
    /filename="diary-\d{8}T\d{9}Z\.tar\.gz"/,
  );
  expect(rowsOf(files.get('diary.note.jsonl'))).toEqual([
    expect.objectContaining({ id: made.body.id, text: 'dear diary' }),
  ]);
  expect(rowsOf(files.get('base.thing.jsonl'))).toEqual([
    { id: thing.body.id, diary_mood: 'good' },
  ]);
  // Whose a column is, its name does not tell: this one belongs to another plugin, for good.
  expect([...files.keys()].toSorted()).toEqual(['base.thing.jsonl', 'diary.note.jsonl']);
  const left = await host.kernel.database.query(
    `select from information_schema.columns where table_schema = 'diary' or column_name = 'diary_mood'`,
  );
  expect(left).toEqual([]);
  expect((await admin.get(`/api/base/things/${thing.body.id}`)).status).toBe(200);

  // Done twice, it deletes nothing more, and what was written down is still what is handed out.
  const twice = await admin.post('/api/plugins/diary/purge', { confirm: 'diary' });
  expect(twice.status).toBe(200);
  const still = await admin.get('/api/plugins/diary/purge-export');
  expect(still.headers.get('content-length')).toBe(written.headers.get('content-length'));
  expect(still.headers.get('content-disposition')).toBe(written.headers.get('content-disposition'));
});

function rowsOf(lines: string | undefined): unknown[] {
  return (lines ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

async function unpack(bytes: Uint8Array): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(host.dataFolder, 'unpacked-'));
  await writeFile(join(folder, 'all.tar.gz'), bytes);
  await extract({ file: join(folder, 'all.tar.gz'), cwd: folder });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    ),
  );
}
