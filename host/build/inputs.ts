import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SHARED_SPECIFIERS } from '../src/plugins/shared-specifiers.ts';

export interface PluginUiSource {
  readonly id: string;
  /** Its `src/ui`. */
  readonly folder: string;
}

/** The plugins of the workspace that have elements of their own. */
export async function findPluginUis(root: string): Promise<PluginUiSource[]> {
  const found: PluginUiSource[] = [];
  for await (const file of glob(['plugins/*/package.json', 'examples/*/package.json'], {
    cwd: root,
  })) {
    const manifest = JSON.parse(await readFile(join(root, file), 'utf8')) as {
      tessera?: { id: string };
    };
    const folder = join(root, file, '../src/ui');
    if (manifest.tessera && existsSync(join(folder, 'index.ts')))
      found.push({ id: manifest.tessera.id, folder });
  }
  return found.toSorted((one, two) => (one.id < two.id ? -1 : 1));
}

/** Every file below a folder, sorted; tests and built files are left out. */
export async function filesBelow(folder: string, pattern = /./): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of glob('**/*', {
    cwd: folder,
    withFileTypes: true,
    exclude: isNotASource,
  })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && pattern.test(file) && !file.endsWith('.test.ts')) found.push(file);
  }
  return found.toSorted();
}

function isNotASource(entry: { readonly name: string }): boolean {
  return entry.name === 'node_modules' || entry.name === 'dist';
}

/** SHA-256 over names and contents, as hex. */
export async function contentHash(root: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(relative(root, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

/** The packages that browser code imports by name, including what plugins may count on. */
export async function bareSpecifiers(folders: readonly string[]): Promise<string[]> {
  const found = new Set(SHARED_SPECIFIERS);
  const imported =
    /^(?:import|export)\s(?!type\b)[^'"`;=]*?\bfrom\s*['"]([^'".][^'"]*)['"]|^import\s*['"]([^'".][^'"]*)['"]/gm;
  for (const folder of folders) {
    for (const file of await filesBelow(folder, /\.ts$/)) {
      for (const match of (await readFile(file, 'utf8')).matchAll(imported)) {
        const name = match[1] ?? match[2];
        if (name && !name.endsWith('.css') && name !== '@tessera/core') found.add(name);
      }
    }
  }
  return [...found].toSorted();
}
