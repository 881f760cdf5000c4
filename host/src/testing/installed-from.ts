import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstalledPlugin, Plugin, PluginManifest } from '@tessera/core';
import { findPluginsAmong } from '../plugins/find.ts';
import { manifestFaults, readManifest, type PackageJson } from '../plugins/manifest.ts';

type PluginPackage = PackageJson & {
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

/**
 * A plugin as it is in its own tests, and the plugins of its `package.json` that it requires or can work with, those first.
 * @param place - A folder in the package: `import.meta.dirname`
 * @param plugin - What its `src/index.ts` exports
 * @throws Error when the package is no plugin's, or a plugin it requires is not installed
 */
export async function installedFrom(place: string, plugin: Plugin): Promise<InstalledPlugin[]> {
  const file = packageAbove(place);
  const description = JSON.parse(await readFile(file, 'utf8')) as PluginPackage;
  const manifest = manifestOf(file, description);
  const companions = await companionsOf(manifest, description, file);
  const absent = Object.keys(manifest.requires).filter(
    (id) => !companions.some((other) => other.manifest.id === id),
  );
  if (absent.length > 0)
    throw new Error(
      `${manifest.id} requires ${absent.join(', ')}: add the package to the devDependencies of ${file}, and install it.`,
    );
  return [...companions, { manifest, plugin, folder: dirname(file) }];
}

function packageAbove(place: string): string {
  for (let folder = resolve(place); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new Error(`There is no package.json above ${place}.`);
  }
}

function manifestOf(file: string, description: PluginPackage): PluginManifest {
  const manifest = readManifest(description);
  const faults = manifestFaults(manifest);
  if (faults.length > 0) throw new Error(`${file} is not valid: ${faults.join(' ')}`);
  return manifest;
}

async function companionsOf(
  { id, requires, optional }: PluginManifest,
  { dependencies, devDependencies, peerDependencies }: PluginPackage,
  file: string,
): Promise<readonly InstalledPlugin[]> {
  const names = Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
  const found = await findPluginsAmong(names, pathToFileURL(file));
  const [rejected] = found.rejected;
  if (rejected) throw new Error(`The plugin ${rejected.id} cannot be used: ${rejected.reason}`);
  return found.plugins.filter(
    ({ manifest }) => manifest.id !== id && (manifest.id in requires || manifest.id in optional),
  );
}
