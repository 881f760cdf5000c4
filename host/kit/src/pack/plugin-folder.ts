import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PluginManifest } from '@tessera/core';

/** The `package.json` of a plugin, as far as the kit reads it. */
export interface PluginPackage {
  readonly name: string;
  readonly version: string;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly tessera: Omit<Partial<PluginManifest>, 'name' | 'version'>;
  readonly [part: string]: unknown;
}

/** The sources of a plugin, where the kit expects them. */
export interface PluginFolder {
  readonly folder: string;
  readonly package: PluginPackage;
  readonly manifest: PluginManifest;
  /** `src/index.ts`. */
  readonly server: string;
  /** `src/ui/index.ts`, when it shows something in the browser. */
  readonly ui?: string;
  /** `src/contract.ts`, when other plugins may know something of it. */
  readonly contract?: string;
}

/**
 * Reads a plugin's folder.
 * @throws Error that names what is not there and what to do
 */
export async function readPluginFolder(path: string): Promise<PluginFolder> {
  const folder = resolve(path);
  const description = await readPackage(join(folder, 'package.json'));
  const server = join(folder, 'src/index.ts');
  if (!existsSync(server))
    throw new Error(`${folder} has no src/index.ts, which exports what definePlugin answers.`);
  const ui = join(folder, 'src/ui/index.ts');
  const contract = join(folder, 'src/contract.ts');
  return {
    folder,
    package: description,
    manifest: manifestOf(description),
    server,
    ...(existsSync(ui) ? { ui } : {}),
    ...(existsSync(contract) ? { contract } : {}),
  };
}

async function readPackage(file: string): Promise<PluginPackage> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(
      `There is no ${file}. Go into the folder of a plugin, or name it; “tessera create” makes one.`,
    );
  });
  const description = parse(file, text);
  const { name, version, keywords, tessera } = description;
  const faults = [
    typeof name === 'string' && name !== '' ? '' : '“name” is missing.',
    typeof version === 'string' && version !== '' ? '' : '“version” is missing.',
    keywords?.includes('tessera-plugin') ? '' : '“keywords” must have "tessera-plugin".',
    typeof tessera?.id === 'string' ? '' : '“tessera” with an “id” is missing.',
  ].filter(Boolean);
  if (faults.length > 0) throw new Error(`${file} is no plugin’s: ${faults.join(' ')}`);
  return description;
}

function parse(file: string, text: string): PluginPackage {
  try {
    return JSON.parse(text) as PluginPackage;
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
}

function manifestOf({ name, version, tessera }: PluginPackage): PluginManifest {
  return { requires: {}, optional: {}, ...tessera, name, version } as PluginManifest;
}
