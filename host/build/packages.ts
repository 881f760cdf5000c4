import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { packRoom } from './package-room.ts';

/** Packs what is published of this workspace into a folder, `dist/packages` when none is named. It must have been built. */
const root = join(import.meta.dirname, '../..');
const target = resolve(process.argv[2] ?? join(root, 'dist/packages'));
for (const room of await publishedRooms())
  process.stdout.write(`${relative(process.cwd(), await packRoom(room, target))}\n`);

async function publishedRooms(): Promise<readonly string[]> {
  const { workspaces } = await readPackage(root);
  const rooms: string[] = [];
  for await (const file of glob(
    workspaces!.map((pattern) => `${pattern}/package.json`),
    { cwd: root },
  )) {
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
