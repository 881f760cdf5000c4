import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Editors write a file in several steps. */
const REST_MS = 60;

/**
 * Calls when `src` or `package.json` of a folder have changed, one call at a time; answers what ends it. Each folder is watched by itself:
 * Node's recursive watching loses files that an editor replaces.
 */
export async function watchSources(
  folder: string,
  changed: () => Promise<void>,
): Promise<() => void> {
  const watchers = new Map<string, FSWatcher>();
  let resting: ReturnType<typeof setTimeout> | undefined;
  let running = Promise.resolve();
  let isEnded = false;
  const act = async (): Promise<void> => {
    if (isEnded) return;
    await follow();
    await changed();
  };
  const notice = (): void => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      running = running.then(act);
    }, REST_MS);
  };
  const begin = (path: string, listener: (name: string | null) => void): void => {
    const watcher = watch(path, (_, name) => listener(name));
    watcher.on('error', () => {
      watcher.close();
      watchers.delete(path);
    });
    watchers.set(path, watcher);
  };
  const follow = async (): Promise<void> => {
    const found = await foldersBelow(join(folder, 'src'));
    for (const [path, watcher] of watchers) {
      if (path === folder || found.includes(path)) continue;
      watcher.close();
      watchers.delete(path);
    }
    for (const path of found) if (!watchers.has(path)) begin(path, notice);
  };

  begin(folder, (name) => {
    if (name === 'package.json' || name === 'src') notice();
  });
  await follow();
  return () => {
    isEnded = true;
    clearTimeout(resting);
    for (const watcher of watchers.values()) watcher.close();
  };
}

async function foldersBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory());
  return [folder, ...below.map(({ parentPath, name }) => join(parentPath, name))];
}
