import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, expect, test } from 'vitest';
import { cookieOf, makeIdentityHost, origin, OTHER, PASSWORD } from './identity-host.ts';

const { host, join, roleless } = await makeIdentityHost();
const nobody = host.as('anonymous');

interface Received {
  readonly to: readonly string[];
  readonly source: string;
}
const received: Received[] = [];
const waiting = new Set<() => void>();
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      received.push({ to, source: Buffer.concat(chunks).toString() });
      for (const wake of waiting) wake();
      done();
    });
  },
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.server.address() as AddressInfo;

async function useMailServer(): Promise<void> {
  const mail = { host: '127.0.0.1', port, secure: false, user: null, from: 'crm@example.com' };
  expect((await host.as('administrator').patch('/api/settings', { mail })).status).toBe(200);
}

afterAll(async () => {
  await host.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

/** Waits for the next mails to somebody, as many as are given in all. */
async function mailsTo(address: string, count: number): Promise<readonly string[]> {
  for (;;) {
    const mails = received.filter(({ to }) => to.includes(address)).map(({ source }) => source);
    if (mails.length >= count) return mails;
    await new Promise<void>((resolve) => waiting.add(resolve));
  }
}

/** What a mail says, out of quoted-printable. Source: RFC 2045 §6.7 */
function readable(source: string): string {
  const bytes = source
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_sign, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

function linkIn(source: string): string {
  return /https?:\/\/\S+?\/reset\/tsr_[\w-]{43}/.exec(readable(source))?.[0] ?? '';
}

const tokenIn = (source: string): string => linkIn(source).split('/').at(-1) ?? '';

const login = (email: string, password: string) =>
  nobody.post('/api/auth/login', { email, password }, { headers: origin });

await join('asker');
await join('hoped');
const reader = await join('reader');
const stopped = await join('stopped');
await useMailServer();

test('the same answer for everybody; a link only to those who sign in with a password', async () => {
  await host.as('administrator').post(`/api/tessera/users/${stopped.id}/suspend`);
  const recordOnly = await roleless('owner');
  await host.as('administrator').patch(`/api/tessera/users/${recordOnly}`, {
    email: 'owner@example.com',
  });
  const addresses = ['ghost', 'stopped', 'owner', 'asker'].map((name) => `${name}@example.com`);
  const answers = [];
  for (const email of [...addresses, ' ASKER@Example.com '])
    answers.push(await nobody.post('/api/auth/password-reset', { email }));
  const seen = answers.map(({ status, body, headers }) => {
    const { 'x-request-id': _id, ...rest } = Object.fromEntries(headers);
    return { status, body, headers: rest };
  });
  expect(seen[0]).toMatchObject({ status: 202, body: {} });
  for (const one of seen) expect(one).toEqual(seen[0]);
  // Mails go out in the order of the asking: whatever the others would get, is there before the second of “asker”.
  await mailsTo('asker@example.com', 2);
  expect(new Set(received.flatMap(({ to }) => to))).toEqual(new Set(['asker@example.com']));
});

test('the link leads to the public URL, whatever the request says, and works once', async () => {
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
  };
  const asked = { email: 'asker@example.com' };
  const known = (await mailsTo('asker@example.com', 1)).length;
  await nobody.post('/api/auth/password-reset', asked, { headers: forged });
  const mails = await mailsTo('asker@example.com', known + 1);
  const mail = mails.at(-1) ?? '';
  expect(mail).not.toContain('evil');
  expect(linkIn(mail)).toMatch(/^https:\/\/crm\.example\.com\/reset\/tsr_/);

  const old = tokenIn(mails.at(-2) ?? '');
  expect((await nobody.get(`/api/auth/password-reset/${old}`)).status).toBe(404);
  const token = tokenIn(mail);
  const page = await nobody.get(`/api/auth/password-reset/${token}`);
  expect(page.body).toEqual({
    workspace: 'Test',
    name: 'asker',
    email: 'asker@example.com',
    locale: null,
    expiresAt: expect.any(String),
  });
  const stored = await host.kernel.database.query(
    'select to_jsonb(r)::text as row from tessera.password_reset r',
  );
  expect(JSON.stringify(stored)).not.toContain(token);

  const before = { headers: { cookie: cookieOf(await login('asker@example.com', PASSWORD)) } };
  const path = `/api/auth/password-reset/${token}`;
  const weak = await nobody.post(path, { password: 'asker12345' });
  expect([weak.status, weak.body.code]).toEqual([422, 'HOST_PASSWORD_WEAK']);
  const same = await nobody.post(path, { password: PASSWORD });
  expect([same.status, same.body.code]).toEqual([422, 'HOST_PASSWORD_WEAK']);
  const both = await Promise.all(
    [OTHER, `${OTHER} 2`].map((password) => nobody.post(path, { password })),
  );
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    204, 404,
  ]);
  expect(both.every(({ headers }) => headers.get('set-cookie') === null)).toBe(true);
  expect((await nobody.get('/api/auth/me', before)).status).toBe(401);
  expect((await login('asker@example.com', PASSWORD)).status).toBe(401);
  const chosen = both[0]?.status === 204 ? OTHER : `${OTHER} 2`;
  expect((await login('asker@example.com', chosen)).status).toBe(200);

  const audit = await host.kernel.database.query<{ action: string; actor: string }>(
    `select action, actor_name as actor from tessera.audit where action = 'passwordReset'`,
  );
  expect(audit).toEqual([{ action: 'passwordReset', actor: 'asker' }]);
});

test('a reset lifts the lock of the account; the link ends after an hour and with the user', async () => {
  const email = 'hoped@example.com';
  for (let count = 0; count < 10; count += 1) await login(email, 'wrong wrong wrong');
  expect((await login(email, PASSWORD)).status).toBe(429);
  await nobody.post('/api/auth/password-reset', { email });
  const [mail = ''] = await mailsTo(email, 1);
  const path = `/api/auth/password-reset/${tokenIn(mail)}`;
  const { database } = host.kernel;
  const shift = (by: string) =>
    database.query(
      `update tessera.password_reset set expires_at = expires_at + $1::interval where user_id =
         (select id from tessera."user" where email = $2)`,
      [by, email],
    );
  await shift('-61 minutes');
  expect((await nobody.post(path, { password: OTHER })).status).toBe(404);
  await shift('61 minutes');
  await database.query(`update tessera."user" set status = 'suspended' where email = $1`, [email]);
  expect((await nobody.post(path, { password: OTHER })).status).toBe(404);
  await database.query(`update tessera."user" set status = 'active' where email = $1`, [email]);
  expect((await nobody.post(path, { password: OTHER })).status, 'it does not come back').toBe(404);
  await nobody.post('/api/auth/password-reset', { email });
  const another = tokenIn((await mailsTo(email, 2))[1] ?? '');
  const fresh = `/api/auth/password-reset/${another}`;
  expect((await nobody.post(fresh, { password: OTHER })).status).toBe(204);
  expect((await login(email, OTHER)).status).toBe(200);
});

test('the mail is in the language of whoever reads it', async () => {
  await nobody.patch('/api/auth/profile', { locale: 'zh-CN' }, reader);
  await nobody.post('/api/auth/password-reset', { email: 'reader@example.com' });
  const mails = await mailsTo('reader@example.com', 1);
  const text = readable(mails.at(-1) ?? '');
  expect(text).toContain('重设 Test 的密码');
});

test('asking is limited by account, for those who exist and those who do not', async () => {
  for (const email of ['asker@example.com', 'ghost@example.com']) {
    const statuses = [];
    for (let count = 0; count < 11; count += 1)
      statuses.push((await nobody.post('/api/auth/password-reset', { email })).status);
    expect(statuses.at(-1)).toBe(429);
  }
});
