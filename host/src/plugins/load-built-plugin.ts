import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  describePlugin,
  descriptionDifferences,
  runInPlugin,
  withIntactBuiltins,
  type InstalledPlugin,
} from '@tessera/core';
import { causeText } from './cause-text.ts';
import { errors } from './errors.ts';
import { getPlugin } from './load-plugin-value.ts';
import { importBuiltModule } from './load-module.ts';
import { manifestFaults, readManifest, type PackageJson } from './manifest.ts';
import { digestOf, parseStrangeJson, type PackageListing } from './package-contents.ts';

/** Importing may take this long. */
const IMPORT_LIMIT_MS = 10_000;

/** Where a built plugin comes from. */
export interface BuiltOrigin {
  /** SHA-512 (base64url) of the package; of a folder it is made from what it lists. */
  readonly digest?: string;
  readonly origin: 'folder' | 'package';
}

/**
 * Loads a built plugin: reads `package.json` and `tessera.json` of its folder, imports `server.js` (10 s at most) and holds the code to
 * its description.
 * @throws TesseraError `HOST_PLUGIN_UNLOADABLE` that says why
 */
export async function loadBuiltPlugin(
  folder: string,
  { digest, origin }: BuiltOrigin,
): Promise<InstalledPlugin> {
  const packageJson = (await readObject(folder, 'package.json')) as unknown as PackageJson;
  const text = await readText(folder, 'tessera.json');
  const listing = parseStrangeJson(text, 'tessera.json') as unknown as PackageListing;
  const manifest = readManifest(packageJson);
  const unloadable = (reason: string, cause?: unknown): Error =>
    errors.pluginUnloadable({ plugin: manifest.id ?? packageJson.name, reason }, { cause });
  const faults = manifestFaults(manifest);
  if (faults.length > 0) throw unloadable(faults.join(' '));
  const version = digest ?? digestOf(Buffer.from(text));
  const module = await importContained(manifest.id, () =>
    importBuiltModule(join(folder, 'server.js'), version),
  ).catch((error: unknown) => {
    throw unloadable(causeText(error), error);
  });
  const { files: _files, icons: _icons, ...description } = listing;
  try {
    const plugin = getPlugin(module, manifest.id);
    const differences = descriptionDifferences(description, describePlugin(manifest, plugin));
    if (differences.length > 0)
      throw new Error(
        `its code is not what tessera.json says about ${differences.join(', ')}. Pack it again with tessera pack.`,
      );
    const uiFolder = join(folder, 'ui');
    const hasUi = await isFile(join(uiFolder, 'plugin.js'));
    return {
      manifest,
      plugin,
      folder,
      digest: version,
      origin,
      description,
      ...(hasUi ? { uiFolder } : {}),
    };
  } catch (error) {
    throw unloadable(causeText(error), error);
  }
}

/** Imports the code of a plugin: within 10 s, known as the plugin's, and without a change to what all code shares. */
export async function importContained<T>(id: string, work: () => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const late = sleep(IMPORT_LIMIT_MS, undefined, { signal: abort.signal }).then(() => {
    throw new Error(`importing it did not end within ${IMPORT_LIMIT_MS / 1000} s.`);
  });
  late.catch(() => {});
  try {
    return await withIntactBuiltins(id, () => Promise.race([runInPlugin(id, work), late]));
  } finally {
    abort.abort();
  }
}

async function readObject(
  folder: string,
  name: string,
): Promise<Readonly<Record<string, unknown>>> {
  return parseStrangeJson(await readText(folder, name), name);
}

async function readText(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8').catch((cause: unknown) => {
    throw errors.pluginUnloadable(
      { plugin: folder, reason: `there is no ${name}; make the folder with tessera dev or pack.` },
      { cause },
    );
  });
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
