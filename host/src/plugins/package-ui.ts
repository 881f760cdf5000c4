import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { InstalledPlugin, Kernel } from '@tessera/core';
import { parseStrangeJson } from './package-contents.ts';
import type { Packages } from './packages.ts';

/** So much of a digest stands in addresses. */
const PREFIX_LENGTH = 16;
const ADDRESS = /^\/plugins\/([a-z][a-z0-9-]*)\/([\w-]{16})\/([^?#]+)$/;

/** The browser side of plugins that were built by themselves: from packages and from folders in development. */
export interface PluginUi {
  /** The file that is served at a path, absolute; undefined for what no plugin has. Versions that open pages still show are served on. */
  find(path: string): Promise<string | undefined>;
}

/** Address of the browser module; undefined for a plugin that was built with the host, null for one without a browser side. */
export function uiModuleOf(installed: InstalledPlugin): string | null | undefined {
  const { origin = 'application', digest, uiFolder, manifest } = installed;
  if (!digest || origin === 'application') return undefined;
  return uiFolder ? `/plugins/${manifest.id}/${digest.slice(0, PREFIX_LENGTH)}/plugin.js` : null;
}

export function createPluginUi(kernel: Kernel, packages: Packages): PluginUi {
  /** Folders of the versions that this host has served, by `id/prefix`. */
  const served = new Map<string, string>();
  const listings = new Map<string, Promise<ReadonlySet<string>>>();
  const note = (): void => {
    for (const { installed } of kernel.assembly.instances.values()) {
      const { uiFolder, digest, manifest } = installed;
      if (uiFolder && digest)
        served.set(`${manifest.id}/${digest.slice(0, PREFIX_LENGTH)}`, uiFolder);
    }
  };
  note();
  kernel.onAssembly(note);
  /** Of a version that another host serves, or one from before this host was started. */
  const fetchFolder = async (id: string, prefix: string): Promise<string | undefined> => {
    const digest = await packages.find(id, prefix);
    return digest && join(await packages.materialize(digest), 'ui');
  };
  const filesOf = (folder: string): Promise<ReadonlySet<string>> => {
    const known = listings.get(folder);
    if (known) return known;
    const reading = readListing(folder);
    listings.set(folder, reading);
    reading.catch(() => listings.delete(folder));
    return reading;
  };
  return {
    async find(path) {
      const [, id = '', prefix = '', name = ''] = ADDRESS.exec(path) ?? [];
      if (name === '') return undefined;
      const key = `${id}/${prefix}`;
      const folder = served.get(key) ?? (await fetchFolder(id, prefix));
      if (!folder) return undefined;
      served.set(key, folder);
      return (await filesOf(folder)).has(name) ? join(folder, name) : undefined;
    },
  };
}

/** Names below `ui/` that the package lists: nothing else of its folder is served. */
async function readListing(uiFolder: string): Promise<ReadonlySet<string>> {
  const text = await readFile(join(dirname(uiFolder), 'tessera.json'), 'utf8');
  const { files = {} } = parseStrangeJson(text, 'tessera.json') as { files?: object };
  return new Set(
    Object.keys(files).flatMap((name) => (name.startsWith('ui/') ? name.slice(3) : [])),
  );
}
