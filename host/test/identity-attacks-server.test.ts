import { definePlugin, defineRoute } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installed } from '../src/testing/installed.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';
import { cookieOf, origin, PASSWORD } from './identity-host.ts';
import { base } from './toy-plugins.ts';

/** The frame around every request: what it writes down, whom it counts, what it lets through. */
const effects: string[] = [];
const lever = installed(
  definePlugin({
    routes: (['/levers/query', '/levers/aggregate', '/:what/:how'] as const).map((path) =>
      defineRoute({
        method: 'POST',
        path,
        summary: { en: 'Pulls a lever' },
        permission: 'signedIn',
        handler: () => {
          effects.push(path);
          return { pulled: true };
        },
      }),
    ),
  }),
  { id: 'lever' },
);

let host: TestHost;
let url: string;
const lines: string[] = [];
const keep = (message: string, details?: object): void =>
  void lines.push(JSON.stringify({ message, ...details }));
beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [base, lever],
    log: { debug: keep, info: keep, warn: keep, error: keep },
    environment: {
      TESSERA_ADMIN_EMAIL: 'root@example.com',
      TESSERA_ADMIN_PASSWORD: PASSWORD,
      TESSERA_PUBLIC_URL: 'https://crm.example.com',
      TESSERA_PROXY_HOPS: '1',
      TESSERA_REQUESTS_PER_MINUTE: '60',
    },
  });
  url = await host.listen();
});
afterAll(() => host?.close());

const nobody = () => host.as('anonymous');
const login = (email: string, password: string, address: string) =>
  fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { ...origin, 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ email, password }),
  });

test('no log line has a token that opens something', async () => {
  const id = await host.user({ name: 'Newcomer' });
  await host.kernel.database.query(`update tessera."user" set status = 'noSignIn' where id = $1`, [
    id,
  ]);
  const email = 'newcomer@example.com';
  const invited = await host.as('administrator').post(`/api/tessera/users/${id}/invite`, { email });
  const token = String(invited.body.link.split('/').at(-1));
  for (const path of [
    `/api/auth/invitations/${token}`,
    `/invitation/${token}`,
    `/reset/${token}`,
    `/api/auth/password-reset/${token}`,
    `/api/nothing/${token}`,
    `/api/auth/invitations/${encodeURIComponent(token).replace('_', '%5F')}`,
  ])
    await nobody().get(path);
  await nobody().post(`/api/auth/invitations/${token}`, { password: 'short' }, { headers: origin });
  expect(lines.filter((line) => line.includes('/api/auth/invitations/tsr_•••')).length).toBe(3);
  expect(lines.join('\n')).not.toContain(token.slice(4, 20));
  expect((await nobody().get(`/api/auth/invitations/${token}`)).status).toBe(200);
});

test('looking through another’s eyes pulls no lever, whatever its address ends with', async () => {
  const entered = await login('root@example.com', PASSWORD, '203.0.113.7');
  const headers = { cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '', ...origin };
  const seen = await host.user({ name: 'Rep', roles: ['sales-rep'] });
  const began = await nobody().post(
    '/api/access/view-as',
    { user: seen, reason: 'A question' },
    { headers },
  );
  expect(began.status).toBe(204);
  const paths = ['/levers/query', '/levers/aggregate', '/any/query'].map(
    (one) => `/api/lever${one}`,
  );
  for (const path of paths)
    expect(await nobody().post(path, {}, { headers })).toMatchObject({
      status: 403,
      body: { code: 'HOST_VIEW_ONLY' },
    });
  expect(effects).toEqual([]);
  expect((await nobody().post('/api/base/things/query', {}, { headers })).status).toBe(200);
  await nobody().delete('/api/access/view-as', { headers });
  expect((await nobody().post(paths[0] ?? '', {}, { headers })).status).toBe(200);
  expect(effects).toEqual(['/levers/query']);
});

test('a line with a network of its own is one caller, however many addresses it takes', async () => {
  const from = (n: number) => `2001:db8:7:7:${n.toString(16)}::${(n * 7 + 1).toString(16)}`;
  const statuses: number[] = [];
  for (let n = 0; n < 66; n++) {
    const answer = await fetch(`${url}/api/auth/me`, { headers: { 'x-forwarded-for': from(n) } });
    statuses.push(answer.status);
  }
  expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
  expect(statuses.slice(-3)).toEqual([429, 429, 429]);
  const next = { 'x-forwarded-for': '2001:db8:7:8::1' };
  expect((await fetch(`${url}/api/auth/me`, { headers: next })).status, 'its neighbour').toBe(401);
});

test('passwords of many accounts are not tried from many addresses of one line', async () => {
  const keys = async (): Promise<number> => {
    const [row] = await host.kernel.database.query<{ count: number }>(
      `select count(*)::int as count from tessera.rate_limit where key like 'address:%'`,
    );
    return row?.count ?? 0;
  };
  const before = await keys();
  for (let n = 1; n <= 3; n++)
    expect((await login(`nobody${n}@example.com`, PASSWORD, `2001:db8:9:9::${n}`)).status).toBe(
      401,
    );
  expect(await keys()).toBe(before + 1);
});

test('a workspace that is set up does no work for whoever wants to set it up again', async () => {
  const setup = { workspace: 'Mine', currency: 'USD', timeZone: 'UTC', locale: 'en', name: 'Eve' };
  const weak = { ...setup, email: 'eve@evil.example', password: 'short' };
  const answer = await nobody().post('/api/setup', weak, { headers: origin });
  expect([answer.status, answer.body.code], 'nothing else is looked at').toEqual([
    409,
    'HOST_SETUP_DONE',
  ]);
  expect(cookieOf(answer)).toBe('');
});
