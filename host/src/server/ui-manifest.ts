import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledPlugin } from '@tessera/core';
import { uiModuleOf } from '../plugins/package-ui.ts';

/** What `build:ui` leaves in `manifest.json`. */
interface Manifest {
  /** URL of the browser module by plugin id. */
  readonly plugins?: Readonly<Record<string, string>>;
}

/** Finds the browser module of a plugin; null for a plugin without one. A plugin from a package brings its own. The manifest is read again when it was built again. */
export function uiModules(
  folder: string,
  find: (plugin: string) => InstalledPlugin | undefined = () => undefined,
): (plugin: string) => string | null {
  const file = join(folder, 'manifest.json');
  let read: { readonly at: number; readonly manifest: Manifest } | undefined;
  return (plugin) => {
    const installed = find(plugin);
    const own = installed && uiModuleOf(installed);
    if (own !== undefined) return own;
    const at = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (read?.at !== at)
      read = { at, manifest: at ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {} };
    return read.manifest.plugins?.[plugin] ?? null;
  };
}
