import type { AddressInfo } from 'node:net';
import { definePlugin } from '@tessera/core';
import { SMTPServer } from 'smtp-server';
import { afterAll, expect, test, vi } from 'vitest';
import { totpCode } from '../src/identity/totp.ts';
import { installed } from '../src/testing/index.ts';
import { makeIdentityHost, origin, PASSWORD } from './identity-host.ts';
import { done, placesOf } from './privacy-world.ts';

const MAIL_SECRET = 'mailsecretzyx';
const PLUGIN_SECRET = 'pluginsecretzyx';
const CLIENT_SECRET = 'clientsecretzyx';

const painter = installed(
  definePlugin({
    config: {
      type: 'object',
      additionalProperties: false,
      properties: { key: { type: 'string', secret: true } },
    },
  }),
  { id: 'painter' },
);
const { host, join } = await makeIdentityHost([painter]);
const nobody = host.as('anonymous');
const admin = host.as('administrator');

const mails: string[] = [];
const server = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _session, answer) =>
    password === MAIL_SECRET
      ? answer(null, { user: username })
      : answer(new Error('Another password.')),
  onData(stream, _session, taken) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      // Out of quoted-printable. Source: RFC 2045 §6.7
      mails.push(Buffer.concat(chunks).toString().replaceAll('=\r\n', '').replaceAll('=3D', '='));
      taken();
    });
  },
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

afterAll(async () => {
  await host.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

/** What the latest mail links to. */
async function linked(path: string): Promise<string> {
  const pattern = new RegExp(`/${path}/([\\w-]{20,})`);
  return vi.waitFor(() => {
    const token = mails.map((mail) => pattern.exec(mail)?.[1]).findLast(Boolean);
    expect(token).toBeDefined();
    return token as string;
  }, 300_000);
}

test('no secret lies in the database or the data folder as it is', async () => {
  // Before there is a mail server the administrator gets the link.
  const { headers } = await join('ada');
  const { port } = server.server.address() as AddressInfo;
  const mail = { host: '127.0.0.1', port, secure: false, user: 'crm', from: 'crm@example.com' };
  await done(admin.patch('/api/settings', { mail: { ...mail, password: MAIL_SECRET } }));
  await done(
    admin.put('/api/plugins/painter/settings', {
      values: { key: PLUGIN_SECRET },
    }),
  );
  await done(
    admin.post('/api/settings/sign-in/providers', {
      label: 'Company',
      issuer: 'https://login.example.com',
      clientId: 'crm',
      clientSecret: CLIENT_SECRET,
    }),
  );
  const once = { headers: { ...headers, 'Idempotency-Key': 'once' } };
  const { token } = await done(nobody.post('/api/auth/tokens', { name: 'Mine' }, once));
  const { secret } = await done(
    nobody.post('/api/auth/second-factor/begin', { password: PASSWORD }, { headers }),
  );
  const { recoveryCodes } = await done(
    nobody.post(
      '/api/auth/second-factor',
      { code: totpCode(secret, host.clock.now()) },
      { headers },
    ),
  );
  const email = 'ada@example.com';
  const half = await done(
    nobody.post('/api/auth/login', { email, password: PASSWORD }, { headers: origin }),
  );
  await done(nobody.post('/api/auth/password-reset', { email }, { headers: origin }));
  const reset = await linked('reset');
  const guest = await done(admin.post('/api/tessera/users', { name: 'Guest' }));
  await done(
    admin.post(
      `/api/tessera/users/${guest.id}/invite`,
      { email: 'guest@example.com' },
      { headers: { 'Idempotency-Key': 'invite' } },
    ),
  );
  const invitation = await linked('invitation');
  await done(nobody.post('/api/auth/password-reset', { email }, { headers: origin }));
  await host.settle();

  const secrets = {
    mail: MAIL_SECRET,
    plugin: PLUGIN_SECRET,
    provider: CLIENT_SECRET,
    password: PASSWORD,
    token,
    session: headers['cookie']?.split('=')[1],
    challenge: half.secondFactor.challenge,
    secondFactor: secret,
    ...Object.fromEntries(
      recoveryCodes.flatMap((code: string, index: number) => [
        [`recovery code ${index}`, code],
        [`recovery code ${index} without its parts`, code.replaceAll('-', '')],
      ]),
    ),
    reset,
    invitation,
  };
  for (const [name, value] of Object.entries(secrets)) {
    expect(String(value).length, name).toBeGreaterThan(7);
    expect([name, await placesOf(host, String(value))]).toEqual([name, []]);
  }
  // What is looked for would be found.
  expect(await placesOf(host, email)).toContain('tessera.user.email');
}, 300_000);
