import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** What runs the workspace from source; there is no source in a package. */
const SOURCE = '@tessera/source';
/** What the compiler writes, each from a source of the same name. */
const COMPILED = /^dist\/(?<name>.+?)\.(?:d\.ts|js)$/;

interface RoomPackage {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly [part: string]: unknown;
}

/**
 * Packs a folder of the workspace as others shall have it: without the way to its sources, without scripts, and without what an earlier
 * build left behind.
 * @returns the tarball
 * @throws Error when a file names the folder of this workspace
 */
export async function packRoom(room: string, target: string): Promise<string> {
  const draft = await mkdtemp(join(tmpdir(), 'tessera-room-'));
  try {
    await mkdir(target, { recursive: true });
    for (const name of await packedFiles(room)) {
      await refusePlace(join(room, name));
      await mkdir(dirname(join(draft, name)), { recursive: true });
      await copyFile(join(room, name), join(draft, name));
    }
    const packed = packageFor(JSON.parse(await readFile(join(room, 'package.json'), 'utf8')));
    await writeFile(join(draft, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
    const { filename } = await npmPack(draft, '--pack-destination', target);
    return join(target, filename);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The `package.json` of a room as others shall have it. */
export function packageFor(room: RoomPackage): RoomPackage {
  const { scripts: _scripts, devDependencies: _devDependencies, ...kept } = room;
  return dropSource(kept) as RoomPackage;
}

/** What npm packs, but for what no source stands behind any more. */
export async function packedFiles(room: string): Promise<readonly string[]> {
  const { files } = await npmPack(room, '--dry-run');
  return files.map(({ path }) => path).filter((name) => hasSource(room, name));
}

function hasSource(room: string, name: string): boolean {
  if (name.endsWith('.tsbuildinfo')) return false;
  const compiled = COMPILED.exec(name)?.groups?.['name'];
  if (compiled === undefined || existsSync(join(room, 'src', `${compiled}.ts`))) return true;
  // The web UI of the host comes from a bundler.
  return compiled.startsWith('ui/') && !existsSync(join(room, 'src/ui'));
}

function dropSource(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== SOURCE);
  return Object.fromEntries(kept.map(([key, part]) => [key, dropSource(part)]));
}

async function refusePlace(file: string): Promise<void> {
  const place = join(import.meta.dirname, '../..');
  if ((await readFile(file)).includes(`${place}/`))
    throw new Error(`${file} names ${place}, a folder of this machine.`);
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

async function npmPack(folder: string, ...args: readonly string[]): Promise<Packed> {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = await run(npm, ['pack', '--json', '--ignore-scripts', ...args], {
    cwd: folder,
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 ** 2,
  });
  // A list, or by name: npm has changed its mind.
  const [packed] = Object.values(JSON.parse(stdout) as Readonly<Record<string, Packed>>);
  return packed!;
}
