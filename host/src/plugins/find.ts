import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstalledPlugin, Plugin, PluginManifest } from '@tessera/core';
import { manifestFaults } from './manifest.ts';

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

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly tessera?: Partial<PluginManifest>;
  readonly main?: string;
  readonly exports?: Exports;
}

type Exports = string | null | { readonly [condition: string]: Exports };

/** Workspaces run from source as the host does. */
const CONDITIONS = [
  ...(import.meta.url.endsWith('.ts') ? ['@tessera/source'] : []),
  'node',
  'import',
  'default',
];

/**
 * Finds the plugins of an application: those dependencies of its `package.json` that have the keyword `tessera-plugin`.
 * One that is broken is rejected with its reason and does not stop the others.
 */
export async function findPlugins(applicationFolder: string): Promise<FoundPlugins> {
  const application = await readPackage(join(applicationFolder, 'package.json'));
  const parent = pathToFileURL(join(applicationFolder, 'package.json'));
  const plugins: InstalledPlugin[] = [];
  const rejected: RejectedPlugin[] = [];
  for (const name of Object.keys(application.dependencies ?? {})) {
    const file = findPackage(name, parent);
    if (!file) continue;
    const description = await readPackage(file);
    if (!description.keywords?.includes('tessera-plugin')) continue;
    const id = description.tessera?.id ?? description.name;
    try {
      const installed = await loadPlugin(description, dirname(file));
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
  const module = (await import(pathToFileURL(join(folder, door)).href)) as Record<string, unknown>;
  const exported = module[camelCase(manifest.id)] ?? onlyPlugin(module);
  if (typeof exported !== 'object' || exported === null) {
    throw new Error(`it exports no plugin named ${camelCase(manifest.id)}.`);
  }
  return { manifest, plugin: exported as Plugin, folder };
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

function readManifest(description: PackageJson): PluginManifest {
  return {
    requires: {},
    optional: {},
    ...description.tessera,
    name: description.name,
    version: description.version,
  } as PluginManifest;
}

function onlyPlugin(module: Record<string, unknown>): unknown {
  const values = Object.values(module).filter(isPlugin);
  return values.length === 1 ? values[0] : undefined;
}

/** A plugin has at least one of these; anything else that is exported does not. */
const PARTS = [
  'config',
  'entities',
  'extends',
  'permissions',
  'grants',
  'services',
  'resources',
  'offers',
  'hooks',
  'events',
  'routes',
  'jobs',
  'seeds',
  'ui',
  'locales',
];

function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && PARTS.some((part) => part in value);
}

function camelCase(id: string): string {
  return id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
