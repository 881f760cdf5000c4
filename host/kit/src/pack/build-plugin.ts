import { createHash } from 'node:crypto';
import { copyFile, glob, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { PluginDescription } from '@tessera/core';
import { describeInChild, SHARED_SPECIFIERS } from '@tessera/host';
import { builtPackage } from './built-package.ts';
import { bundleServer, bundleUi, type BuildMode } from './bundle.ts';
import { writeContractTypes } from './contract-types.ts';
import { readPluginFolder, type PluginFolder } from './plugin-folder.ts';

/** Of one's own code on one's own machine, which may be busy. */
const LONGEST_IMPORT_MS = 60_000;

/** How a plugin is built. */
export interface BuildOptions {
  /** `production` when not given; `development` is quicker, has source maps and no types. */
  readonly mode?: BuildMode;
}

/** A plugin that was built. */
export interface BuiltPlugin {
  readonly description: PluginDescription;
  /** Files below the built folder, sorted. */
  readonly files: readonly string[];
}

/**
 * Builds a plugin's sources into a folder that a host can load: `server.js`, `ui/plugin.js`, `tessera.json` and the rest. The folder
 * is new or replaced as a whole; when the sources are faulty it stays as it was.
 * @throws Error that says what is wrong with the sources
 */
export async function buildPlugin(
  folder: string,
  target: string,
  { mode = 'production' }: BuildOptions = {},
): Promise<BuiltPlugin> {
  const plugin = await readPluginFolder(folder);
  const place = resolve(target);
  const draft = join(dirname(place), `.${basename(place)}-${process.pid}`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    await writeCode(plugin, draft, mode);
    await copyWords(plugin, draft);
    await writeFile(join(draft, 'package.json'), toJson(builtPackage(plugin)));
    const described = await describeInChild(draft, {
      plugin: plugin.manifest.id,
      timeoutMs: LONGEST_IMPORT_MS,
    });
    const listed = await hashFiles(draft);
    await writeFile(join(draft, 'tessera.json'), toJson({ ...described, files: listed }));
    await rm(place, { recursive: true, force: true });
    await rename(draft, place);
    return { description: described, files: [...Object.keys(listed), 'tessera.json'].toSorted() };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeCode(plugin: PluginFolder, draft: string, mode: BuildMode): Promise<void> {
  const { folder, server, ui, contract } = plugin;
  await bundleServer(folder, server, draft, 'server.js', mode);
  if (ui) await bundleUi(dirname(ui), ui, join(draft, 'ui'), SHARED_SPECIFIERS, mode);
  if (!contract) return;
  await bundleServer(folder, contract, draft, 'contract.js', mode);
  if (mode === 'production') await writeContractTypes(plugin, draft);
}

/** What people read, and steps for data. */
async function copyWords({ folder }: PluginFolder, draft: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^(readme|license|licence|notice|changelog)(\.\w+)?$/i.test(name))
      await copyFile(join(folder, name), join(draft, name));
  }
}

/** The sha512 of every file, base64url. */
async function hashFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const names: string[] = [];
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true })) {
    if (entry.isFile())
      names.push(relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  }
  return Object.fromEntries(
    await Promise.all(
      names.toSorted().map(async (name) => {
        const bytes = await readFile(join(folder, name));
        return [name, createHash('sha512').update(bytes).digest('base64url')] as const;
      }),
    ),
  );
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
