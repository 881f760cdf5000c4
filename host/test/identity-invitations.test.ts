import { afterAll, expect, test } from 'vitest';
import { makeIdentityHost, PASSWORD } from './identity-host.ts';

const { host, join, roleless } = await makeIdentityHost();
afterAll(() => host.close());

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
  expect(accepted.map((answer) => answer.status).toSorted((one, other) => one - other)).toEqual([
    200, 404,
  ]);
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
