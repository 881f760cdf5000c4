import { afterAll, beforeAll, expect, test } from 'vitest';
import { cookieOf, makeIdentityHost, origin, OTHER, PASSWORD } from './identity-host.ts';
import type { IdentityHost } from './identity-host.ts';

/** Links, sessions and tokens that outlive what they were given for. */
let world: IdentityHost;
beforeAll(async () => {
  world = await makeIdentityHost();
});
afterAll(() => world?.host.close());

const nobody = () => world.host.as('anonymous');
const admin = () => world.host.as('administrator');
const login = (email: string, password: string) =>
  nobody().post('/api/auth/login', { email, password }, { headers: origin });

/** The token of the link that was mailed to somebody, once it is there. */
async function linkTo(email: string, page: 'reset' | 'invitation'): Promise<string> {
  const link = new RegExp(`/${page}/(ts[rp]_[\\w-]{43})`);
  let token: string | undefined;
  await expect
    .poll(async () => {
      const mails = (await world.host.mail()).filter((mail) => mail.includes(`To: ${email}`));
      token = mails.map((mail) => link.exec(mail.replaceAll('=\r\n', ''))?.[1]).at(-1);
      return token;
    })
    .toBeDefined();
  return token ?? '';
}

async function reset(email: string): Promise<string> {
  await nobody().post('/api/auth/password-reset', { email });
  return `/api/auth/password-reset/${await linkTo(email, 'reset')}`;
}

const version = async (id: string): Promise<Record<string, string>> => ({
  'If-Match': (await admin().get(`/api/tessera/users/${id}`)).headers.get('etag') ?? '',
});

test('a link that somebody did not ask for ends with the change of his password', async () => {
  const wary = await world.join('wary');
  const path = await reset('wary@example.com');
  const change = { current: PASSWORD, password: OTHER };
  expect((await nobody().post('/api/auth/password', change, wary)).status).toBe(204);
  expect((await nobody().get(path)).status).toBe(404);
  expect((await nobody().post(path, { password: 'a third good password' })).status).toBe(404);
  expect((await login('wary@example.com', OTHER)).status).toBe(200);
});

test('links to an address end when the address is another', async () => {
  const mover = await world.join('mover');
  const path = await reset('mover@example.com');
  const changed = await admin().patch(
    `/api/tessera/users/${mover.id}`,
    { email: 'moved@example.com' },
    { headers: await version(mover.id) },
  );
  expect(changed.status).toBe(200);
  expect((await nobody().get(path)).status).toBe(404);

  const id = await world.roleless('newcomer');
  await admin().post(`/api/tessera/users/${id}/invite`, { email: 'wrong@example.com' });
  const invitation = `/api/auth/invitations/${await linkTo('wrong@example.com', 'invitation')}`;
  const corrected = await admin().patch(
    `/api/tessera/users/${id}`,
    { email: 'right@example.com' },
    { headers: await version(id) },
  );
  expect(corrected.status).toBe(200);
  expect((await nobody().get(invitation)).status).toBe(404);
  const taken = await nobody().post(invitation, { password: PASSWORD }, { headers: origin });
  expect(taken.status).toBe(404);
  expect((await login('right@example.com', PASSWORD)).status).toBe(401);
});

test('sessions, tokens and links do not come back with a deleted user', async () => {
  const left = await world.join('left');
  const token = await nobody().post('/api/auth/tokens', { name: 'script' }, left);
  const path = await reset('left@example.com');
  const bearer = { headers: { authorization: `Bearer ${token.body.token}` } };
  const deleted = await admin().delete(`/api/tessera/users/${left.id}`, {
    headers: await version(left.id),
  });
  expect(deleted.status).toBeLessThan(300);
  const restored = await admin().post(`/api/tessera/users/${left.id}/restore`);
  expect(restored.status).toBe(200);
  expect((await nobody().get('/api/auth/me', left)).status, 'the session').toBe(401);
  expect((await nobody().get('/api/auth/me', bearer)).status, 'the token').toBe(401);
  expect((await nobody().get(path)).status, 'the link').toBe(404);
});

test('a suspended user who is activated again signs in anew', async () => {
  const away = await world.join('away');
  const token = await nobody().post('/api/auth/tokens', { name: 'script' }, away);
  const path = await reset('away@example.com');
  const bearer = { headers: { authorization: `Bearer ${token.body.token}` } };
  expect((await admin().post(`/api/tessera/users/${away.id}/suspend`)).status).toBe(200);
  expect((await admin().post(`/api/tessera/users/${away.id}/activate`)).status).toBe(200);
  expect((await nobody().get('/api/auth/me', away)).status, 'the session').toBe(401);
  expect((await nobody().get('/api/auth/me', bearer)).status, 'the token').toBe(401);
  expect((await nobody().get(path)).status, 'the link').toBe(404);
  const again = await login('away@example.com', PASSWORD);
  expect(again.status).toBe(200);
  expect(cookieOf(again)).not.toBe(away.headers['cookie']);
});

test('of many who use one link at once one succeeds', async () => {
  await world.join('raced');
  const path = await reset('raced@example.com');
  const words = Array.from({ length: 6 }, (_, n) => `a new pass phrase ${n}`);
  const answers = await Promise.all(words.map((password) => nobody().post(path, { password })));
  const won = answers.flatMap(({ status }, n) => (status === 204 ? [words[n] ?? ''] : []));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    204, 404, 404, 404, 404, 404,
  ]);
  expect((await login('raced@example.com', won[0] ?? '')).status).toBe(200);
});
