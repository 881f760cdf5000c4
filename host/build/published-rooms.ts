import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folders of a workspace that others get as packages: those that are not private. */
export async function publishedRooms(root: string): Promise<readonly string[]> {
  const { workspaces = [] } = await readPackage(root);
  const patterns = workspaces.map((pattern) => `${pattern}/package.json`);
  const rooms: string[] = [];
  for await (const file of glob(patterns, { cwd: root })) {
    const room = dirname(join(root, file));
    if (!(await readPackage(room)).private) rooms.push(room);
  }
  return rooms.toSorted();
}

async function readPackage(folder: string) {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly private?: boolean;
    readonly workspaces?: readonly string[];
  };
}
