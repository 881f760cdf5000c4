import { afterAll, beforeAll, expect, test } from 'vitest';
import { totpCode } from '../src/identity/totp.ts';
import { cookieOf, makeIdentityHost, origin, OTHER, PASSWORD } from './identity-host.ts';
import type { IdentityHost } from './identity-host.ts';

/** What happens in the same moment as signing in. */
let world: IdentityHost;
beforeAll(async () => {
  world = await makeIdentityHost();
});
afterAll(() => world?.host.close());

const nobody = () => world.host.as('anonymous');
const login = (name: string, password = PASSWORD) =>
  nobody().post('/api/auth/login', { email: `${name}@example.com`, password }, { headers: origin });

/** Signs in while a transaction that the statements begin is not committed yet; answers what came of it. */
async function loginDuring(name: string, id: string, statements: readonly string[]) {
  const { pool } = world.host.kernel.database;
  const other = await pool.connect();
  try {
    await other.query('begin');
    for (const statement of statements) await other.query(statement, [id]);
    let isOver = false;
    const attempt = login(name).finally(() => (isOver = true));
    await expect
      .poll(async () => {
        const waiting = await pool.query(
          `select 1 from pg_locks where not granted
               and pid in (select pid from pg_stat_activity where datname = current_database())`,
        );
        return isOver || waiting.rows.length > 0;
      })
      .toBe(true);
    await other.query('commit');
    return await attempt;
  } finally {
    other.release();
  }
}

const sessionsOf = (id: string) =>
  world.host.kernel.database.query('select id from tessera.session where user_id = $1', [id]);

test('who is suspended while he signs in has no session, also not once he is activated again', async () => {
  const { id } = await world.join('stopped');
  const answer = await loginDuring('stopped', id, [
    `update tessera."user" set status = 'suspended' where id = $1`,
  ]);
  expect([answer.status, cookieOf(answer)]).toEqual([401, '']);
  expect(await sessionsOf(id)).toEqual([]);
});

test('a sign-in with the old password does not survive the change of it', async () => {
  const { id } = await world.join('changed');
  const answer = await loginDuring('changed', id, [
    `update tessera.credential set password_hash = 'another' where user_id = $1`,
    'delete from tessera.session where user_id = $1',
  ]);
  expect([answer.status, answer.body.code, cookieOf(answer)]).toEqual([
    401,
    'HOST_LOGIN_WRONG',
    '',
  ]);
  expect(await sessionsOf(id)).toEqual([]);
});

async function withSecondFactor(name: string) {
  const user = await world.join(name);
  const path = '/api/auth/second-factor';
  const begun = await nobody().post(`${path}/begin`, { password: PASSWORD }, user);
  const code = totpCode(begun.body.secret, world.host.clock.now());
  const on = await nobody().post(path, { code }, user);
  expect(on.status).toBe(200);
  return { ...user, secret: String(begun.body.secret), codes: on.body.recoveryCodes as string[] };
}

const second = (challenge: string, code: string) =>
  nobody().post('/api/auth/login/second-factor', { challenge, code }, { headers: origin });

async function challengeOf(name: string): Promise<string> {
  return (await login(name)).body.secondFactor.challenge;
}

test.each(['code', 'recovery'] as const)(
  'of many sign-ins at once with one %s one succeeds',
  async (kind) => {
    const user = await withSecondFactor(`twice-${kind}`);
    world.host.clock.advance(60_000);
    const now = totpCode(user.secret, world.host.clock.now());
    const secret = kind === 'code' ? now : (user.codes[0] ?? '');
    const challenges = await Promise.all(
      Array.from({ length: 4 }, () => challengeOf(`twice-${kind}`)),
    );
    const answers = await Promise.all(challenges.map((challenge) => second(challenge, secret)));
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 422, 422, 422,
    ]);
  },
);

test('of two codes at once on one challenge one signs in', async () => {
  const user = await withSecondFactor('once');
  const challenge = await challengeOf('once');
  const answers = await Promise.all(user.codes.slice(0, 3).map((code) => second(challenge, code)));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    200, 401, 401,
  ]);
});

test('who is suspended between the factors is out, and a changed password ends the challenge', async () => {
  const user = await withSecondFactor('between');
  const challenge = await challengeOf('between');
  const admin = world.host.as('administrator');
  expect((await admin.post(`/api/tessera/users/${user.id}/suspend`)).status).toBe(200);
  expect((await second(challenge, user.codes[0] ?? '')).status).toBe(401);
  await admin.post(`/api/tessera/users/${user.id}/activate`);
  expect((await second(challenge, user.codes[0] ?? '')).status).toBe(401);

  const later = await challengeOf('between');
  const entered = await second(await challengeOf('between'), user.codes[1] ?? '');
  const headers = { cookie: cookieOf(entered), ...origin };
  const change = { current: PASSWORD, password: OTHER };
  expect((await nobody().post('/api/auth/password', change, { headers })).status).toBe(204);
  expect((await second(later, user.codes[2] ?? '')).status).toBe(401);
});
