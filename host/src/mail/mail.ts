import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MailServer } from '../settings/mail-server.ts';
import { errors } from './errors.ts';

/** One mail to one person. */
export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

/** Sends mail through the SMTP server of the settings, or lays it into a folder while there is none. */
export interface Mail {
  /** Whether there is a mail server, so that mail reaches somebody. */
  isDelivering(): boolean;
  /** @throws TesseraError `HOST_MAIL_FAILED` when the server does not take the message. */
  send(message: MailMessage): Promise<void>;
}

export interface MailOptions {
  /** Read for each message, so that new settings hold at once. */
  readonly server: () => MailServer | undefined;
  /** Folder of the `.eml` files, made when needed. */
  readonly maildrop: string;
}

/** Nothing in a message makes the host read a file or call an address. */
const CLOSED = { disableFileAccess: true, disableUrlAccess: true };
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

export function createMail({ server, maildrop }: MailOptions): Mail {
  return {
    isDelivering: () => server() !== undefined,
    async send(message) {
      const target = server();
      await (target ? deliver(target, message) : drop(maildrop, message));
    },
  };
}

async function deliver(server: MailServer, message: MailMessage): Promise<void> {
  const { host, port, secure, user, password, from } = server;
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure,
    ...(user ? { auth: { user, pass: password ?? '' } } : {}),
    ...CLOSED,
    ...TIMEOUTS,
  });
  try {
    await transport.sendMail({ ...message, from });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw errors.mailFailed({ server: `${host}:${port}`, reason }, { cause });
  } finally {
    transport.close();
  }
}

/** Named by time, so that the newest is the last; whole when it appears. */
async function drop(folder: string, message: MailMessage): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ streamTransport: true, buffer: true, ...CLOSED });
  const { message: source } = await transport.sendMail({
    ...message,
    from: 'Tessera <tessera@localhost>',
  });
  const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}.eml`;
  // Links that let somebody in are nobody else's on this machine.
  await writeFile(join(folder, `.${name}`), source as Buffer, { mode: 0o600 });
  await rename(join(folder, `.${name}`), join(folder, name));
}
