import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstalledPlugin, Logger, PluginStatus } from '@tessera/core';
import {
  createHost,
  findPluginsAmong,
  loadBuiltPlugin,
  openDatabase,
  readConfiguration,
  type Host,
} from '@tessera/host';
import { readPluginFolder } from '../pack/plugin-folder.ts';
import { developmentAdministrator, type Administrator } from './administrator.ts';
import { buildForAuthor } from './build-folder.ts';

/** How a plugin is served while it is written. */
export interface DevOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly log: Logger;
}

/** What became of a change of the sources. */
export type Swap =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'swapped';
      readonly status: PluginStatus;
      readonly buildMs: number;
      readonly swapMs: number;
    }
  | { readonly kind: 'failed'; readonly step: 'build' | 'start'; readonly reason: string };

/** A host with the plugin of a folder and those that its package names. */
export interface DevHost {
  readonly host: Host;
  readonly administrator: Administrator;
  listen(): Promise<string>;
  /** Builds the sources and swaps them in beside what runs, which serves on when that fails. */
  swap(): Promise<Swap>;
}

/**
 * Opens one; its database and files lie in `.tessera` of the folder. The plugin itself comes with the first `swap`.
 * @throws Error when the folder holds no plugin
 */
export async function openDevHost(folder: string, { port, log }: DevOptions): Promise<DevHost> {
  const place = await makePlace(folder);
  const administrator = await developmentAdministrator(place);
  const configuration = readConfiguration({
    PORT: String(port),
    TESSERA_DATA_DIR: join(place, 'data'),
    TESSERA_ADMIN_EMAIL: administrator.email,
    TESSERA_ADMIN_PASSWORD: administrator.password,
  });
  const found = await findCompanions(folder);
  const database = await openDatabase(configuration, log);
  const host = await createHost({ configuration, database, found, log, isDevelopment: true });
  return {
    host,
    administrator,
    listen: () => host.listen(),
    swap: () => swap(host, folder, join(place, 'built')),
  };
}

/** Never part of anybody's repository. */
async function makePlace(folder: string): Promise<string> {
  const place = join(folder, '.tessera');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, '.gitignore'), '*\n');
  return place;
}

/** The plugins that the package has installed. */
async function findCompanions(folder: string) {
  const { package: description, manifest } = await readPluginFolder(folder);
  const { dependencies, devDependencies, peerDependencies } = description;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  const found = await findPluginsAmong(names, pathToFileURL(join(folder, 'package.json')));
  return {
    ...found,
    plugins: found.plugins.filter((other) => other.manifest.id !== manifest.id),
  };
}

async function swap({ kernel }: Host, folder: string, builds: string): Promise<Swap> {
  const began = performance.now();
  let plugin: InstalledPlugin;
  try {
    const built = await buildForAuthor(folder, builds);
    plugin = await loadBuiltPlugin(built, { origin: 'folder' });
  } catch (error) {
    return { kind: 'failed', step: 'build', reason: (error as Error).message };
  }
  const { id } = plugin.manifest;
  const before = kernel.plugins().find(({ manifest }) => manifest.id === id);
  if (before?.state === 'active' && before.digest === plugin.digest) return { kind: 'same' };
  const isBuilt = performance.now();
  try {
    const status = await bringIn(kernel, plugin, before);
    const swapMs = performance.now() - isBuilt;
    return { kind: 'swapped', status, buildMs: isBuilt - began, swapMs };
  } catch (error) {
    return { kind: 'failed', step: 'start', reason: (error as Error).message };
  }
}

/** The first time it is installed and enabled, with what it requires; later it is an upgrade. */
async function bringIn(
  kernel: Host['kernel'],
  plugin: InstalledPlugin,
  before: PluginStatus | undefined,
): Promise<PluginStatus> {
  if (before?.state === 'active') return kernel.upgrade(plugin);
  const status = before ? await kernel.upgrade(plugin) : await kernel.install(plugin);
  return status.state === 'active' ? status : kernel.enable(plugin.manifest.id, { cascade: true });
}
