import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Whether a folder holds exactly these files: nothing is absent, changed or added. */
export async function isWhole(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => !entry.isDirectory());
  if (found.length !== files.size) return false;
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name);
    const wanted = files.get(relative(folder, path).split(sep).join('/'));
    if (!entry.isFile() || !wanted || !(await readFile(path)).equals(wanted)) return false;
  }
  return true;
}
