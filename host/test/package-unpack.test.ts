import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectPackage } from '../src/plugins/package-inspection.ts';
import { readArchive } from '../src/plugins/unpack-archive.ts';
import { unpackPackage } from '../src/plugins/unpack-package.ts';
import { END, entriesOf, entry, toyFiles, toyPackage, type ToyPackage } from './package-toy.ts';

const archive = (...blocks: Uint8Array[]): Uint8Array => gzipSync(Buffer.concat([...blocks, END]));
const refusal = (reason: RegExp) =>
  expect.objectContaining({
    code: 'HOST_PACKAGE_REFUSED',
    message: expect.stringMatching(reason),
  });
const good = entriesOf(toyFiles());
const many = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => entry(`package/${index}.txt`));
/** An extended header that gives the next entry another name or size. */
const pax = (record: string): Buffer => {
  const line = ` ${record}\n`;
  const bytes = Buffer.byteLength(line);
  const length = bytes + String(bytes + 2).length;
  return entry('PaxHeader', `${length}${line}`, { type: 'ExtendedHeader' });
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-unpack-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a package is read whole, and written whole', async () => {
  const files = await readArchive(toyPackage({ files: { 'ui/plugin.js': 'export {};' } }));
  expect([...files.keys()].toSorted()).toEqual([
    'package.json',
    'server.js',
    'tessera.json',
    'ui/plugin.js',
  ]);
  const target = join(folder, 'whole');
  await Promise.all([unpackPackage(files, target), unpackPackage(files, target)]);
  expect(await readdir(folder)).toEqual(['whole']);
  expect(await readFile(join(target, 'ui/plugin.js'), 'utf8')).toBe('export {};');
});

test('what cannot be written leaves nothing behind', async () => {
  const files = new Map([
    ['a', Buffer.from('')],
    ['a/b', Buffer.from('')],
  ]);
  await expect(unpackPackage(files, join(folder, 'half'))).rejects.toThrow(/ENOTDIR|EEXIST/);
  expect((await readdir(folder)).filter((name) => name.startsWith('half'))).toEqual([]);
});

test('folders and long names in extended headers are plain', async () => {
  const long = `${'a'.repeat(90)}/${'b'.repeat(90)}.txt`;
  const files = await readArchive(
    archive(
      entry('package/', '', { type: 'Directory' }),
      entry('package/ui', '', { type: 'Directory' }),
      entry('package/ui/plugin.js', 'x'),
      pax(`path=package/${long}`),
      entry('package/short.txt', 'long'),
    ),
  );
  expect([...files].map(([name, content]) => [name, content.toString()])).toEqual([
    ['ui/plugin.js', 'x'],
    [long, 'long'],
  ]);
});

test.each<[string, () => Uint8Array, RegExp]>([
  ['a way out', () => archive(entry('package/../../evil.js')), /leads out of its folder/],
  ['a way out in the middle', () => archive(entry('package/a/../../b')), /leads out/],
  ['an absolute path', () => archive(entry('/etc/passwd')), /absolute path/],
  ['another root', () => archive(entry('other/file.js')), /outside of package/],
  ['the root as a file', () => archive(entry('package')), /outside of package/],
  ['a drive', () => archive(entry('C:/x')), /begins with a drive/],
  ['backslashes', () => archive(entry('package\\..\\x')), /character that not every system/],
  ['a stream of Windows', () => archive(entry('package/x.js:y')), /character that not every/],
  ['a device name', () => archive(entry('package/nul.js')), /device/],
  ['a dot at the end', () => archive(entry('package/x./y')), /ends in a dot/],
  ['an empty part', () => archive(entry('package//x')), /empty part/],
  ['control characters', () => archive(entry('package/a\u001b[2Jb')), /control characters/],
  ['a reversed name', () => archive(entry('package/a\u202Egpj.js')), /control characters/],
  [
    'a long name',
    () => archive(pax(`path=package/${'ü'.repeat(100)}`), entry('package/y')),
    /longer than 200 bytes/,
  ],
  [
    'a symbolic link',
    () => archive(entry('package/x', '', { type: 'SymbolicLink', linkpath: '/etc' })),
    /symbolic link/,
  ],
  [
    'a hard link',
    () => archive(entry('package/x', '', { type: 'Link', linkpath: 'package/y' })),
    /hard link/,
  ],
  [
    'a file with the target of a link',
    () => archive(entry('package/x', '', { linkpath: '/etc/passwd' })),
    /is a link/,
  ],
  ['a device', () => archive(entry('package/x', '', { type: 'CharacterDevice' })), /device/],
  ['a block device', () => archive(entry('package/x', '', { type: 'BlockDevice' })), /device/],
  ['a pipe', () => archive(entry('package/x', '', { type: 'FIFO' })), /pipe/],
  [
    'a global header',
    () => archive(entry('x', '14 path=../x\n', { type: 'GlobalExtendedHeader' }), ...good),
    /global header/,
  ],
  [
    'a way out in an extended header',
    () => archive(pax('path=package/../../x'), entry('package/x')),
    /leads out/,
  ],
  [
    'two extended headers',
    () => archive(pax('path=package/a'), pax('path=package/b'), entry('package/x')),
    /two extended headers/,
  ],
  ['an extended header alone', () => archive(...good, pax('path=package/a')), /before no file/],
  [
    'a size in an extended header that is not so',
    () => archive(pax('size=999999999'), entry('package/x')),
    /larger than 20 MB/,
  ],
  ['the same name twice', () => archive(entry('package/x'), entry('package/x')), /there twice/],
  [
    'a name twice by case',
    () => archive(entry('package/Read.me'), entry('package/read.ME')),
    /there twice/,
  ],
  [
    'a name twice by Unicode form',
    () => archive(entry('package/\u00e9'), entry('package/e\u0301')),
    /there twice/,
  ],
  [
    'a file that is a folder too',
    () => archive(entry('package/x'), entry('package/x/y')),
    /below a file/,
  ],
  [
    'a folder that is a file too',
    () => archive(entry('package/x/y'), entry('package/X')),
    /there twice/,
  ],
  ['an addon', () => archive(entry('package/build/x.node')), /native addon/],
  ['an addon with capitals', () => archive(entry('package/X.NODE')), /native addon/],
  ['a bundled tree', () => archive(entry('package/node_modules/x/index.js')), /node_modules/],
  ['too many entries', () => archive(...many(2001)), /more than 2000 entries/],
  [
    'a large file',
    () => archive(entry('package/x', randomBytes(10 * 1024 ** 2 + 1).toString('hex'))),
    /“package\/x” is larger than 20 MB/,
  ],
  ['a bomb', () => gzipSync(Buffer.alloc(61 * 1024 ** 2)), /unpacks to more than/],
  ['a large package', () => new Uint8Array(20 * 1024 ** 2 + 1), /larger than 20 MB/],
  ['nothing', () => new Uint8Array(), /no whole gzip/],
  ['no gzip', () => Buffer.from('<!doctype html>'), /no whole gzip/],
  ['half a package', () => toyPackage().subarray(0, 300), /no whole gzip/],
  ['a changed byte', () => changed(toyPackage()), /no whole gzip/],
  [
    'rubbish after the end',
    () => Buffer.concat([toyPackage(), Buffer.from('rubbish')]),
    /no whole gzip|follows after/,
  ],
  [
    'zeros after the end',
    () => Buffer.concat([toyPackage(), Buffer.alloc(20)]),
    /follows after its end/,
  ],
  ['an archive without an end', () => gzipSync(Buffer.concat(good)), /no end/],
  [
    'an archive cut in a file',
    () => gzipSync(entry('package/x', 'y'.repeat(2000)).subarray(0, 1024)),
    /cut off/,
  ],
  [
    'a second archive behind the first',
    () => archive(...good, END, ...good),
    /follows after the end/,
  ],
  ['a wrong checksum', () => archive(wrongSum()), /checksum/],
  ['no tar', () => gzipSync(Buffer.alloc(2048, 'x')), /checksum|header/],
])('an archive with %s is refused', async (_, make, reason) => {
  await expect(readArchive(make())).rejects.toEqual(refusal(reason));
});

test.each<[string, ToyPackage | (() => Uint8Array), RegExp]>([
  ['has no package.json', () => archive(...withoutFile('package.json')), /no package\.json/],
  ['has no tessera.json', () => archive(...withoutFile('tessera.json')), /no tessera\.json/],
  ['has no server.js', () => archive(...withoutFile('server.js')), /no server\.js/],
  ['is no plugin', { packageJson: { keywords: ['other'] } }, /keyword tessera-plugin/],
  ['has no part for Tessera', { packageJson: { tessera: 1 } }, /no part “tessera”/],
  ['lists no files', { listing: { files: [] } }, /lists no files/],
  ['lists a file that is absent', () => listedMore(), /gone\.js, which is absent/],
  [
    'has a file that is not listed',
    () => archive(...good, entry('package/more.js')),
    /does not list more\.js/,
  ],
  [
    'has a file that is another',
    () => archive(...entriesOf(toyFiles().set('server.js', Buffer.from('evil')))),
    /SHA-512 is another/,
  ],
  [
    'has no JSON',
    () => archive(...entriesOf(toyFiles().set('package.json', Buffer.from('{')))),
    /not valid JSON/,
  ],
  [
    'plays with prototypes',
    () =>
      archive(
        ...entriesOf(
          toyFiles().set('package.json', Buffer.from('{"tessera":{"__proto__":{"id":"x"}}}')),
        ),
      ),
    /“__proto__” is not allowed/,
  ],
  [
    'plays with prototypes in disguise',
    () =>
      archive(
        ...entriesOf(toyFiles().set('tessera.json', Buffer.from('{"constr\\u0075ctor":{}}'))),
      ),
    /“constructor” is not allowed/,
  ],
  [
    'is nested without end',
    () =>
      archive(
        ...entriesOf(
          toyFiles().set(
            'tessera.json',
            Buffer.from(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`),
          ),
        ),
      ),
    /nested/,
  ],
])('a package that %s is refused', async (_, toy, reason) => {
  const bytes = typeof toy === 'function' ? toy() : toyPackage(toy);
  await expect(inspectPackage(bytes)).rejects.toEqual(refusal(reason));
});

test.each<[string, ToyPackage, RegExp]>([
  ['takes a reserved id', { id: 'tessera' }, /reserved/],
  ['has a wrong version', { version: 'new' }, /version must be such as/],
  ['brings dependencies', { packageJson: { dependencies: { pg: '1' } } }, /must be bundled in/],
  [
    'says two things of itself',
    { listing: { manifest: { ...manifest(), version: '9.0.0' } } },
    /different things/,
  ],
  [
    'has a malformed description',
    { listing: { hooks: [{}] } },
    /tessera\.json\/hooks\/0 must be string/,
  ],
  ['has a part nobody knows', { listing: { more: 1 } }, /additional properties/],
  [
    'takes a name of another',
    { listing: { permissions: [{ name: 'sales.deal.win', label: { en: 'x' }, roles: [] }] } },
    /sales\.deal\.win must begin with toy\./,
  ],
  [
    'takes an entity of another',
    { listing: { entities: [{ id: 'tessera.user', fields: {} }] } },
    /tessera\.user must begin with toy\./,
  ],
  [
    'takes an element of another',
    { listing: { contributions: [{ slot: 'app.nav', id: 'x', element: 'sales-x' }] } },
    /sales-x must begin with toy-/,
  ],
  [
    'brings lit',
    { files: { 'ui/plugin.js': '(globalThis.litElementVersions ??= []).push("4")' } },
    /copy of lit/,
  ],
  [
    'brings the SDK',
    { server: 'export class E extends Error{name="TesseraError"}' },
    /copy of @tessera\/sdk/,
  ],
  [
    'imports a package',
    { server: `import 'pg'; export const toy = {};` },
    /server\.js imports “pg”/,
  ],
  [
    'imports a second file',
    { server: `import './x.js'; export const toy = {};` },
    /imports “\.\/x\.js”/,
  ],
  [
    'imports what the page does not share',
    { files: { 'ui/plugin.js': `import 'left-pad';` } },
    /ui\/plugin\.js imports “left-pad”/,
  ],
  [
    'imports a page from elsewhere',
    { files: { 'ui/plugin.js': `import 'https://evil.test/x.js';` } },
    /imports “https/,
  ],
  [
    'imports a file that is absent',
    { files: { 'ui/plugin.js': `import './gone.js';` } },
    /imports “\.\/gone\.js”/,
  ],
  ['has code that is none', { server: 'export const = ;import {' }, /not a JavaScript module/],
])('a package that %s has a fault, named without running it', async (_, toy, fault) => {
  const { faults } = await inspectPackage(toyPackage(toy));
  expect(faults.join('\n')).toMatch(fault);
});

test('a package that is right has no fault, and scripts of it are no matter', async () => {
  const bytes = toyPackage({
    packageJson: { scripts: { install: 'exit 1', postinstall: 'exit 1' } },
    files: {
      'ui/plugin.js': `import { html } from 'lit'; import './part.js'; export { html };`,
      'ui/part.js': `import { until } from 'lit/directives/until.js'; import '@tessera/sdk/ui'; export { until };`,
      'README.md': '# Toy',
    },
  });
  const { faults, digest, description } = await inspectPackage(bytes);
  expect(faults).toEqual([]);
  expect(digest).toMatch(/^[\w-]{86}$/);
  expect(description).toMatchObject({ format: 1, manifest: { id: 'toy', version: '1.0.0' } });
  expect(description).not.toHaveProperty('files');
});

function manifest(): Record<string, unknown> {
  const listing = JSON.parse(Buffer.from(toyFiles().get('tessera.json') ?? '').toString());
  return listing.manifest as Record<string, unknown>;
}

function withoutFile(name: string): Buffer[] {
  const files = toyFiles();
  files.delete(name);
  return entriesOf(files);
}

function listedMore(): Uint8Array {
  const files = toyFiles();
  const listing = JSON.parse(Buffer.from(files.get('tessera.json') ?? '').toString());
  listing.files['gone.js'] = 'x';
  return archive(...entriesOf(files.set('tessera.json', Buffer.from(JSON.stringify(listing)))));
}

function changed(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const place = copy.length - 6;
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
}

function wrongSum(): Buffer {
  const block = entry('package/x', 'y');
  block.write('z', 8);
  return block;
}
