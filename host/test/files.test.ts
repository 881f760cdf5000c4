import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defineEntity, definePlugin, text } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHost, installed, type TestClient, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

const Paper = defineEntity('toy.paper', {
  label: { en: 'Paper' },
  plural: { en: 'Papers' },
  path: 'papers',
  title: 'name',
  fields: { name: text().required() },
});

const toy = definePlugin({
  entities: [Paper],
  grants: {
    'sales-rep': [{ entity: 'toy.paper', actions: { create: 'own', read: 'own', update: 'own' } }],
    'read-only': [],
  },
});

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489',
  'hex',
);

let host: TestHost;
let owner: TestClient;
let stranger: TestClient;
let reader: TestClient;
let paper: string;

beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [installed(toy, { id: 'toy' })],
  });
  owner = host.as(await host.user({ name: 'Owner', roles: ['sales-rep'] }));
  stranger = host.as(await host.user({ name: 'Stranger', roles: ['sales-rep'] }));
  reader = host.as('read-only');
  paper = (await owner.post('/api/toy/papers', { name: 'Plan' })).body.id;
});
afterAll(() => host?.close());

function attach(client: TestClient, name: string, body: Uint8Array, headers = {}) {
  return client.post(
    `/api/toy/papers/${paper}/attachments?name=${encodeURIComponent(name)}`,
    body,
    { headers },
  );
}

/** The answer as it is, with its bytes. */
async function download(client: TestClient, path: string): Promise<Response> {
  const authorization = (await client.authorization()) ?? '';
  return host.app.fetch(new Request(`http://localhost${path}`, { headers: { authorization } }));
}

test('a file hangs on a record: whoever may see that may see the file, nobody else', async () => {
  const made = await attach(owner, '计划 "v2".png', PNG, { 'content-type': 'text/html' });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: '计划 v2.png',
    size: PNG.length,
    mediaType: 'image/png',
  });
  const path = `/api/files/${made.body.file}`;
  const got = await download(owner, path);
  expect(Buffer.from(await got.arrayBuffer()).equals(PNG)).toBe(true);
  expect(got.headers.get('content-type')).toBe('image/png');
  expect(got.headers.get('x-content-type-options')).toBe('nosniff');
  expect(got.headers.get('content-security-policy')).toContain('sandbox');
  expect(got.headers.get('content-disposition')).toBe(
    `inline; filename="__ v2.png"; filename*=UTF-8''%E8%AE%A1%E5%88%92%20v2.png`,
  );
  expect((await download(owner, `${path}?download`)).headers.get('content-disposition')).toMatch(
    /^attachment; /,
  );

  const list = `/api/toy/papers/${paper}/attachments`;
  expect((await owner.get(list)).body.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
  expect((await reader.get(list)).body).toHaveLength(1);
  expect((await reader.get(path)).status).toBe(200);
  expect([(await stranger.get(list)).status, (await stranger.get(path)).status]).not.toContain(200);
  expect((await stranger.get(path)).body.code).toBe('HOST_FILE_MISSING');
  expect((await host.as('portal-customer').get(path)).body.code).toBe('HOST_PORTAL_ONLY');
  expect((await host.as('anonymous').get(path)).status).toBe(401);
});

test('a page or a drawing with scripts is only ever downloaded, as text', async () => {
  for (const [name, source] of [
    ['evil.html', '<script>alert(1)</script>'],
    ['evil.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['evil.png', '<html><script>alert(1)</script></html>'],
  ] as const) {
    const made = await attach(owner, name, Buffer.from(source), { 'content-type': 'image/png' });
    const got = await download(owner, `/api/files/${made.body.file}`);
    expect([got.headers.get('content-type'), got.headers.get('content-disposition')]).toEqual([
      'text/plain; charset=utf-8',
      expect.stringMatching(/^attachment; /),
    ]);
  }
});

test('who may not change the record adds nothing and removes nothing', async () => {
  const made = await attach(owner, 'keep.txt', Buffer.from('keep'));
  const path = `/api/toy/papers/${paper}/attachments/${made.body.id}`;
  expect((await attach(reader, 'mine.txt', Buffer.from('mine'))).status).toBe(403);
  expect((await reader.delete(path)).status).toBe(403);
  expect((await attach(stranger, 'mine.txt', Buffer.from('mine'))).status).toBe(404);
  expect((await stranger.delete(path)).status).toBe(404);
  const other = (await stranger.post('/api/toy/papers', { name: 'Other' })).body.id;
  expect(
    (await stranger.delete(`/api/toy/papers/${other}/attachments/${made.body.id}`)).status,
  ).toBe(404);
  expect((await owner.get(`/api/files/${made.body.file}`)).body).toBe('keep');
  expect((await owner.get('/api/tessera/attachments')).status).toBe(403);

  expect((await owner.delete(path)).status).toBe(204);
  expect((await owner.get(`/api/files/${made.body.file}`)).status).toBe(404);
});

test('a file that is too large, empty or without a name is refused and leaves nothing behind', async () => {
  const before = await stored();
  expect((await attach(owner, 'empty.txt', Buffer.alloc(0))).body.code).toBe('HOST_FILE_EMPTY');
  expect((await attach(owner, '..', Buffer.from('x'))).body.code).toBe('HOST_FILE_NAME_MISSING');
  const large = new Uint8Array(25 * 1024 * 1024 + 1);
  expect((await attach(owner, 'large.bin', large)).body.code).toBe('HOST_FILE_TOO_LARGE');
  expect((await attach(owner, 'large.bin', large, { 'content-length': '10' })).body.code).toBe(
    'HOST_FILE_TOO_LARGE',
  );
  expect(await stored()).toEqual(before);
});

test('the same bytes are kept once, under their hash, and a name says nothing about where', async () => {
  const bytes = Buffer.from('the same twice');
  const one = await attach(owner, '../../etc/passwd', bytes);
  const two = await attach(owner, 'b.txt', bytes);
  expect([one.body.name, one.body.file === two.body.file]).toEqual(['passwd', false]);
  const hash = createHash('sha256').update(bytes).digest('hex');
  expect((await stored()).filter((name) => name.includes(hash))).toEqual([
    join(hash.slice(0, 2), hash),
  ]);
});

test('while its plugin is off a file is not there, and it comes back with it', async () => {
  const made = await attach(owner, 'back.txt', Buffer.from('back'));
  await host.as('administrator').post('/api/plugins/toy/disable');
  expect((await owner.get(`/api/files/${made.body.file}`)).status).toBe(404);
  expect((await owner.get(`/api/toy/papers/${paper}/attachments`)).status).toBe(404);
  await host.as('administrator').post('/api/plugins/toy/enable');
  expect((await owner.get(`/api/files/${made.body.file}`)).body).toBe('back');
});

async function stored(): Promise<readonly string[]> {
  const entries = await readdir(join(host.dataFolder, 'files'), {
    recursive: true,
    withFileTypes: true,
  });
  const root = join(host.dataFolder, 'files');
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();
}
