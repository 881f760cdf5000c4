import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { addon, base } from './toy-plugins.ts';

const MAP = '{"imports":{"lit":"/vendor/lit.js"}}';

let host: TestHost;
let uiFolder: string;
const lines: { message: string; details: Record<string, unknown> }[] = [];
beforeAll(async () => {
  uiFolder = await mkdtemp(join(tmpdir(), 'tessera-ui-'));
  await mkdir(join(uiFolder, 'assets'));
  await writeFile(
    join(uiFolder, 'index.html'),
    `<!doctype html><script type="importmap">${MAP}</script><p>shell</p>`,
  );
  await writeFile(join(uiFolder, 'assets', 'app-A1b2C3d4.js'), 'export {};');
  await writeFile(join(uiFolder, 'assets', 'app-A1b2C3d4.js.br'), 'brotli');
  const note = (message: string, details: object = {}) =>
    void lines.push({ message, details: { ...details } });
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [base, addon],
    uiFolder,
    environment: { TESSERA_PUBLIC_URL: 'https://crm.test' },
    log: { debug() {}, info: note, warn: note, error: note },
  });
});
afterAll(async () => {
  await host.close();
  await rm(uiFolder, { recursive: true });
});

test('the process is healthy and ready', async () => {
  expect(await host.as('anonymous').get('/healthz')).toMatchObject({
    status: 200,
    body: { status: 'ok' },
  });
  expect(await host.as('anonymous').get('/readyz')).toMatchObject({
    status: 200,
    body: { status: 'ready' },
  });
});

test('the page has a strict policy that names the hash of its import map', async () => {
  const { status, body, headers } = await host.as('anonymous').get('/sales/opportunities');
  const policy = headers.get('content-security-policy') ?? '';
  expect(status).toBe(200);
  expect(body).toContain('shell');
  expect(policy).toContain(
    `script-src 'self' 'sha256-${createHash('sha256').update(MAP).digest('base64')}'`,
  );
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toMatch(/max-age/);
  expect(headers.get('cache-control')).toBe('no-cache');
});

test('files with a hash in their name are kept for good, compressed where the browser takes it', async () => {
  const client = host.as('anonymous');
  const plain = await client.get('/assets/app-A1b2C3d4.js');
  expect(plain).toMatchObject({ status: 200, body: 'export {};' });
  expect(plain.headers.get('cache-control')).toContain('immutable');
  const small = await client.get('/assets/app-A1b2C3d4.js', {
    headers: { 'Accept-Encoding': 'br, gzip' },
  });
  expect(small.headers.get('content-encoding')).toBe('br');
  expect((await client.get('/assets/absent-A1b2C3d4.js')).status).toBe(404);
  expect((await client.get('/assets/..%2f..%2f..%2fetc/passwd')).body).not.toContain('root:');
});

test('what is not there is a problem, and no page, below /api', async () => {
  const { status, headers, body } = await host.as('administrator').get('/api/nothing/here');
  expect(status).toBe(404);
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(body).toMatchObject({
    status: 404,
    title: expect.any(String),
    detail: expect.any(String),
  });
});

test('a write from another site is refused; from the own, from the public address or by a program it is not', async () => {
  const client = host.as('anonymous');
  const send = (headers: Record<string, string>) =>
    client.post(
      '/api/auth/login',
      { email: 'nobody@example.test', password: 'wrong password' },
      { headers },
    );
  expect(await send({ Origin: 'https://evil.test' })).toMatchObject({
    status: 403,
    body: { code: 'HOST_ORIGIN_FOREIGN' },
  });
  expect(await send({ Origin: 'null' })).toMatchObject({ status: 403 });
  expect(await send({ 'Sec-Fetch-Site': 'cross-site' })).toMatchObject({ status: 403 });
  expect(await send({ Origin: 'https://crm.test' })).toMatchObject({ status: 401 });
  expect(await send({ Host: 'localhost', Origin: 'http://localhost' })).toMatchObject({
    status: 401,
  });
  expect(await send({})).toMatchObject({ status: 401 });
});

test('nobody sees anything without signing in', async () => {
  const client = host.as('anonymous');
  for (const path of [
    '/api/meta',
    '/api/plugins',
    '/api/search?q=a',
    '/api/openapi.json',
    '/api/live',
    '/api/base/things',
  ]) {
    expect([path, (await client.get(path)).status]).toEqual([path, 401]);
  }
  expect((await client.post('/api/plugins/addon/disable')).status).toBe(401);
  expect(
    (
      await client.post('/api/fields', {
        entity: 'base.thing',
        name: 'a',
        definition: { type: 'text' },
      })
    ).status,
  ).toBe(401);
});

test('only who may switch plugins does', async () => {
  const { status } = await host.as('sales-rep').post('/api/plugins/addon/disable');
  expect(status).toBe(403);
  expect(host.kernel.assembly.instances.has('addon')).toBe(true);
  expect((await host.as('administrator').post('/api/plugins/absent/enable')).status).toBe(404);
});

test('an unchanged description is not sent twice', async () => {
  const client = host.as('administrator');
  for (const path of ['/api/meta', '/api/openapi.json']) {
    const first = await client.get(path);
    expect(first.status).toBe(200);
    const again = await client.get(path, {
      headers: { 'If-None-Match': first.headers.get('etag') ?? '' },
    });
    expect(again).toMatchObject({ status: 304, body: undefined });
  }
});

test('the reference page is served from here, with a policy of its own', async () => {
  const page = await host.as('anonymous').get('/api/docs');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(page.body).not.toMatch(/https?:\/\//);
  const script = await host.as('anonymous').get('/api/docs/scalar.js');
  expect(script.headers.get('content-type')).toContain('javascript');
  expect(script.body.length).toBeGreaterThan(100_000);
});

test('a custom field comes and goes while the host runs', async () => {
  const client = host.as('administrator');
  const made = await client.post('/api/fields', {
    entity: 'base.thing',
    name: 'region',
    definition: { type: 'text', label: { en: 'Region' } },
  });
  expect(made).toMatchObject({ status: 201, body: { name: 'x_region' } });
  const thing = await client.post('/api/base/things', { name: 'with region', x_region: 'north' });
  expect(thing).toMatchObject({ status: 201, body: { x_region: 'north' } });
  expect((await client.delete('/api/fields/base.thing/x_region')).status).toBe(204);
  expect((await client.get(`/api/base/things/${thing.body.id}`)).body).not.toHaveProperty(
    'x_region',
  );
});

test('the log has a line a request, without what the query says', async () => {
  lines.length = 0;
  const { headers } = await host
    .as('administrator')
    .get('/api/base/things?name=secret-name', { headers: { 'X-Request-Id': 'my-request-1' } });
  expect(headers.get('x-request-id')).toBe('my-request-1');
  const line = lines.find(({ message }) => message === 'request');
  expect(line?.details).toMatchObject({
    requestId: 'my-request-1',
    method: 'GET',
    path: '/api/base/things',
    status: 200,
  });
  expect(JSON.stringify(lines)).not.toContain('secret-name');
});

test('while a plugin is being switched its routes say so, and others answer', async () => {
  const client = host.as('administrator');
  await client.get('/api/addon/items');
  const off = host.kernel.disable('addon');
  const during: number[] = [];
  while (host.kernel.switching.has('addon') || during.length === 0) {
    during.push((await client.get('/api/addon/items')).status);
    expect((await client.get('/api/base/whoami')).status).toBe(200);
  }
  await off;
  expect(during.every((status) => [200, 404, 503].includes(status))).toBe(true);
  expect((await client.get('/api/addon/items')).status).toBe(404);
  await host.kernel.enable('addon');
  expect((await client.get('/api/addon/items')).status).toBe(200);
});

test('a request that is cut off, and one that is no HTTP, do not disturb others', async () => {
  const url = new URL(await host.listen());
  await new Promise<void>((resolve) => {
    const broken = httpRequest({
      host: url.hostname,
      port: url.port,
      method: 'POST',
      path: '/api/base/things',
      headers: { 'content-length': 100 },
    });
    // It may have been answered before it was cut off: then there is no error.
    broken.on('error', () => {});
    broken.on('close', () => resolve());
    broken.write('{');
    setTimeout(() => broken.destroy(), 50);
  });
  const answer = await fetch(`${url.origin}/healthz`);
  expect(answer.status).toBe(200);
});
