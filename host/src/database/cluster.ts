import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadErrors } from './lazy-errors.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

export const SUPERUSER = 'postgres';

/** The files of one PostgreSQL. */
export interface Cluster {
  readonly data: string;
  /** Of the superuser, asked for on loopback only: a socket is guarded by its folder. */
  readonly password: string;
}

/**
 * Opens the cluster in a folder, and makes it when there is none.
 * @throws TesseraError `HOST_DATABASE_VERSION_OTHER` when another major version made it.
 */
export async function openCluster(
  folder: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<Cluster> {
  const data = join(folder, 'data');
  if (!existsSync(data)) await makeCluster(folder, data, binaries, account, durable);
  const major = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (major !== binaries.major)
    throw (await loadErrors()).databaseVersionOther({
      folder: data,
      found: major,
      wanted: binaries.major,
    });
  return { data, password: await readFile(join(data, 'superuser'), 'utf8') };
}

/** Made beside and renamed, so that a kill in between leaves no half of one. */
async function makeCluster(
  folder: string,
  data: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const fresh = await mkdtemp(join(folder, 'initdb-'));
  const password = randomBytes(24).toString('base64url');
  const passwordFile = `${fresh}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) {
    await chown(fresh, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const child = spawn(
    join(binaries.folder, 'initdb'),
    [
      `--pgdata=${fresh}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth-local=trust',
      '--auth-host=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...account, cwd: folder, env: {}, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let output = '';
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  await rm(passwordFile, { force: true });
  if (code !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw (await loadErrors()).databaseNotMade({ folder, code, output: output.trim() });
  }
  await writeFile(join(fresh, 'superuser'), password, { mode: 0o600 });
  await rename(fresh, data).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(data)) throw error; // else another host was quicker
  });
}
