import { afterAll, expect, test } from 'vitest';
import { cookieOf, makeIdentityHost, origin, OTHER, PASSWORD } from './identity-host.ts';

const { host, join } = await makeIdentityHost();
afterAll(() => host.close());

test('signing in sets a cookie that no script reads, and signing out ends the session', async () => {
  const nobody = host.as('anonymous');
  const answer = await nobody.post(
    '/api/auth/login',
    { email: 'root@example.com', password: PASSWORD },
    { headers: origin },
  );
  expect(answer.body).toEqual({ user: { id: expect.any(String), name: 'root' } });
  expect(answer.headers.get('set-cookie')).toMatch(
    /^__Host-tessera_session=tsr_[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const headers = { cookie: cookieOf(answer), ...origin };
  expect((await nobody.get('/api/auth/me', { headers })).body.user.email).toBe('root@example.com');
  expect((await nobody.post('/api/auth/logout', undefined, { headers })).status).toBe(204);
  expect((await nobody.get('/api/auth/me', { headers })).status).toBe(401);
});

test('a wrong password and an unknown user get the same answer', async () => {
  const nobody = host.as('anonymous');
  const wrong = await nobody.post('/api/auth/login', {
    email: 'root@example.com',
    password: 'wrong wrong wrong',
  });
  const unknown = await nobody.post('/api/auth/login', {
    email: 'nobody@example.com',
    password: 'wrong wrong wrong',
  });
  const { requestId: _one, ...first } = wrong.body;
  const { requestId: _two, ...second } = unknown.body;
  expect([first.code, first.status]).toEqual(['HOST_LOGIN_WRONG', 401]);
  expect(second).toEqual(first);
});

test('after ten wrong tries an account is locked, also for the right password, whether it exists or not', async () => {
  await join('locked');
  const nobody = host.as('anonymous');
  for (const email of ['locked@example.com', 'ghost@example.com']) {
    const tries = [];
    for (let count = 0; count < 10; count += 1) {
      tries.push(
        (await nobody.post('/api/auth/login', { email, password: 'wrong wrong wrong' })).status,
      );
    }
    expect(tries).toEqual(Array.from({ length: 10 }, () => 401));
    const locked = await nobody.post('/api/auth/login', { email, password: PASSWORD });
    expect([locked.status, locked.body.code]).toEqual([429, 'HOST_TRIES_TOO_MANY']);
    const seconds = Number(locked.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(800);
    expect(seconds).toBeLessThanOrEqual(900);
  }
});

test('tries at the same moment are all counted', async () => {
  await join('burst');
  const tries = await Promise.all(
    Array.from({ length: 14 }, () =>
      host
        .as('anonymous')
        .post('/api/auth/login', { email: 'burst@example.com', password: 'wrong wrong wrong' }),
    ),
  );
  const statuses = tries.map((answer) => answer.status);
  expect([
    statuses.filter((status) => status === 401).length,
    statuses.filter((status) => status === 429).length,
  ]).toEqual([10, 4]);
});

test('API tokens are shown once, end when they should, and make no others', async () => {
  const { headers } = await join('scripter');
  const nobody = host.as('anonymous');
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const made = await nobody.post(
    '/api/auth/tokens',
    { name: 'nightly', expiresAt: soon },
    { headers },
  );
  expect(made.body).toEqual({
    id: expect.any(String),
    name: 'nightly',
    token: expect.stringMatching(/^tsr_/),
  });
  const listed = await nobody.get('/api/auth/tokens', { headers });
  expect(listed.body).toEqual([
    {
      id: made.body.id,
      scopes: null,
      usedAddress: null,
      name: 'nightly',
      createdAt: expect.any(String),
      expiresAt: soon,
      usedAt: null,
    },
  ]);
  const [stored] = await host.kernel.database.query(
    `select to_jsonb(t) as row from tessera.api_token t where id = $1`,
    [made.body.id],
  );
  expect(JSON.stringify(stored)).not.toContain(made.body.token);

  const bearer = { headers: { authorization: `Bearer ${made.body.token}` } };
  expect((await nobody.get('/api/auth/me', bearer)).body.user.name).toBe('scripter');
  const more = await nobody.post('/api/auth/tokens', { name: 'more' }, bearer);
  expect([more.status, more.body.code]).toEqual([403, 'HOST_SESSION_NEEDED']);
  const past = await nobody.post(
    '/api/auth/tokens',
    { name: 'past', expiresAt: '2020-01-01T00:00:00Z' },
    { headers },
  );
  expect([past.status, past.body.errors[0].pointer]).toEqual([422, '/expiresAt']);

  const others = await host.as('administrator').delete(`/api/auth/tokens/${made.body.id}`);
  expect(others.status).toBe(404);
  expect((await nobody.delete(`/api/auth/tokens/${made.body.id}`, { headers })).status).toBe(204);
  expect((await nobody.get('/api/auth/me', bearer)).status).toBe(401);
});

test('a bad token is refused where nobody would be let in', async () => {
  const bad = {
    headers: { authorization: 'Bearer tsr_0000000000000000000000000000000000000000000' },
  };
  expect((await host.as('anonymous').get('/api/setup')).status).toBe(200);
  expect((await host.as('anonymous').get('/api/setup', bad)).status).toBe(401);
});

test('a new password needs the current one and ends the other sessions', async () => {
  const { headers } = await join('changer');
  const nobody = host.as('anonymous');
  const other = await nobody.post('/api/auth/login', {
    email: 'changer@example.com',
    password: PASSWORD,
  });
  const elsewhere = { headers: { cookie: cookieOf(other) } };
  const wrong = await nobody.post(
    '/api/auth/password',
    { current: 'not this one', password: OTHER },
    { headers },
  );
  expect([wrong.status, wrong.body.code]).toEqual([422, 'HOST_PASSWORD_WRONG']);
  const weak = await nobody.post(
    '/api/auth/password',
    { current: PASSWORD, password: 'changer2026' },
    { headers },
  );
  expect([weak.status, weak.body.code]).toEqual([422, 'HOST_PASSWORD_WEAK']);
  expect((await nobody.get('/api/auth/sessions', { headers })).body).toHaveLength(2);
  expect(
    (await nobody.post('/api/auth/password', { current: PASSWORD, password: OTHER }, { headers }))
      .status,
  ).toBe(204);
  expect((await nobody.get('/api/auth/me', elsewhere)).status).toBe(401);
  expect((await nobody.get('/api/auth/me', { headers })).status).toBe(200);
  expect(
    (await nobody.post('/api/auth/login', { email: 'changer@example.com', password: PASSWORD }))
      .status,
  ).toBe(401);
  expect(
    (await nobody.post('/api/auth/login', { email: 'changer@example.com', password: OTHER }))
      .status,
  ).toBe(200);
});

test('everybody changes his own profile, and nothing else of it', async () => {
  const { id, headers } = await join('Profile');
  const nobody = host.as('anonymous');
  const changed = await nobody.patch(
    '/api/auth/profile',
    { name: 'New Name', locale: 'zh-CN', timeZone: 'Asia/Tokyo' },
    { headers },
  );
  expect(changed.body.user).toMatchObject({
    id,
    name: 'New Name',
    locale: 'zh-CN',
    timeZone: 'Asia/Tokyo',
  });
  expect(
    (await nobody.patch('/api/auth/profile', { timeZone: 'Mars/Base' }, { headers })).status,
  ).toBe(422);
  expect(
    (await nobody.patch('/api/auth/profile', { email: 'else@example.com' }, { headers })).status,
  ).toBe(422);
  const history = await host.as('administrator').get(`/api/tessera/users/${id}/history`);
  expect(history.body[0].actor).toMatchObject({ userId: id });
});

test('a session ends a week after its last use', async () => {
  const { id, headers } = await join('idle');
  await host.kernel.database.query(
    `update tessera.session set seen_at = now() - interval '6 days' where user_id = $1`,
    [id],
  );
  expect((await host.as('anonymous').get('/api/auth/me', { headers })).status).toBe(200);
  await host.kernel.database.query(
    `update tessera.session set seen_at = now() - interval '8 days' where user_id = $1`,
    [id],
  );
  expect((await host.as('anonymous').get('/api/auth/me', { headers })).status).toBe(401);
});
