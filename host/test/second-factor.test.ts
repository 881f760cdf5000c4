import { afterAll, beforeEach, expect, test } from 'vitest';
import { totpCode } from '../src/identity/totp.ts';
import { cookieOf, makeIdentityHost, origin, PASSWORD } from './identity-host.ts';

const { host, join } = await makeIdentityHost();
afterAll(() => host.close());
const nobody = host.as('anonymous');
const STEP_MS = 30_000;

/** Codes are of a time: the clock stands still, and moves on where a test says so. */
host.clock.set(new Date());
beforeEach(() => host.clock.advance(20 * 60_000));

type Headers = Record<string, string>;

async function login(name: string) {
  return nobody.post(
    '/api/auth/login',
    { email: `${name}@example.com`, password: PASSWORD },
    { headers: origin },
  );
}

const answerChallenge = (challenge: string, code: string) =>
  nobody.post('/api/auth/login/second-factor', { challenge, code }, { headers: origin });

async function enrol(headers: Headers): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await nobody.post(
    '/api/auth/second-factor/begin',
    { password: PASSWORD },
    { headers },
  );
  expect(begun.status).toBe(200);
  const code = totpCode(begun.body.secret, host.clock.now());
  const done = await nobody.post('/api/auth/second-factor', { code }, { headers });
  expect(done.status).toBe(200);
  return { secret: begun.body.secret, recoveryCodes: done.body.recoveryCodes };
}

async function challengeOf(name: string): Promise<string> {
  const half = await login(name);
  expect([half.status, half.headers.get('set-cookie')]).toEqual([200, null]);
  return half.body.secondFactor.challenge;
}

test('setting one up needs the password and a code; sessions elsewhere end', async () => {
  const { id, headers } = await join('setter');
  const elsewhere = { headers: { cookie: cookieOf(await login('setter')) } };
  const wrong = await nobody.post(
    '/api/auth/second-factor/begin',
    { password: 'not this one' },
    { headers },
  );
  expect([wrong.status, wrong.body.code]).toEqual([422, 'HOST_PASSWORD_WRONG']);
  const begun = await nobody.post(
    '/api/auth/second-factor/begin',
    { password: PASSWORD },
    { headers },
  );
  expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Test:setter%40example.com\?/);
  expect((await login('setter')).body).toHaveProperty('user');
  const { secret } = begun.body;
  const off = await nobody.post('/api/auth/second-factor', { code: '000000' }, { headers });
  expect([off.status, off.body.code]).toEqual([422, 'HOST_SECOND_FACTOR_WRONG']);
  const code = totpCode(secret, host.clock.now());
  const done = await nobody.post('/api/auth/second-factor', { code }, { headers });
  expect(done.body.recoveryCodes).toHaveLength(10);
  for (const one of done.body.recoveryCodes) expect(one).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
  expect((await nobody.get('/api/auth/me', elsewhere)).status).toBe(401);
  expect((await nobody.get('/api/auth/me', { headers })).status).toBe(200);
  const shown = await nobody.get('/api/auth/second-factor', { headers });
  expect(shown.body).toEqual({
    enabled: true,
    since: expect.any(String),
    recoveryCodesLeft: 10,
    isRequired: false,
  });
  const again = await nobody.post(
    '/api/auth/second-factor/begin',
    { password: PASSWORD },
    { headers },
  );
  expect([again.status, again.body.code]).toEqual([409, 'HOST_SECOND_FACTOR_ON']);
  const stored = await host.kernel.database.query(
    `select to_jsonb(f)::text || coalesce((select string_agg(to_jsonb(r)::text, '') from tessera.recovery_code r), '') as row
     from tessera.second_factor f where user_id = $1`,
    [id],
  );
  expect(JSON.stringify(stored)).not.toContain(secret);
  for (const one of done.body.recoveryCodes) expect(JSON.stringify(stored)).not.toContain(one);
});

test('each code opens once, also when sent twice at the same moment', async () => {
  const { headers } = await join('coder');
  const { secret } = await enrol(headers);
  const now = totpCode(secret, host.clock.now());
  const used = await answerChallenge(await challengeOf('coder'), now);
  expect([used.status, used.body.code]).toEqual([422, 'HOST_SECOND_FACTOR_WRONG']);

  host.clock.advance(STEP_MS);
  const code = totpCode(secret, host.clock.now());
  const challenge = await challengeOf('coder');
  const other = await challengeOf('coder');
  const both = await Promise.all([answerChallenge(challenge, code), answerChallenge(other, code)]);
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    200, 422,
  ]);
  const opened = both.find(({ status }) => status === 200);
  expect(opened?.body).toEqual({ user: { id: expect.any(String), name: 'coder' } });
  const me = { headers: { cookie: cookieOf(opened!) } };
  expect((await nobody.get('/api/auth/me', me)).status).toBe(200);
  const spent = both[0]?.status === 200 ? challenge : other;
  host.clock.advance(STEP_MS);
  const again = await answerChallenge(spent, totpCode(secret, host.clock.now()));
  expect([again.status, again.body.code]).toEqual([401, 'HOST_CHALLENGE_ENDED']);

  host.clock.advance(10 * STEP_MS);
  const early = totpCode(secret, new Date(host.clock.now().getTime() - 2 * STEP_MS));
  expect((await answerChallenge(await challengeOf('coder'), early)).status).toBe(422);
  const late = totpCode(secret, new Date(host.clock.now().getTime() - STEP_MS));
  expect((await answerChallenge(await challengeOf('coder'), late)).status).toBe(200);
});

test('a recovery code works once, in capitals and without the hyphen too', async () => {
  const { headers } = await join('loser');
  const { recoveryCodes } = await enrol(headers);
  const [first = '', second = ''] = recoveryCodes;
  const shouted = ` ${first.toUpperCase().replace('-', '')} `;
  expect((await answerChallenge(await challengeOf('loser'), shouted)).status).toBe(200);
  expect((await answerChallenge(await challengeOf('loser'), first)).status).toBe(422);
  const made = await nobody.post(
    '/api/auth/second-factor/recovery-codes',
    { password: PASSWORD },
    { headers },
  );
  expect(made.body.recoveryCodes).toHaveLength(10);
  expect((await answerChallenge(await challengeOf('loser'), second)).status).toBe(422);
});

test('a challenge ends after five tries, after five minutes, and when the user is suspended', async () => {
  const { id, headers } = await join('guesser');
  const { secret } = await enrol(headers);
  host.clock.advance(STEP_MS);
  const right = () => totpCode(secret, host.clock.now());
  const tried = await challengeOf('guesser');
  for (let count = 0; count < 5; count += 1)
    expect((await answerChallenge(tried, '000000')).status).toBe(422);
  expect((await answerChallenge(tried, right())).body.code).toBe('HOST_CHALLENGE_ENDED');

  const old = await challengeOf('guesser');
  host.clock.advance(5 * 60_000);
  expect((await answerChallenge(old, right())).body.code).toBe('HOST_CHALLENGE_ENDED');

  const open = await challengeOf('guesser');
  await host.as('administrator').post(`/api/tessera/users/${id}/suspend`);
  expect((await answerChallenge(open, right())).body.code).toBe('HOST_CHALLENGE_ENDED');
  const audit = await host.kernel.database.query<{ changes: unknown }>(
    `select changes from tessera.audit where record_id = $1 and action = 'signInFailed'`,
    [id],
  );
  expect(audit).toEqual([{ changes: { method: [null, 'secondFactor'] } }]);
});

test('wrong codes lock the second step, whatever new challenges are begun', async () => {
  const { headers } = await join('stubborn');
  const { secret } = await enrol(headers);
  host.clock.advance(STEP_MS);
  const statuses = [];
  for (let count = 0; count < 3; count += 1) {
    const challenge = await challengeOf('stubborn');
    for (let code = 0; code < 4; code += 1)
      statuses.push((await answerChallenge(challenge, `00000${code}`)).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429]);
  const code = totpCode(secret, host.clock.now());
  expect((await answerChallenge(await challengeOf('stubborn'), code)).status).toBe(429);
});

test('switching it off needs password and code; a manager helps whoever lost the phone, not himself', async () => {
  const { headers } = await join('quitter');
  const { secret } = await enrol(headers);
  host.clock.advance(STEP_MS);
  const code = totpCode(secret, host.clock.now());
  const send = (body: object) =>
    host.app.request('/api/auth/second-factor', {
      method: 'DELETE',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await send({ password: 'not this one', code })).status).toBe(422);
  expect((await send({ password: PASSWORD, code: '000000' })).status).toBe(422);
  expect((await send({ password: PASSWORD, code })).status).toBe(204);
  expect((await login('quitter')).body).toHaveProperty('user');

  const lost = await join('phoneless');
  await enrol(lost.headers);
  const path = `/api/tessera/users/${lost.id}/second-factor`;
  expect((await host.as('sales-manager').delete(path)).status).toBe(403);
  expect((await host.as('administrator').delete(path)).status).toBe(204);
  expect((await nobody.get('/api/auth/me', { headers: lost.headers })).status).toBe(401);
  expect((await login('phoneless')).body).toHaveProperty('user');
  const audit = await host.kernel.database.query<{ action: string }>(
    `select action from tessera.audit where record_id = $1 and action like 'secondFactor%' order by id`,
    [lost.id],
  );
  expect(audit.map(({ action }) => action)).toEqual(['secondFactorOn', 'secondFactorOff']);
  const me = (await host.as('administrator').get('/api/auth/me')).body.user.id;
  const own = await host.as('administrator').delete(`/api/tessera/users/${me}/second-factor`);
  expect([own.status, own.body.code]).toEqual([409, 'HOST_SECOND_FACTOR_OWN']);
});

test('who must have one reaches nothing but setting it up', async () => {
  const { headers } = await join('newcomer', ['sales-rep']);
  const policy = { passwordLength: 12, secondFactor: 'everybody', sessionDays: 30, idleDays: 7 };
  const administrator = host.as('administrator');
  const bad = await administrator.put('/api/settings/sign-in', { ...policy, passwordLength: 6 });
  expect([bad.status, bad.body.errors[0].pointer]).toEqual([422, '/passwordLength']);
  expect((await host.as('sales-rep').put('/api/settings/sign-in', policy)).status).toBe(403);
  expect((await administrator.put('/api/settings/sign-in', policy)).body).toEqual(policy);
  expect((await administrator.get('/api/settings/sign-in')).body).toEqual(policy);

  for (const path of [
    '/api/tessera/users',
    '/api/search?q=a',
    '/api/auth/tokens',
    '/api/nowhere',
  ]) {
    const refused = await nobody.get(path, { headers });
    expect([path, refused.status, refused.body.code]).toEqual([
      path,
      403,
      'HOST_SECOND_FACTOR_NEEDED',
    ]);
  }
  const token = await nobody.post('/api/auth/tokens', { name: 'around' }, { headers });
  expect(token.status).toBe(403);
  expect((await nobody.get('/api/auth/me', { headers })).body).toMatchObject({
    secondFactorNeeded: true,
  });
  expect((await nobody.get('/api/meta', { headers })).status).toBe(200);
  // A program is not asked for a second factor.
  expect((await administrator.get('/api/tessera/users')).status).toBe(200);

  const { secret } = await enrol(headers);
  expect((await nobody.get('/api/tessera/users', { headers })).status).toBe(200);
  expect((await nobody.get('/api/auth/me', { headers })).body).not.toHaveProperty(
    'secondFactorNeeded',
  );
  host.clock.advance(STEP_MS);
  const opened = await answerChallenge(
    await challengeOf('newcomer'),
    totpCode(secret, host.clock.now()),
  );
  const fresh = { headers: { cookie: cookieOf(opened) } };
  expect((await nobody.get('/api/tessera/users', fresh)).status).toBe(200);

  const managers = { ...policy, secondFactor: 'managers' };
  expect((await administrator.put('/api/settings/sign-in', managers)).status).toBe(200);
  const worker = await join('worker', ['sales-rep']);
  expect((await nobody.get('/api/tessera/users', worker)).status).toBe(200);
  const manager = await join('manager', ['administrator']);
  expect((await nobody.get('/api/tessera/users', manager)).status).toBe(403);
  const short = await nobody.post(
    '/api/auth/password',
    { current: PASSWORD, password: 'short kite9' },
    worker,
  );
  expect([short.status, short.body.code]).toEqual([422, 'HOST_PASSWORD_WEAK']);
});
