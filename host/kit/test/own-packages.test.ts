import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { extract, list } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packRoom, packageFor, packedFiles } from '../../build/package-room.ts';
import { publishedRooms } from '../../build/published-rooms.ts';

const ROOT = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-rooms-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const readPackage = async (place: string) =>
  JSON.parse(await readFile(join(place, 'package.json'), 'utf8'));

/** A room with these files besides its `package.json`. */
async function makeRoom(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const room = join(folder, name);
  const exports = {
    '.': { '@tessera/source': './src/index.ts', default: './dist/index.js' },
    './package.json': './package.json',
  };
  const scripts = { prepack: 'exit 1' };
  const own = { name, version: '1.2.3', files: ['dist', '!dist/**/*.test.*'], exports, scripts };
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify(own) })) {
    await mkdir(dirname(join(room, file)), { recursive: true });
    await writeFile(join(room, file), text);
  }
  return room;
}

test('a package has what was built from its sources, and no way to them', async () => {
  const room = await makeRoom('one', {
    'src/index.ts': '',
    'src/index.test.ts': '',
    'dist/index.js': 'export {};',
    'dist/index.d.ts': 'export {};',
    'dist/index.test.js': '',
    'dist/left-from-before.js': '',
    'dist/ui/plugin.js': '',
    'dist/words.json': '{}',
    'dist/tsconfig.tsbuildinfo': '{}',
  });
  const file = await packRoom(room, join(folder, 'out'));
  const names: string[] = [];
  await list({ file, onReadEntry: ({ path }) => void names.push(path) });
  expect(names.toSorted()).toEqual(
    [
      'dist/index.d.ts',
      'dist/index.js',
      'dist/ui/plugin.js',
      'dist/words.json',
      'package.json',
    ].map((name) => `package/${name}`),
  );
  await extract({ file, cwd: folder });
  const packed = await readPackage(join(folder, 'package'));
  expect(packed.exports).toEqual({
    '.': { default: './dist/index.js' },
    './package.json': './package.json',
  });
  expect(packed.scripts).toBeUndefined();
  expect((await readPackage(room)).exports['.']).toHaveProperty('@tessera/source');
});

test('a package that names a folder of this machine is not made', async () => {
  const room = await makeRoom('two', {
    'src/index.ts': '',
    'dist/index.js': `export const place = '${ROOT}/core';`,
  });
  await expect(packRoom(room, join(folder, 'refused'))).rejects.toThrow(/dist\/index\.js names/);
});

test('no package of this workspace keeps the way to its sources', async () => {
  const rooms = await publishedRooms(ROOT);
  expect(rooms.length).toBeGreaterThan(5);
  for (const room of rooms) {
    const own = await readPackage(room);
    expect(JSON.stringify(own), room).toContain('@tessera/source');
    expect(own.scripts?.prepack, room).toContain('refuse-npm-pack.ts');
    expect(JSON.stringify(packageFor(own)), room).not.toContain('@tessera/source');
  }
});

test('npm alone refuses, and says what packs', async () => {
  const cwd = join(ROOT, 'host/kit');
  const options = { cwd, shell: process.platform === 'win32' };
  await expect(run('npm', ['pack', '--dry-run'], options)).rejects.toMatchObject({
    stderr: expect.stringContaining('npm run packages'),
  });
});

test('the kit brings the files of a new plugin along', async () => {
  const files = await packedFiles(join(ROOT, 'host/kit'));
  for (const name of ['package.json', 'gitignore', 'src/index.ts', 'test/my-plugin.test.ts'])
    expect(files).toContain(`templates/plugin/${name}`);
  expect(files).toContain('templates/customer/src/entities/item.ts');
});
