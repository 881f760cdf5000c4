import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describePlugin, type Plugin, type PluginDescription } from '@tessera/core';
import { Header } from 'tar';
import { readManifest, type PackageJson } from '../src/plugins/manifest.ts';

/** A built plugin of a test. */
export interface ToyPackage {
  readonly id?: string;
  readonly version?: string;
  /** Of `server.js`; exports the plugin `toy`. */
  readonly server?: string;
  /** What its description says; nothing when not given. */
  readonly plugin?: Plugin;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Changes `package.json`. */
  readonly packageJson?: Readonly<Record<string, unknown>>;
  /** Changes `tessera.json`. */
  readonly listing?: Readonly<Record<string, unknown>>;
}

const PLAIN_SERVER = `import { definePlugin } from '@tessera/sdk'; export const toy = definePlugin({});`;

/** The files of a built plugin, by path. */
export function toyFiles(toy: ToyPackage = {}): Map<string, Uint8Array> {
  const { id = 'toy', version = '1.0.0', server = PLAIN_SERVER, plugin = {} } = toy;
  const packageJson = {
    name: `toy-${id}`,
    version,
    keywords: ['tessera-plugin'],
    type: 'module',
    tessera: { id, engine: '*', requires: {}, optional: {}, label: { en: 'Toy', 'zh-CN': '玩具' } },
    ...toy.packageJson,
  };
  const files = new Map<string, Uint8Array>([
    ['package.json', Buffer.from(JSON.stringify(packageJson))],
    ['server.js', Buffer.from(server)],
  ]);
  for (const [name, content] of Object.entries(toy.files ?? {}))
    files.set(name, Buffer.from(content));
  const description: PluginDescription = describePlugin(
    readManifest(packageJson as unknown as PackageJson),
    plugin,
  );
  const listed = Object.fromEntries(
    [...files].map(([name, content]) => [
      name,
      createHash('sha512').update(content).digest('base64url'),
    ]),
  );
  const listing = { ...description, files: listed, ...toy.listing };
  return files.set('tessera.json', Buffer.from(JSON.stringify(listing)));
}

/** A package with these files. */
export function toyPackage(toy?: ToyPackage): Uint8Array {
  return gzipSync(Buffer.concat([...entriesOf(toyFiles(toy)), END]));
}

/** Two empty blocks end an archive. */
export const END = Buffer.alloc(1024);

export function entriesOf(files: ReadonlyMap<string, Uint8Array>): Buffer[] {
  return [...files].map(([name, content]) => entry(`package/${name}`, content));
}

/** One entry, byte by byte; `type` as tar knows it. */
export function entry(
  path: string,
  content: string | Uint8Array = '',
  header: Readonly<Record<string, unknown>> = {},
): Buffer {
  const body = Buffer.from(content as string);
  const block = Buffer.alloc(512);
  new Header({
    path,
    size: body.length,
    mode: 0o644,
    type: 'File',
    mtime: new Date(0),
    ...header,
  }).encode(block);
  return Buffer.concat([block, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

/** Writes a built plugin into a fresh folder. */
export async function withToyFolder<T>(
  toy: ToyPackage,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-toy-'));
  try {
    for (const [name, content] of toyFiles(toy)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
