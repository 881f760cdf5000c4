import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes the files of a package into a folder, whole or not at all: beside it first, then one rename. A folder that is there already is
 * left as it is. The names must have been checked, as `readArchive` does.
 */
export async function unpackPackage(
  files: ReadonlyMap<string, Uint8Array>,
  target: string,
): Promise<void> {
  const fresh = `${target}.${randomUUID()}.part`;
  try {
    await mkdir(fresh, { recursive: true, mode: 0o700 });
    for (const [name, content] of files) await writeWhole(join(fresh, name), content);
    await rename(fresh, target).catch(async (error: unknown) => {
      // Another host of this machine was faster: its folder has the same content.
      if (!(await isFolder(target))) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
