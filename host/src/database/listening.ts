import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { canReach } from './account.ts';

/** Where PostgreSQL listens: on a Unix socket in a folder of its own, or else on loopback. */
export interface Listening {
  /** Folder of the socket, or an address. */
  readonly host: string;
  readonly port: number;
  readonly settings: readonly string[];
  end(): Promise<void>;
}

/** A socket's path has at most 107 bytes on Linux and 103 on macOS. */
const LONGEST_PATH = 103;
const SOCKET_NAME = '/.s.PGSQL.5432';

export async function chooseListening(account: Account | undefined): Promise<Listening> {
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    const folder = await socketFolder(parent, account);
    if (folder) return onSocket(folder);
  }
  return onLoopback();
}

async function socketFolder(
  parent: string,
  account: Account | undefined,
): Promise<string | undefined> {
  if (process.platform === 'win32' || `${parent}/pg-xxxxxx${SOCKET_NAME}`.length > LONGEST_PATH)
    return undefined;
  try {
    const folder = await mkdtemp(join(parent, 'pg-'));
    if (account) await chown(folder, account.uid, account.gid);
    if (await canReach(account, folder)) return folder;
    await rm(folder, { recursive: true });
  } catch {
    // Not writable: the next one.
  }
  return undefined;
}

function onSocket(host: string): Listening {
  return {
    host,
    port: 5432,
    settings: [
      'listen_addresses=',
      `unix_socket_directories=${host}`,
      'unix_socket_permissions=0700',
    ],
    end: () => rm(host, { recursive: true, force: true }),
  };
}

async function onLoopback(): Promise<Listening> {
  const port = await freePort();
  return {
    host: '127.0.0.1',
    port,
    settings: ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='],
    end: async () => {},
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
