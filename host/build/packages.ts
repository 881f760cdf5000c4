import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { packRoom } from './package-room.ts';
import { publishedRooms } from './published-rooms.ts';

/** Compiles what is published of this workspace, and packs it into a folder: `dist/packages` when none is named. */
const root = join(import.meta.dirname, '../..');
const target = resolve(process.argv[2] ?? join(root, 'dist/packages'));
const rooms = await publishedRooms(root);
const projects = rooms
  .flatMap((room) => [room, join(room, 'src/ui')])
  .filter((folder) => existsSync(join(folder, 'tsconfig.json')));
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const compiled = spawnSync(process.execPath, [compiler, '-b', ...projects], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(1);
for (const room of rooms)
  process.stdout.write(`${relative(process.cwd(), await packRoom(room, target))}\n`);
