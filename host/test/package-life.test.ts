import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEntity, definePlugin, text } from '@tessera/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { runPluginCommand } from '../src/plugins/plugin-command.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { toyPackage } from './package-toy.ts';

const SERVER = `
  import { defineEntity, definePlugin, text } from '@tessera/sdk';
  const Toy = defineEntity('toy.thing', {
    label: { en: 'Toy' }, plural: { en: 'Toys' }, path: 'things', title: 'name',
    fields: { name: text().required() },
  });
  export const toy = definePlugin({ entities: [Toy] });`;
const plugin = definePlugin({
  entities: [
    defineEntity('toy.thing', {
      label: { en: 'Toy' },
      plural: { en: 'Toys' },
      path: 'things',
      title: 'name',
      fields: { name: text().required() },
    }),
  ],
});
const version = (number: string): Uint8Array =>
  toyPackage({
    version: number,
    server: SERVER,
    plugin,
    files: { 'ui/plugin.js': `export const version = '${number}';`, 'ui/mark.svg': '<svg/>' },
  });

let host: TestHost;
let url: string;
let token: string;
let folder: string;
beforeAll(async () => {
  host = await createTestHost({ database: await makeDatabase() });
  url = await host.listen();
  token = ((await host.as('administrator').authorization()) ?? '').replace('Bearer ', '');
  folder = await mkdtemp(join(tmpdir(), 'tessera-life-'));
});
afterAll(async () => {
  await host?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function command(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line) };
  const code = await runPluginCommand([...args, '--url', url, '--token', token], output);
  return { code, text: lines.join('') };
}

const modules = async (): Promise<Record<string, string | null>> => {
  const { body } = await host.as('administrator').get('/api/meta');
  const plugins = body.plugins as { id: string; module?: string | null }[];
  return Object.fromEntries(plugins.map(({ id, module = null }) => [id, module]));
};

test('a package is added, enabled, upgraded and removed from the command line; its pages are served', async () => {
  const [one, two] = [join(folder, 'one.tgz'), join(folder, 'two.tgz')];
  await writeFile(one, version('1.0.0'));
  await writeFile(two, version('1.1.0'));

  const added = await command('add', one, '--yes');
  expect(added.text).toMatch(
    /Install toy 1\.0\.0 \(Toy\)[^]*create table[^]*toy 1\.0\.0 is installed/i,
  );
  expect(added.code).toBe(0);
  expect(await command('enable', 'toy')).toEqual({ code: 0, text: 'toy is active.\n' });
  const admin = host.as('administrator');
  expect((await admin.post('/api/toy/things', { name: 'a' })).status).toBe(201);

  const first = (await modules())['toy'] ?? '';
  expect(first).toMatch(/^\/plugins\/toy\/[\w-]{16}\/plugin\.js$/);
  const served = await fetch(url + first);
  expect(Object.fromEntries(served.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  expect(await served.text()).toContain(`'1.0.0'`);
  const mark = await fetch(url + first.replace('plugin.js', 'mark.svg'));
  expect(mark.headers.get('content-type')).toBe('image/svg+xml');
  for (const other of [
    'server.js',
    '../server.js',
    '..%2fserver.js',
    '%2e%2e/server.js',
    'gone.js',
  ]) {
    expect((await fetch(url + first.replace('plugin.js', other))).status).toBe(404);
  }

  expect((await command('add', two, '--yes')).text).toMatch(/Upgrade toy from 1\.0\.0 to 1\.1\.0/);
  expect((await command('list')).text).toMatch(/^toy +1\.1\.0 +active +package$/m);
  const second = (await modules())['toy'] ?? '';
  expect(second).not.toBe(first);
  expect(await (await fetch(url + second)).text()).toContain(`'1.1.0'`);
  // A page that was opened before still finds what it shows.
  expect(await (await fetch(url + first)).text()).toContain(`'1.0.0'`);
  expect((await admin.get('/api/toy/things')).body).toHaveLength(1);

  expect((await command('disable', 'toy')).text).toBe('toy is disabled.\n');
  expect((await command('remove', 'toy')).code).toBe(0);
  expect((await command('history', 'toy')).text).toMatch(/upgrade|install/);
});

test('what cannot be done is said, and nothing happens', async () => {
  const broken = join(folder, 'broken.tgz');
  await writeFile(broken, version('1.0.0').subarray(0, 200));
  expect((await command('add', broken, '--yes')).code).toBe(1);
  expect((await command('add', join(folder, 'gone.tgz'))).code).toBe(1);
  expect((await command('add', '--yes', '../x; rm -rf')).code).toBe(1);
  expect((await command('enable', 'gone')).code).toBe(1);
  expect((await command('dance')).code).toBe(1);
  expect((await command('enable')).code).toBe(1);
  expect(await runPluginCommand(['list', '--url', url, '--token', 'wrong'], { write() {} })).toBe(
    1,
  );
});
