import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstalledPlugin } from '@tessera/core';
import { manifestFaults, readManifest, type Exports, type PackageJson } from './manifest.ts';
import { importContained } from './load-built-plugin.ts';
import { getPlugin } from './load-plugin-value.ts';

/** A package that says it is a plugin and cannot be one. */
export interface RejectedPlugin {
  /** The id, or the package's name where it has none. */
  readonly id: string;
  readonly reason: string;
}

export interface FoundPlugins {
  readonly plugins: readonly InstalledPlugin[];
  readonly rejected: readonly RejectedPlugin[];
}

/** Workspaces run from source as the host does. */
const CONDITIONS = [
  ...(import.meta.url.endsWith('.ts') ? ['@tessera/source'] : []),
  'node',
  'import',
  'default',
];

/** What happens around the import of each plugin. */
export interface FindOptions {
  /** Whether this one is left alone: it is not imported, and not in what was found. */
  readonly isLeftOut?: (id: string) => boolean;
  /** Runs the import; for marks before and after it. */
  readonly around?: <T>(id: string, load: () => Promise<T>) => Promise<T>;
}

/**
 * Finds the plugins of an application: those dependencies of its `package.json` that have the keyword `tessera-plugin`.
 * One that is broken is rejected with its reason and does not stop the others.
 */
export async function findPlugins(
  applicationFolder: string,
  options?: FindOptions,
): Promise<FoundPlugins> {
  const file = join(applicationFolder, 'package.json');
  const application = await readPackage(file);
  return findPluginsAmong(
    Object.keys(application.dependencies ?? {}),
    pathToFileURL(file),
    options,
  );
}

/** Finds the plugins among packages, as the file at `parent` would import them. */
export async function findPluginsAmong(
  names: readonly string[],
  parent: URL,
  { isLeftOut = () => false, around = (_, load) => load() }: FindOptions = {},
): Promise<FoundPlugins> {
  const plugins: InstalledPlugin[] = [];
  const rejected: RejectedPlugin[] = [];
  for (const name of names) {
    const file = findPackage(name, parent);
    if (!file) continue;
    let id = name;
    try {
      const description = await readPackage(file);
      if (!description.keywords?.includes('tessera-plugin')) continue;
      id = description.tessera?.id ?? description.name;
      if (isLeftOut(id)) continue;
      const installed = await around(id, () => loadPlugin(description, dirname(file)));
      if (plugins.some((other) => other.manifest.id === id))
        throw new Error(`two packages have the id ${id}.`);
      plugins.push(installed);
    } catch (error) {
      rejected.push({ id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { plugins, rejected };
}

function findPackage(name: string, parent: URL): string | undefined {
  try {
    return findPackageJSON(name, parent);
  } catch {
    return undefined; // not installed: npm's business
  }
}

async function readPackage(file: string): Promise<PackageJson> {
  return JSON.parse(await readFile(file, 'utf8')) as PackageJson;
}

async function loadPlugin(description: PackageJson, folder: string): Promise<InstalledPlugin> {
  const manifest = readManifest(description);
  const faults = manifestFaults(manifest);
  if (faults.length > 0) throw new Error(`its package.json is not valid: ${faults.join(' ')}`);
  const door = findDoor(description.exports) ?? description.main ?? 'index.js';
  const { href } = pathToFileURL(join(folder, door));
  const module = (await importContained(manifest.id, () => import(href))) as Record<
    string,
    unknown
  >;
  return { manifest, plugin: getPlugin(module, manifest.id), folder };
}

/** Resolved by hand: Node resolves from a given folder only as `require` does, and that door may be closed. */
function findDoor(exports: Exports | undefined): string | undefined {
  if (typeof exports === 'string') return exports;
  if (!exports) return undefined;
  if ('.' in exports) return findDoor(exports['.']);
  for (const [condition, target] of Object.entries(exports)) {
    const door = CONDITIONS.includes(condition) ? findDoor(target) : undefined;
    if (door) return door;
  }
  return undefined;
}
