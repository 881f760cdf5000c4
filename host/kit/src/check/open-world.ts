import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstalledPlugin } from '@tessera/core';
import { findPluginsAmong, loadBuiltPlugin } from '@tessera/host';
import {
  createTestHost,
  makeFreshDatabase,
  startTestPostgres,
  type TestPostgres,
} from '@tessera/host/testing';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { extract } from 'tar';
import { packPlugin } from '../pack/pack-plugin.ts';
import { readPluginFolder } from '../pack/plugin-folder.ts';
import { findBrowser } from './browser-place.ts';
import type { CheckWorld, PackedPlugin } from './world.ts';

/** What a world is made from, where it is not made from a folder alone. */
export interface WorldOptions {
  readonly isFull?: boolean;
  /** A PostgreSQL to make databases in; one is started when not given. */
  readonly postgres?: TestPostgres['connection'];
  /** How the browser is launched; the one that npm brings when not given. */
  readonly browser?: LaunchOptions;
}

/** Opens the world of a plugin in a folder: packs it, and loads what was packed. */
export async function openCheckWorld(
  folder: string,
  options: WorldOptions = {},
): Promise<CheckWorld> {
  const source = await readPluginFolder(folder);
  const { dependencies, devDependencies, peerDependencies } = source.package;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  const found = await findPluginsAmong(names, pathToFileURL(join(source.folder, 'package.json')));
  const work = await mkdtemp(join(tmpdir(), 'tessera-check-'));
  try {
    const packed = await packInto(source.folder, work);
    const subject = await loadBuiltPlugin(packed.folder, { origin: 'package' });
    const companions = found.plugins.filter(({ manifest }) => manifest.id !== subject.manifest.id);
    return makeWorld({ subject, companions, folder: source.folder, packed, work }, options);
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
}

/** Opens the world of a plugin that is only a value, with others beside it. */
export async function openValueWorld(
  subject: InstalledPlugin,
  companions: readonly InstalledPlugin[] = [],
  options: WorldOptions = {},
): Promise<CheckWorld> {
  const work = await mkdtemp(join(tmpdir(), 'tessera-check-'));
  return makeWorld({ subject, companions, folder: undefined, packed: undefined, work }, options);
}

interface WorldParts {
  readonly subject: InstalledPlugin;
  readonly companions: readonly InstalledPlugin[];
  readonly folder: string | undefined;
  readonly packed: PackedPlugin | undefined;
  readonly work: string;
}

function makeWorld(parts: WorldParts, options: WorldOptions): CheckWorld {
  const { subject, companions, folder, packed, work } = parts;
  let postgres: Promise<TestPostgres> | undefined;
  let browser: Promise<Browser> | undefined;
  const connection = async (): Promise<TestPostgres['connection']> =>
    options.postgres ?? (await (postgres ??= startTestPostgres())).connection;
  return {
    subject,
    companions,
    folder,
    isFull: options.isFull ?? false,
    async pack() {
      if (!packed) throw new Error('A plugin that is only a value cannot be packed.');
      return packed;
    },
    async openHost({ plugins = [...companions, subject], enable } = {}) {
      const database = await makeFreshDatabase(await connection());
      return createTestHost({ database, plugins, ...(enable ? { enable } : {}), log: silent });
    },
    browser: () => (browser ??= launch(options.browser)),
    makeFolder: () => mkdtemp(join(work, 'folder-')),
    async close() {
      await (await browser?.catch(() => undefined))?.close();
      await (await postgres?.catch(() => undefined))?.stop();
      await rm(work, { recursive: true, force: true });
    },
  };
}

async function packInto(folder: string, work: string): Promise<PackedPlugin> {
  const { file, description } = await packPlugin(folder, work);
  await extract({ cwd: work, file });
  return {
    file,
    bytes: await readFile(file),
    folder: join(work, 'package'),
    description,
  };
}

async function launch(options: LaunchOptions | undefined): Promise<Browser> {
  return chromium.launch(options ?? (await findBrowser()));
}

/** What a plugin does wrong is told as a finding; its log lines would only stand between them. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };
