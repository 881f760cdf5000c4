import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestHost, type TestHost, type TestResponse } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

const PASSWORD = 'correct horse battery';
const OTHER = 'purple monkey dishwasher';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost({
    database: await makeDatabase(),
    environment: {
      TESSERA_ADMIN_EMAIL: 'root@example.com',
      TESSERA_ADMIN_PASSWORD: PASSWORD,
      TESSERA_PUBLIC_URL: 'https://crm.example.com',
    },
  });
});
afterAll(() => host?.close());

const origin = { origin: 'https://crm.example.com' };

function cookieOf(response: TestResponse): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Invites a new user and accepts; answers the id and a client's headers. */
async function join(
  name: string,
  roles: readonly string[] = [],
): Promise<{ id: string; headers: Record<string, string> }> {
  const email = `${name}@example.com`;
  const id = await roleless(name, roles);
  const invited = await host.as('administrator').post(`/api/tessera/users/${id}/invite`, { email });
  expect(invited.status).toBe(200);
  const token = invited.body.link.split('/').at(-1);
  const accepted = await host
    .as('anonymous')
    .post(`/api/auth/invitations/${token}`, { password: PASSWORD }, { headers: origin });
  expect(accepted.status).toBe(200);
  return { id, headers: { cookie: cookieOf(accepted), ...origin } };
}

async function roleless(name: string, keys: readonly string[] = []): Promise<string> {
  const found = await host.as('administrator').get('/api/tessera/roles?_end=100');
  const roles = found.body
    .filter((role: { key: string }) => keys.includes(role.key))
    .map((role: { id: string }) => role.id);
  const made = await host.as('administrator').post('/api/tessera/users', { name, roles });
  expect(made.status).toBe(201);
  return made.body.id;
}

test('signing in sets a cookie that no script reads, and signing out ends the session', async () => {
  const nobody = host.as('anonymous');
  const answer = await nobody.post(
    '/api/auth/login',
    { email: 'root@example.com', password: PASSWORD },
    { headers: origin },
  );
  expect(answer.body).toEqual({ user: { id: expect.any(String), name: 'root' } });
  expect(answer.headers.get('set-cookie')).toMatch(
    /^tessera_session=tsr_[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
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

test('an invitation is mailed in the reader’s language, works once, and points to the public address', async () => {
  const administrator = host.as('administrator');
  const id = await roleless('Wang Wei');
  const before = (await host.mail()).length;
  const invited = await administrator.post(
    `/api/tessera/users/${id}/invite`,
    { email: 'Wang.Wei@example.com', locale: 'zh-CN' },
    { headers: { host: 'evil.example.net' } },
  );
  expect(invited.body).toMatchObject({ status: 'invited', email: 'wang.wei@example.com' });
  const [mail] = (await host.mail()).slice(before);
  expect(mail).toContain('To: wang.wei@example.com');
  expect(invited.body.link).toMatch(/^https:\/\/crm\.example\.com\/invitation\/tsr_[\w-]{43}$/);
  expect((await administrator.get(`/api/tessera/users/${id}`)).body.status).toBe('invited');

  const path = `/api/auth/invitations/${invited.body.link.split('/').at(-1)}`;
  const nobody = host.as('anonymous');
  expect((await nobody.get(path)).body).toMatchObject({
    workspace: 'Test',
    name: 'Wang Wei',
    email: 'wang.wei@example.com',
  });
  expect((await nobody.post(path, { password: 'woaini1314' })).status).toBe(422);
  const accepted = await Promise.all([
    nobody.post(path, { password: PASSWORD }),
    nobody.post(path, { password: PASSWORD }),
  ]);
  expect(accepted.map((answer) => answer.status).toSorted((one, other) => one - other)).toEqual([200, 404]);
  expect((await nobody.get(path)).status).toBe(404);
  expect((await administrator.get(`/api/tessera/users/${id}`)).body.status).toBe('active');
  const again = await administrator.post(`/api/tessera/users/${id}/invite`, {});
  expect([again.status, again.body.code]).toEqual([409, 'HOST_INVITATION_NOT_NEEDED']);
});

test('a second invitation makes the first one useless, and both end after a week', async () => {
  const administrator = host.as('administrator');
  const id = await roleless('Late');
  const links = [];
  for (const body of [{ email: 'late@example.com' }, {}]) {
    links.push(
      (await administrator.post(`/api/tessera/users/${id}/invite`, body)).body.link
        .split('/')
        .at(-1),
    );
  }
  const nobody = host.as('anonymous');
  expect((await nobody.get(`/api/auth/invitations/${links[0]}`)).status).toBe(404);
  expect((await nobody.get(`/api/auth/invitations/${links[1]}`)).status).toBe(200);
  await host.kernel.database.query(
    `update tessera.invitation set expires_at = now() - interval '1 second' where user_id = $1`,
    [id],
  );
  expect(
    (await nobody.post(`/api/auth/invitations/${links[1]}`, { password: PASSWORD })).status,
  ).toBe(404);
});

test('a user without an e-mail address owns records and cannot sign in', async () => {
  const id = await roleless('Owner Only');
  const user = await host.as('administrator').get(`/api/tessera/users/${id}`);
  expect([user.body.status, user.body.email]).toEqual(['noSignIn', null]);
  const invited = await host.as('administrator').post(`/api/tessera/users/${id}/invite`, {});
  expect([invited.status, invited.body.code]).toEqual([422, 'HOST_EMAIL_NEEDED']);
});

test('the status of a user is not written through the record', async () => {
  const id = await roleless('Sneaky');
  const changed = await host
    .as('administrator')
    .patch(`/api/tessera/users/${id}`, { status: 'active' });
  expect([changed.status, changed.body.status]).toEqual([200, 'noSignIn']);
});

test('suspending ends sessions and tokens at once; activating brings the user back', async () => {
  const { id, headers } = await join('leaver');
  const nobody = host.as('anonymous');
  const made = await nobody.post('/api/auth/tokens', { name: 'script' }, { headers });
  const bearer = { headers: { authorization: `Bearer ${made.body.token}` } };
  expect((await nobody.get('/api/auth/me', bearer)).status).toBe(200);

  const administrator = host.as('administrator');
  expect((await administrator.post(`/api/tessera/users/${id}/suspend`)).body).toEqual({
    status: 'suspended',
  });
  expect((await nobody.get('/api/auth/me', { headers })).status).toBe(401);
  expect((await nobody.get('/api/auth/me', bearer)).status).toBe(401);
  const login = await nobody.post('/api/auth/login', {
    email: 'leaver@example.com',
    password: PASSWORD,
  });
  expect(login.body.code).toBe('HOST_LOGIN_WRONG');

  expect((await administrator.post(`/api/tessera/users/${id}/activate`)).body).toEqual({
    status: 'active',
  });
  expect((await nobody.get('/api/auth/me', { headers })).status).toBe(401);
  expect(
    (await nobody.post('/api/auth/login', { email: 'leaver@example.com', password: PASSWORD }))
      .status,
  ).toBe(200);
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
