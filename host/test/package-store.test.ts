import { once } from 'node:events';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createDatabase } from '@tessera/core';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { makeDatabase } from '../../test/setup/database.ts';
import { openPackages, type Packages } from '../src/plugins/packages.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { toyPackage } from './package-toy.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
let host: TestHost;
let pool: pg.Pool;
/** Two hosts on one database, each with a data folder of its own. */
let folders: string[];
let first: Packages;
let second: Packages;

beforeAll(async () => {
  const database = await makeDatabase();
  host = await createTestHost({ database });
  pool = new pg.Pool({ ...database, max: 5 });
  folders = [
    await mkdtemp(join(tmpdir(), 'tessera-one-')),
    await mkdtemp(join(tmpdir(), 'tessera-two-')),
  ];
  const [one = '', two = ''] = folders;
  first = await openPackages({ database: createDatabase(pool), dataFolder: one, log });
  second = await openPackages({ database: createDatabase(pool), dataFolder: two, log });
});
afterAll(async () => {
  await host?.close();
  await pool?.end();
  for (const folder of folders ?? []) await rm(folder, { recursive: true, force: true });
});

test('a package is kept once, and every host has its files', async () => {
  const bytes = toyPackage({ files: { 'ui/plugin.js': 'export {};' } });
  const by = '0190a000-0000-7000-8000-000000000001';
  const [staged, again] = await Promise.all([first.stage(bytes, by), second.stage(bytes, null)]);
  expect(again).toEqual(staged);
  expect(staged).toMatchObject({
    plugin: 'toy',
    version: '1.0.0',
    size: bytes.length,
    description: { format: 1 },
  });
  expect((await first.list()).map(({ digest }) => digest)).toEqual([staged.digest]);
  expect(await second.find('toy', staged.digest.slice(0, 16))).toBe(staged.digest);
  expect(await second.find('other', staged.digest.slice(0, 16))).toBeUndefined();

  const loaded = await second.load(staged.digest);
  expect(loaded).toMatchObject({
    manifest: { id: 'toy' },
    digest: staged.digest,
    origin: 'package',
  });
  expect(loaded.uiFolder).toBe(join(folders[1] ?? '', 'plugins', staged.digest, 'ui'));
});

test('unpacked files are whole: what was changed, added or taken away is made again', async () => {
  const { digest } = await first.stage(toyPackage({ version: '1.0.1' }), null);
  const [folder] = await Promise.all([first.materialize(digest), first.materialize(digest)]);
  const before = await readdir(folder);
  await writeFile(join(folder, 'server.js'), 'evil');
  await writeFile(join(folder, 'more.js'), 'evil');
  await rm(join(folder, 'package.json'));
  expect(await first.materialize(digest)).toBe(folder);
  expect(await readdir(folder)).toEqual(before);
  expect(await first.load(digest)).toMatchObject({ manifest: { version: '1.0.1' } });
  const names = await readdir(join(folder, '..'));
  expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
});

test.each([
  ['hostile', () => toyPackage().subarray(0, 100), 'HOST_PACKAGE_REFUSED'],
  [
    'faulty',
    () => toyPackage({ server: `import 'pg'; export const toy = {};` }),
    'HOST_PACKAGE_FAULTY',
  ],
  [
    'hanging',
    () => toyPackage({ server: 'await new Promise(() => {});' }),
    'HOST_PLUGIN_UNLOADABLE',
  ],
  [
    'throwing',
    () => toyPackage({ server: 'throw new Error("it stumbled");' }),
    'HOST_PLUGIN_UNLOADABLE',
  ],
  [
    'lying',
    () => toyPackage({ server: `export const toy = { hooks: [{ hook: 'sales.deal.winning' }] };` }),
    'HOST_PACKAGE_FAULTY',
  ],
])('a %s package is not kept', async (_, make, code) => {
  const before = await first.list();
  await expect(first.stage(make(), null)).rejects.toMatchObject({ code, status: 422 });
  expect(await first.list()).toEqual(before);
});

test('what is being installed is not thrown away by another host meanwhile', async () => {
  const { digest } = await first.stage(
    toyPackage({ id: 'wanted', server: 'export const wanted = {};' }),
    null,
  );
  let dropped: Promise<unknown> | undefined;
  await first.keep(digest, async () => {
    dropped = second.drop(digest).catch((error: { code?: string }) => error.code);
    // The other one reads it, asks for it, and asks again: it waits.
    for (let asked = 0; asked < 3; asked += 1) await Promise.race([once(pool, 'acquire'), dropped]);
    // An index that is built beside waits for every transaction: this must be none.
    await pool.query('create table public.meanwhile (n int)');
    await pool.query('create index concurrently on public.meanwhile (n)');
    await pool.query(
      `insert into tessera.plugin (id, version, wanted, state, digest) values ('wanted', '1.0.0', 'disabled', 'disabled', $1)`,
      [digest],
    );
    return {};
  });
  expect(await dropped).toBe('HOST_PACKAGE_IN_USE');
  expect(await first.read(digest)).toMatchObject({ plugin: 'wanted' });
  await expect(first.keep('gone', async () => ({}))).rejects.toMatchObject({
    code: 'HOST_PACKAGE_MISSING',
  });
});

test('folders of packages that another host has thrown away are swept at the next start', async () => {
  const [one = ''] = folders;
  const { digest } = await first.stage(toyPackage({ version: '1.0.2' }), null);
  const folder = await first.materialize(digest);
  const kept = await first.materialize((await first.stage(toyPackage(), null)).digest);
  await second.drop(digest);
  const longAgo = new Date(Date.now() - 7_200_000);
  await utimes(folder, longAgo, longAgo);
  await utimes(kept, longAgo, longAgo);
  await openPackages({ database: createDatabase(pool), dataFolder: one, log });
  const names = await readdir(join(one, 'plugins'));
  expect(names).not.toContain(digest);
  expect(names).toContain(basename(kept));
});

test('a package is thrown away, but not while a plugin runs it', async () => {
  const { digest } = await first.stage(
    toyPackage({ id: 'used', server: 'export const used = {};' }),
    null,
  );
  await pool.query(
    `insert into tessera.plugin (id, version, wanted, state, digest) values ('used', '1.0.0', 'enabled', 'active', $1)`,
    [digest],
  );
  await expect(first.drop(digest)).rejects.toMatchObject({ code: 'HOST_PACKAGE_IN_USE' });
  await pool.query(`update tessera.plugin set state = 'removed' where id = 'used'`);
  await first.materialize(digest);
  await first.drop(digest);
  expect(await readdir(join(folders[0] ?? '', 'plugins'))).not.toContain(digest);
  await expect(first.read(digest)).rejects.toMatchObject({ code: 'HOST_PACKAGE_MISSING' });
  await expect(first.load(digest)).rejects.toMatchObject({ code: 'HOST_PACKAGE_MISSING' });
  await expect(first.drop('../../etc')).rejects.toMatchObject({ code: 'HOST_PACKAGE_MISSING' });
});
