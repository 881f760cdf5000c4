import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { createMail } from '../src/mail/mail.ts';
import { createTestHost } from '../src/testing/index.ts';
import { makeDatabase } from '../../test/setup/database.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
});

interface Received {
  readonly user: string | undefined;
  readonly to: readonly string[];
  readonly source: string;
}

/** A mail server that takes what `crm` sends with the right password. */
async function startServer(received: Received[]): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      password === 'secret'
        ? done(null, { user: username ?? '' })
        : done(new Error('wrong password')),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ user: session.user, to, source: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return (server.server.address() as AddressInfo).port;
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tessera-mail-'));
  cleanUp.push(() => rm(path, { recursive: true }));
  return path;
}

const MESSAGE = {
  to: 'li@example.com',
  subject: '您好 🎉',
  text: '第一行\n第二行',
  html: '<p>第一行</p>',
};

test('without a mail server each mail is a file in the maildrop', async () => {
  const maildrop = join(await folder(), 'maildrop');
  const mail = createMail({ server: () => undefined, maildrop });
  expect(mail.isDelivering()).toBe(false);
  await mail.send(MESSAGE);
  const names = await readdir(maildrop);
  expect(names).toEqual([expect.stringMatching(/^[\dTZ.-]+-[\w-]+\.eml$/)]);
  const source = await readFile(join(maildrop, names[0] ?? ''), 'utf8');
  expect(source).toContain('To: li@example.com');
  expect(source).toContain(`Subject: =?UTF-8?`);
});

test('an invitation goes through the mail server of the settings, whose password never comes out', async () => {
  const received: Received[] = [];
  const port = await startServer(received);
  const host = await createTestHost({ database: await makeDatabase() });
  cleanUp.push(() => host.close());
  const administrator = host.as('administrator');
  const server = {
    host: '127.0.0.1',
    port,
    secure: false,
    user: 'crm',
    from: 'CRM <crm@example.com>',
  };
  const saved = await administrator.patch('/api/settings', {
    mail: { ...server, password: 'secret' },
  });
  expect(saved.body.mail).toEqual({ ...server, passwordSet: true });
  const [stored] = await host.kernel.database.query<{ value: unknown }>(
    `select value from tessera.setting where key = 'mail'`,
  );
  expect(JSON.stringify(stored)).not.toContain('"secret"');

  const user = await administrator.post('/api/tessera/users', { name: 'Li Na' });
  const invited = await administrator.post(`/api/tessera/users/${user.body.id}/invite`, {
    email: 'li@example.com',
  });
  expect([invited.status, 'link' in invited.body]).toEqual([200, false]);
  expect(received).toEqual([
    {
      user: 'crm',
      to: ['li@example.com'],
      source: expect.stringContaining('You are invited to Test'),
    },
  ]);

  const kept = await administrator.patch('/api/settings', {
    mail: { ...server, from: 'Sales <sales@example.com>' },
  });
  expect(kept.body.mail.passwordSet).toBe(true);
  const moved = await administrator.patch('/api/settings', {
    mail: { ...server, host: 'localhost' },
  });
  expect(moved.body.mail.passwordSet).toBe(false);
  expect((await host.as('sales-manager').get('/api/settings')).status).toBe(403);
});

test('a mail server that refuses is named, and no address of a message can add a header', async () => {
  const received: Received[] = [];
  const port = await startServer(received);
  const server = {
    host: '127.0.0.1',
    port,
    secure: false,
    user: 'crm',
    password: 'wrong',
    from: 'crm@example.com',
  };
  const refused = createMail({ server: () => server, maildrop: await folder() }).send(MESSAGE);
  await expect(refused).rejects.toMatchObject({
    code: 'HOST_MAIL_FAILED',
    details: { server: `127.0.0.1:${port}` },
  });
  const mail = createMail({
    server: () => ({ ...server, password: 'secret' }),
    maildrop: await folder(),
  });
  await mail.send({ ...MESSAGE, subject: 'Hello\r\nBcc: other@example.com' });
  expect(received[0]?.to).toEqual(['li@example.com']);
  expect(received[0]?.source).not.toMatch(/^Bcc:/m);
});
