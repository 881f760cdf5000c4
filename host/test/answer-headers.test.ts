import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEntity, definePlugin, defineRoute, text } from '@tessera/core';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createApiToken } from '../src/identity/api-tokens.ts';
import { createLog } from '../src/server/log.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

let host: TestHost;
let database: pg.PoolConfig;
let url: string;
let uiFolder: string;
let token: string;
let note: string;
const written: string[] = [];

const desk = installed(
  definePlugin({
    entities: [
      defineEntity('desk.note', {
        label: { en: 'Note' },
        plural: { en: 'Notes' },
        path: 'notes',
        title: 'name',
        fields: { name: text().required() },
      }),
    ],
    routes: [
      defineRoute({
        method: 'GET',
        path: '/weak',
        summary: { en: 'Would do without what protects the browser' },
        permission: 'signedIn',
        handler: () =>
          new Response('{}', {
            headers: {
              'Content-Type': 'application/json',
              'X-Content-Type-Options': 'none',
              'X-Frame-Options': 'ALLOWALL',
              'Referrer-Policy': 'unsafe-url',
              'Cross-Origin-Resource-Policy': 'cross-origin',
              'Access-Control-Expose-Headers': '*',
              'X-Request-Id': 'another',
            },
          }),
      }),
    ],
  }),
  { id: 'desk' },
);

beforeAll(async () => {
  uiFolder = await mkdtemp(join(tmpdir(), 'tessera-ui-'));
  await writeFile(join(uiFolder, 'index.html'), '<!doctype html><p>shell</p>');
  await writeFile(join(uiFolder, 'app.js'), 'export {};');
  database = await makeDatabase();
  host = await createTestHost({
    database,
    plugins: [desk],
    uiFolder,
    environment: { TESSERA_PUBLIC_URL: 'https://crm.test' },
    log: createLog('info', { write: (line) => void written.push(line) }),
  });
  url = await host.listen();
  note = (await host.as('administrator').post('/api/desk/notes', { name: 'Hello' })).body.id;
  const user = await host.user({ roles: ['administrator'] });
  const made = await createApiToken(
    host.kernel.database,
    user,
    'test',
    undefined,
    host.clock.now(),
  );
  token = made.token;
});
afterAll(async () => {
  await host?.close();
  await rm(uiFolder, { recursive: true });
});

/** Over a socket, as a browser has it, without what is of the connection. */
async function headersOf(path: string): Promise<Record<string, string>> {
  const answer = await fetch(url + path, {
    headers: { authorization: `Bearer ${token}`, 'x-request-id': 'my-request-1' },
  });
  await answer.arrayBuffer();
  const { date: _, 'keep-alive': __, ...headers } = Object.fromEntries(answer.headers);
  return headers;
}

const FRAME = {
  'access-control-expose-headers':
    'ETag, Link, Location, X-Batch, X-Request-Id, X-Total-Count, X-Total-Count-Exact',
  connection: 'keep-alive',
  'content-length': expect.any(String),
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-request-id': 'my-request-1',
};
const JSON_ANSWER = {
  ...FRAME,
  'content-type': 'application/json',
  'cache-control': 'private, no-store',
};
const PROBLEM = {
  ...FRAME,
  'content-type': 'application/problem+json',
  'cache-control': 'no-store',
};
const LIST = {
  vary: 'Prefer',
  'x-total-count': '1',
  'x-total-count-exact': 'true',
  link: '</api/desk/notes?_limit=10>; rel="first"',
};

const answers: Readonly<Record<string, readonly [path: () => string, headers: object]>> = {
  'a record': [() => `/api/desk/notes/${note}`, { ...JSON_ANSWER, etag: expect.any(String) }],
  'a list': [() => '/api/desk/notes?_end=10', { ...JSON_ANSWER, ...LIST }],
  'a record that is not there': [
    () => '/api/desk/notes/00000000-0000-4000-8000-000000000000',
    PROBLEM,
  ],
  'a question that cannot be meant': [() => '/api/desk/notes?_sort=nothing', PROBLEM],
  'a route that is not there': [() => '/api/nothing/here', PROBLEM],
  'a file': [
    () => '/app.js',
    {
      ...FRAME,
      'content-security-policy': expect.stringContaining("script-src 'self'"),
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      'last-modified': expect.any(String),
    },
  ],
  'a route of a plugin that would have others': [
    () => '/api/desk/weak',
    { ...FRAME, 'content-type': 'application/json' },
  ],
};

test.each(Object.entries(answers))(
  '%s has all headers, whether the caller is remembered or not',
  async (_, [path, headers]) => {
    host.clock.advance(61_000);
    expect(await headersOf(path())).toEqual(headers);
    expect(await headersOf(path())).toEqual(headers);
  },
);

test('no line of the log has a token of the path, of the query or of the headers', async () => {
  const secret = 'tsr_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
  written.length = 0;
  await headersOf(`/api/desk/notes?_end=10&q=${secret}`);
  await headersOf(`/api/desk/notes?_end=10&q=${secret}`);
  await headersOf(`/api/desk/notes/${secret}`);
  await headersOf(`/invitation/${secret}`);
  const lines = written.map((line) => JSON.parse(line) as { readonly path: string });
  expect(lines.map(({ path }) => path)).toEqual([
    '/api/desk/notes',
    '/api/desk/notes',
    '/api/desk/notes/tsr_•••',
    '/invitation/tsr_•••',
  ]);
  expect(written.join('')).not.toContain(secret);
  expect(written.join('')).not.toContain(token);
});

test('a database that cannot tell who asks is a problem like any other', async () => {
  const client = new pg.Client(database);
  await client.connect();
  await headersOf(`/api/desk/notes/${note}`);
  await client.query('alter table tessera.api_token rename to api_token_gone');
  expect(await headersOf(`/api/desk/notes/${note}`)).toEqual(PROBLEM);
  await client.query('alter table tessera.api_token_gone rename to api_token');
  expect((await headersOf(`/api/desk/notes/${note}`))['etag']).toBeDefined();
  await client.end();
});
