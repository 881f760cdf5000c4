import { afterAll, expect, test } from 'vitest';
import type { TestResponse } from '../src/testing/index.ts';
import { cookieOf, makeIdentityHost, origin, PASSWORD } from './identity-host.ts';

const { host, join, roleless } = await makeIdentityHost();
afterAll(() => host.close());
const nobody = host.as('anonymous');
const WRONG = 'wrong wrong wrong';

const login = (email: string, password = WRONG, headers: Record<string, string> = {}) =>
  nobody.post('/api/auth/login', { email, password }, { headers: { ...origin, ...headers } });

/** All that came back, but for what differs from one moment to the next. */
function seen({ status, headers, body }: TestResponse): object {
  const { requestId: _id, ...rest } = body;
  const masked = JSON.stringify(rest).replaceAll(/\b\d+\b/g, 'N');
  const kept = [...headers].filter(
    ([name]) => !['x-request-id', 'date', 'retry-after', 'content-length'].includes(name),
  );
  return { status, headers: kept, hasRetry: headers.has('retry-after'), body: masked };
}

/** What the tests before have used up of the one address that they all come from. */
const forgetAddresses = () =>
  host.kernel.database.query(`delete from tessera.rate_limit where key like 'address%'`);

const words = {
  status: `update tessera."user" set status = $2 where id = $1`,
};

test('200 wrong sign-ins of known and unknown users cannot be told apart', async () => {
  const suspended = await join('suspended');
  await host.as('administrator').post(`/api/tessera/users/${suspended.id}/suspend`);
  await join('known');
  const passwordless = await roleless('passwordless');
  await host.as('administrator').patch(`/api/tessera/users/${passwordless}`, {
    email: 'passwordless@example.com',
  });
  await host.kernel.database.query(words.status, [passwordless, 'active']);
  const kinds = ['known', 'suspended', 'passwordless', 'ghost'];
  const answers = new Map<string, object[]>(kinds.map((kind) => [kind, []]));
  for (let count = 0; count < 50; count += 1) {
    for (const kind of kinds)
      answers.get(kind)?.push(
        seen(
          await login(
            `${kind}@example.com`,
            // The right one of a suspended user is as wrong as any.
            kind === 'suspended' ? PASSWORD : WRONG,
          ),
        ),
      );
    if (count % 20 === 19) await forgetAddresses();
  }
  const ghost = answers.get('ghost') ?? [];
  expect(ghost.map((one) => (one as { status: number }).status)).toEqual([
    ...Array.from({ length: 10 }, () => 401),
    ...Array.from({ length: 40 }, () => 429),
  ]);
  for (const kind of kinds) expect([kind, answers.get(kind)]).toEqual([kind, ghost]);
});

test('the lock holds whatever is sent along with the name', async () => {
  await forgetAddresses();
  await join('keen');
  const email = 'keen@example.com';
  const spellings = [
    email,
    email.toUpperCase(),
    // The sign of kelvin, whose small letter is a plain k.
    email.replace('k', '\u212a'),
    `  ${email}\t`,
    `\u00a0${email.toUpperCase()}\u3000`,
  ];
  for (const [index, spelling] of [...spellings, ...spellings].entries()) {
    const tried = await login(spelling, WRONG, {
      'x-forwarded-for': `203.0.113.${index}`,
      forwarded: `for=203.0.113.${index}`,
      'x-real-ip': `203.0.113.${index}`,
    });
    expect([spelling, tried.status]).toEqual([spelling, 401]);
  }
  const disguises: Record<string, string>[] = [
    { 'x-forwarded-for': '198.51.100.7' },
    { 'x-forwarded-for': '127.0.0.1, 198.51.100.7' },
    { 'client-ip': '198.51.100.8', 'true-client-ip': '198.51.100.8' },
    { 'x-http-method-override': 'PUT' },
    { 'user-agent': 'another browser' },
    { 'x-request-id': 'another-request' },
    { 'content-type': 'application/json; charset=utf-8' },
    { 'content-type': 'application/merge-patch+json' },
    { 'idempotency-key': 'another-key' },
  ];
  for (const headers of disguises) {
    const tried = await login(email, PASSWORD, headers);
    expect([headers, tried.status === 200, tried.headers.get('set-cookie')]).toEqual([
      headers,
      false,
      null,
    ]);
  }
  for (const spelling of spellings) expect((await login(spelling, PASSWORD)).status).toBe(429);
});

test('neither other bodies nor other spellings of the route are a way in', async () => {
  await forgetAddresses();
  await join('barred');
  const email = 'barred@example.com';
  for (let count = 0; count < 10; count += 1) await login(email);
  const right = { email, password: PASSWORD };
  const bodies: unknown[] = [
    { ...right, route: 'other' },
    { ...right, remember: true },
    { ...right, Email: 'ghost@example.com' },
    { ...right, email: [email] },
    { ...right, email: { eq: email } },
    [right],
    `{"email":"ghost@example.com","email":"${email}","password":"${PASSWORD}"}`,
    `{"email":"${email}","password":"${PASSWORD}","__proto__":{"x":1}}`,
    `email=${email}&password=${encodeURIComponent(PASSWORD)}`,
  ];
  const paths = [
    '/api/auth/login',
    '/api/auth/login/',
    '/api/auth//login',
    '/api//auth/login',
    '/API/auth/login',
    '/api/auth/Login',
    '/api/auth/%6Cogin',
    '/api/auth/login?again=1',
    '/api/auth/x/../login',
  ];
  const types = ['application/json', 'application/x-www-form-urlencoded', 'text/plain'];
  for (const path of paths) {
    for (const type of types) {
      for (const body of path === '/api/auth/login' ? [right, ...bodies] : [right]) {
        const sent = typeof body === 'string' ? body : JSON.stringify(body);
        const answer = await nobody.post(path, sent, {
          headers: { ...origin, 'content-type': type },
        });
        expect([path, type, sent, answer.status >= 400, answer.headers.get('set-cookie')]).toEqual([
          path,
          type,
          sent,
          true,
          null,
        ]);
      }
    }
  }
  expect(
    await host.kernel.database.query(
      'select 1 from tessera.session s join tessera."user" u on u.id = s.user_id where u.email = $1 offset 1',
      [email],
    ),
  ).toEqual([]);
});

test('signing in always makes a new session, never one that was brought along', async () => {
  await forgetAddresses();
  await join('fixed');
  const first = cookieOf(await login('fixed@example.com', PASSWORD));
  const [name = ''] = first.split('=');
  const planted = `${name}=tsr_${'A'.repeat(43)}`;
  for (const cookie of [first, planted]) {
    const answer = await login('fixed@example.com', PASSWORD, { cookie });
    expect(answer.status).toBe(200);
    expect([first, planted]).not.toContain(cookieOf(answer));
  }
  expect((await nobody.get('/api/auth/me', { headers: { cookie: planted } })).status).toBe(401);
});

test('sign-ins are in the audit, failed ones of a user once a minute, and those of nobody not at all', async () => {
  await forgetAddresses();
  const { id } = await join('watched');
  // The time stops later than the user came in: what comes now is newer by more than the order in a table.
  host.clock.advance(1000);
  const actions = async () =>
    (
      await host.kernel.database.query<{ action: string }>(
        `select action from tessera.audit where record_id = $1 and action like 'signIn%' order by at, id`,
        [id],
      )
    ).map(({ action }) => action);
  const total = async () =>
    (
      await host.kernel.database.query<{ n: number }>(
        'select count(*)::int as n from tessera.audit',
      )
    )[0]?.n;
  const entered = await login('watched@example.com', PASSWORD, {
    'x-request-id': 'watched-request',
  });
  expect(entered.status).toBe(200);
  host.clock.advance(1000);
  for (let count = 0; count < 3; count += 1) {
    await login('watched@example.com');
    await expect.poll(async () => (await actions()).includes('signInFailed')).toBe(true);
  }
  host.clock.advance(61_000);
  await login('watched@example.com');
  await expect
    .poll(async () => (await actions()).filter((one) => one === 'signInFailed').length)
    .toBe(2);
  const before = await total();
  await login('nobody-at-all@example.com');
  expect(await total()).toBe(before);
  const signedIn = await host.kernel.database.query(
    `select actor_name, request_id, changes from tessera.audit where record_id = $1 and action = 'signIn' order by at desc limit 1`,
    [id],
  );
  expect(signedIn).toEqual([
    {
      actor_name: 'watched',
      request_id: 'watched-request',
      changes: { method: [null, 'password'] },
    },
  ]);
});
