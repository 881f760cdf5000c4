import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  access,
  chmod,
  chown,
  constants,
  lstat,
  mkdir,
  readFile,
  realpath,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadErrors } from './lazy-errors.ts';
import { canReach, canRun, type Account } from './account.ts';

/** Names the place in the folder that was wanted. */
const POINTER = 'lies-in';
/** Names the folder that was wanted, in the place. */
const ORIGIN = 'belongs-to';

/** Where the cluster lies: the folder that was wanted, or another one that the account of PostgreSQL can reach. */
export interface Place {
  readonly folder: string;
  readonly isElsewhere: boolean;
}

/**
 * Finds the place for a wanted folder, the same at each start. A checkout below a folder of mode 0700 cannot be reached by
 * another account; its cluster then lies below a public folder, under a hash of the wanted path.
 */
export async function findPlace(wanted: string, account: Account | undefined): Promise<Place> {
  await mkdir(dirname(wanted), { recursive: true, mode: account ? 0o711 : 0o700 });
  await mkdir(wanted, { mode: 0o700 }).catch(ignoreExisting);
  const path = await realpath(wanted);
  if (!account) return { folder: path, isElsewhere: false };

  const known = await knownPlace(path);
  if (known) return { folder: known, isElsewhere: true };
  await chown(path, account.uid, account.gid);
  if (await canReach(account, path)) return { folder: path, isElsewhere: false };

  const key = createHash('sha256').update(path).digest('hex').slice(0, 16);
  const folder = join(await publicFolder(account), `data-${key}`);
  if (existsSync(join(path, 'data')))
    throw (await loadErrors()).databaseUnreachable({ folder: path, other: folder });
  await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting);
  await chown(folder, account.uid, account.gid);
  await writeFile(join(folder, ORIGIN), path);
  await writeFile(join(path, POINTER), folder);
  return { folder, isElsewhere: true };
}

/** A folder that every account can reach and only this one can write. */
export async function publicFolder(account: Account | undefined): Promise<string> {
  const uid = process.getuid?.();
  for (const folder of [
    '/var/lib/tessera',
    join(tmpdir(), `tessera-${uid}`),
    `/tmp/tessera-${uid}`,
  ]) {
    const isNew = await mkdir(folder).then(
      () => true,
      () => false,
    );
    if (isNew) await chmod(folder, 0o755);
    const stats = await lstat(folder).catch(() => undefined);
    const isOurs = stats?.isDirectory() && stats.uid === uid && (stats.mode & 0o022) === 0;
    const isWritable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (isOurs && isWritable && (await canRun(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder])))
      return folder;
  }
  throw (await loadErrors()).publicFolderMissing();
}

/** A moved checkout keeps its cluster; a copied one gets its own. */
async function knownPlace(wanted: string): Promise<string | undefined> {
  const folder = await read(join(wanted, POINTER));
  if (!folder || !existsSync(join(folder, 'data'))) return undefined;
  const origin = await read(join(folder, ORIGIN));
  if (origin === wanted) return folder;
  if (origin && (await read(join(origin, POINTER))) === folder) return undefined;
  await writeFile(join(folder, ORIGIN), wanted);
  return folder;
}

function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
