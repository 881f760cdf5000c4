import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cookieOf,
  makeIdentityHost,
  origin,
  PASSWORD,
  type IdentityHost,
} from './identity-host.ts';

let world: IdentityHost;
let rep: { id: string; headers: Record<string, string> };
beforeAll(async () => {
  world = await makeIdentityHost();
  rep = await world.join('rep', ['sales-rep']);
});
afterAll(() => world?.host.close());

const nobody = () => world.host.as('anonymous');
const admin = () => world.host.as('administrator');

async function signIn(name: string): Promise<Record<string, string>> {
  const body = { email: `${name}@example.com`, password: PASSWORD };
  const answer = await nobody().post('/api/auth/login', body, {
    headers: { ...origin, 'user-agent': 'a second browser' },
  });
  expect(answer.status).toBe(200);
  return { cookie: cookieOf(answer), ...origin };
}

const status = async (headers: Record<string, string>): Promise<number> =>
  (await nobody().get('/api/auth/me', { headers })).status;

test('managers see where somebody is signed in, and end one session or all', async () => {
  const second = await signIn('rep');
  const third = await signIn('rep');
  const path = `/api/tessera/users/${rep.id}/sessions`;
  const sessions = (await admin().get(path)).body;
  expect(sessions).toHaveLength(3);
  expect(sessions[0]).toEqual({
    id: expect.any(String),
    createdAt: expect.any(String),
    seenAt: expect.any(String),
    expiresAt: expect.any(String),
    userAgent: 'a second browser',
    address: null,
    current: false,
  });
  const own = (await nobody().get('/api/auth/sessions', { headers: second })).body;
  const mine = own.find(({ current }: any) => current).id;
  expect((await admin().delete(`${path}/${mine}`)).status).toBe(204);
  expect([await status(rep.headers), await status(second), await status(third)]).toEqual([
    200, 401, 200,
  ]);
  expect((await admin().delete(`${path}/${mine}`)).status).toBe(404);

  const all = (await admin().get('/api/access/sessions?_end=500')).body;
  expect(all.filter(({ user }: any) => user.id === rep.id)).toHaveLength(2);
  expect((await admin().delete(path)).status).toBe(204);
  expect([await status(rep.headers), await status(third)]).toEqual([401, 401]);
  rep = { ...rep, headers: await signIn('rep') };
  const ended = await world.host.kernel.database.query<{ changes: any }>(
    `select changes from tessera.audit where record_id = $1 and action = 'sessionEnded' order by id`,
    [rep.id],
  );
  expect(ended.map(({ changes }) => changes.sessions[0])).toEqual([1, 2]);
});

test('who manages users alone ends no session of somebody who may do more', async () => {
  await admin().post('/api/tessera/roles', {
    key: 'people',
    name: 'People',
    permissions: ['tessera.user.manage'],
    grants: [{ entity: 'tessera.user', actions: { read: 'all', update: 'all' } }],
  });
  const manager = await world.join('manager', ['people']);
  const boss = await world.join('boss', ['administrator']);
  const path = `/api/tessera/users/${boss.id}/sessions`;
  const [session] = (await nobody().get(path, { headers: manager.headers })).body;
  for (const one of [path, `${path}/${session.id}`])
    expect(await nobody().delete(one, { headers: manager.headers })).toMatchObject({
      status: 403,
      body: { code: 'HOST_USER_BEYOND' },
    });
  expect(await status(boss.headers)).toBe(200);
  expect((await nobody().delete(path, { headers: rep.headers })).status).toBe(403);
  expect((await nobody().get(path, { headers: rep.headers })).status).toBe(403);
  expect((await nobody().get(path)).status).toBe(401);
  expect((await admin().get('/api/tessera/users/nonsense/sessions')).status).toBe(404);
});

test('a cookie from before the prefix gets its new name, and later ones never open without it', async () => {
  const before = await signIn('rep');
  const token = before['cookie']?.split('=')[1] ?? '';
  const old = { cookie: `tessera_session=${token}`, ...origin };
  expect(await status(old), 'a session of now').toBe(401);
  await world.host.kernel.database.query('update tessera.session set is_prefixed = false');
  const renamed = await nobody().get('/api/auth/me', { headers: old });
  expect(renamed.status).toBe(200);
  expect(renamed.headers.getSetCookie()).toEqual([
    expect.stringContaining(`__Host-tessera_session=${token};`),
    expect.stringMatching(/^tessera_session=; Max-Age=0/),
  ]);
  const [fresh] = renamed.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  expect(await status({ cookie: fresh ?? '' })).toBe(200);
});

test('sessions last as long as the rules say, also those that began before', async () => {
  const { host } = world;
  const headers = await signIn('rep');
  const rules = { passwordLength: 10, secondFactor: 'optional', sessionDays: 5, idleDays: 2 };
  expect((await admin().put('/api/settings/sign-in', rules)).status).toBeLessThan(300);
  host.clock.advance(2 * 86_400_000 + 1000);
  expect(await status(headers), 'two days without use').toBe(401);

  const busy = await signIn('rep');
  for (let day = 0; day < 4; day++) {
    host.clock.advance(86_400_000);
    expect(await status(busy)).toBe(200);
  }
  host.clock.advance(86_400_000 + 1000);
  expect(await status(busy), 'five days after it began').toBe(401);
});
