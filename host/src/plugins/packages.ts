import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  applySystemTables,
  descriptionDifferences,
  type Database,
  type InstalledPlugin,
  type Logger,
  type PluginDescription,
} from '@tessera/core';
import { describeInChild, type ChildLimits } from './child-description.ts';
import { errors } from './errors.ts';
import { loadBuiltPlugin } from './load-built-plugin.ts';
import { openPackage, type OpenedPackage } from './package-inspection.ts';
import {
  addPackage,
  dropPackage,
  findPackage,
  keepPackage,
  listPackages,
  readPackageBytes,
  type StoredPackage,
} from './package-store.ts';
import { packageTables } from './package-tables.ts';
import { isWhole } from './package-folder.ts';
import { createTurns } from './turns.ts';
import { readArchive } from './unpack-archive.ts';
import { unpackPackage } from './unpack-package.ts';

export type { StoredPackage } from './package-store.ts';

/** The packages of a workspace: kept in its database, unpacked on each host where they are used. */
export interface Packages {
  /**
   * Reads a package, imports it once in a process of its own, and keeps it. The same bytes again are the same package.
   * @throws TesseraError `HOST_PACKAGE_REFUSED`, `HOST_PACKAGE_FAULTY`, `HOST_PLUGIN_UNLOADABLE`
   */
  stage(bytes: Uint8Array, by: string | null): Promise<StoredPackage>;
  /** All that are kept, the newest first. */
  list(): Promise<readonly StoredPackage[]>;
  /** @throws TesseraError `HOST_PACKAGE_MISSING` */
  read(digest: string): Promise<StoredPackage>;
  /** Throws a package away. @throws TesseraError `HOST_PACKAGE_MISSING`, `HOST_PACKAGE_IN_USE` while a plugin runs it */
  drop(digest: string): Promise<void>;
  /** The folder with its files, unpacked when it is not there whole. @throws TesseraError `HOST_PACKAGE_MISSING` */
  materialize(digest: string): Promise<string>;
  /** Imports its code into this process. @throws TesseraError `HOST_PACKAGE_MISSING`, `HOST_PLUGIN_UNLOADABLE` */
  load(digest: string): Promise<InstalledPlugin>;
  /** Does what needs the package: it is not thrown away meanwhile, on no host. @throws TesseraError `HOST_PACKAGE_MISSING` */
  keep<T extends object>(digest: string, work: () => Promise<T>): Promise<T>;
  /** The digest of the package of a plugin that begins so: of an address that the page asks for. */
  find(plugin: string, prefix: string): Promise<string | undefined>;
}

/** A folder that is being filled, and one of a package. */
const PART = /\.part$/;
const DIGEST = /^[\w-]{86}$/;

/** What the packages need. */
export interface PackagesOptions {
  readonly database: Database;
  /** They are unpacked below `plugins/` of it. */
  readonly dataFolder: string;
  readonly log: Logger;
  /** For tests. */
  readonly rehearsal?: ChildLimits;
}

/** Opens the packages, before there is a kernel: it loads plugins from them. */
export async function openPackages(options: PackagesOptions): Promise<Packages> {
  const { database } = options;
  const root = join(options.dataFolder, 'plugins');
  await applySystemTables(database, [packageTables]);
  await mkdir(root, { recursive: true, mode: 0o700 });
  await sweep(database, root);
  const inTurn = createTurns();
  const unpacking = new Map<string, Promise<string>>();
  const read = async (digest: string): Promise<StoredPackage> => {
    const found = await findPackage(database, digest);
    if (!found) throw missing(digest);
    return found;
  };
  const materialize = (digest: string): Promise<string> => {
    const running = unpacking.get(digest);
    if (running) return running;
    const work = unpack(database, root, digest).finally(() => unpacking.delete(digest));
    unpacking.set(digest, work);
    return work;
  };
  return {
    async stage(bytes, by) {
      const opened = await openPackage(bytes);
      const known = await findPackage(database, opened.digest);
      if (known) return known;
      await prove(opened, root, options.rehearsal);
      await addPackage(database, { ...opened, bytes, by });
      return read(opened.digest);
    },
    list: () => listPackages(database),
    read,
    async drop(digest) {
      const { plugin } = await read(digest);
      if (!(await dropPackage(database, digest))) throw errors.packageInUse({ plugin });
      await rm(join(root, digest), { recursive: true, force: true });
    },
    materialize,
    load: async (digest) =>
      loadBuiltPlugin(await materialize(digest), { digest, origin: 'package' }),
    async keep(digest, work) {
      const done = await inTurn(() => keepPackage(database, digest, work));
      if (!done) throw missing(digest);
      return done;
    },
    async find(plugin, prefix) {
      const rows = await database.query<{ digest: string }>(
        'select digest from tessera.plugin_package where plugin = $1 and left(digest, $2) = $3',
        [plugin, prefix.length, prefix],
      );
      return rows[0]?.digest;
    },
  };
}

/** Nothing speaks against it on paper, and its code, run where it can do no harm, is what its description says. */
async function prove(
  { manifest, description, files, faults }: OpenedPackage,
  root: string,
  limits: ChildLimits | undefined,
): Promise<void> {
  const plugin = manifest.id ?? manifest.name;
  if (faults.length > 0) throw errors.packageFaulty({ plugin, faults: faults.join(' ') });
  const folder = join(root, `${randomUUID()}.part`);
  try {
    await unpackPackage(files, folder);
    const found: PluginDescription = await describeInChild(folder, { ...limits, plugin });
    const differences = descriptionDifferences(description, found);
    if (differences.length > 0)
      throw errors.packageFaulty({
        plugin,
        faults: `its code is not what tessera.json says about ${differences.join(', ')}. Pack it again with tessera pack.`,
      });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(database: Database, root: string, digest: string): Promise<string> {
  const bytes = await readPackageBytes(database, digest);
  if (!bytes) throw missing(digest);
  const folder = join(root, digest);
  const files = await readArchive(bytes);
  if (await isWhole(folder, files)) return folder;
  await unpackPackage(files, folder);
  // Only what stayed broken is taken away: another host on the same data folder may just have made it, and run it.
  if (await isWhole(folder, files)) return folder;
  await rm(folder, { recursive: true, force: true });
  await unpackPackage(files, folder);
  return folder;
}

function missing(digest: string): Error {
  return errors.packageMissing({ digest: digest.slice(0, 100) });
}

/**
 * Folders that a killed host left half-made, and those of packages that another host has thrown away. Another host on the same data
 * folder may still fill a young one.
 */
async function sweep(database: Database, root: string): Promise<void> {
  const hourAgo = Date.now() - 3_600_000;
  const names = (await readdir(root)).filter((name) => PART.test(name) || DIGEST.test(name));
  const kept = new Set((await listPackages(database)).map(({ digest }) => digest));
  for (const name of names) {
    const folder = join(root, name);
    const at = (await stat(folder).catch(() => undefined))?.mtimeMs ?? Infinity;
    if (!kept.has(name) && at < hourAgo) await rm(folder, { recursive: true, force: true });
  }
}
