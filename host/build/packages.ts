import { join, relative, resolve } from 'node:path';
import { packRoom } from './package-room.ts';
import { publishedRooms } from './published-rooms.ts';

/** Packs what is published of this workspace into a folder, `dist/packages` when none is named. It must have been built. */
const root = join(import.meta.dirname, '../..');
const target = resolve(process.argv[2] ?? join(root, 'dist/packages'));
for (const room of await publishedRooms(root))
  process.stdout.write(`${relative(process.cwd(), await packRoom(room, target))}\n`);
