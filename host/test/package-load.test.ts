import { TesseraError } from '@tessera/sdk';
import { expect, test } from 'vitest';
import { describeInChild } from '../src/plugins/child-description.ts';
import { loadBuiltPlugin } from '../src/plugins/load-built-plugin.ts';
import { withToyFolder, type ToyPackage } from './package-toy.ts';

/** More than a slow machine takes for what a child does, and less than a test may take. */
const PATIENCE_MS = 100_000;

const loadToy = (toy: ToyPackage, digest?: string) =>
  withToyFolder(toy, (folder) =>
    loadBuiltPlugin(folder, { origin: 'package', ...(digest ? { digest } : {}) }),
  );

test('a built plugin gets the host’s own copy of the SDK and is what it says', async () => {
  const loaded = await loadToy(
    {
      server: `
        import { definePlugin, TesseraError } from '@tessera/sdk';
        import { createHash } from 'node:crypto';
        const sdk = await import('@tessera/sdk');
        export const toy = definePlugin({ config: { type: 'object' } });
        toy.same = [TesseraError, sdk.TesseraError, typeof createHash];`,
      plugin: { config: { type: 'object' } },
    },
    'first',
  );
  expect(loaded).toMatchObject({
    manifest: { id: 'toy', version: '1.0.0' },
    digest: 'first',
    origin: 'package',
    description: { format: 1, manifest: { id: 'toy' } },
  });
  expect(loaded).not.toHaveProperty('uiFolder');
  expect((loaded.plugin as { same?: unknown }).same).toEqual([
    TesseraError,
    TesseraError,
    'function',
  ]);
});

test('two versions run side by side, also of one folder', async () => {
  const server = (size: number): string =>
    `export const toy = { config: { type: 'object', maxProperties: ${size} } };`;
  const load = (size: number) =>
    loadToy({ server: server(size), plugin: { config: { type: 'object', maxProperties: size } } });
  const [one, two] = [await load(1), await load(2)];
  expect([one, two].map(({ plugin }) => plugin.config)).toEqual([
    { type: 'object', maxProperties: 1 },
    { type: 'object', maxProperties: 2 },
  ]);
  expect(one.digest).not.toBe(two.digest);
});

test('a browser side is found', async () => {
  await withToyFolder({ files: { 'ui/plugin.js': 'export {};' } }, async (folder) => {
    const { uiFolder } = await loadBuiltPlugin(folder, { origin: 'folder' });
    expect(uiFolder).toBe(`${folder}/ui`);
  });
});

test.each<[string, ToyPackage, RegExp]>([
  [
    'is not what its description says',
    { plugin: { config: { type: 'object' } } },
    /not what tessera\.json says about config/,
  ],
  ['throws', { server: `throw new Error('it stumbled');` }, /toy.*it stumbled/],
  [
    'imports what a package may not',
    { server: `import 'pg'; export const toy = {};` },
    /imports “pg”.*tessera pack/,
  ],
  [
    'imports it later',
    { server: `await import('p' + 'g'); export const toy = {};` },
    /imports “pg”/,
  ],
  ['exports nothing', { server: `export const other = 1;` }, /exports no plugin named toy/],
  [
    'has a manifest with faults',
    { packageJson: { tessera: { id: 'tessera', engine: '*', label: { en: 'x' } } } },
    /reserved/,
  ],
])('a plugin that %s is not loaded, and the error says so', async (_, toy, message) => {
  await expect(loadToy(toy)).rejects.toThrow(message);
  await expect(loadToy(toy)).rejects.toMatchObject({ code: 'HOST_PLUGIN_UNLOADABLE' });
});

test('a child process describes a plugin as the host would', async () => {
  await withToyFolder(
    { server: `console.log('{}'); export const toy = { config: { type: 'object' } };` },
    async (folder) => {
      expect(await describeInChild(folder)).toMatchObject({
        manifest: { id: 'toy' },
        config: { type: 'object' },
      });
    },
  );
});

test.each<[string, string, RegExp]>([
  ['throws', `throw new Error('it stumbled');`, /it stumbled/],
  ['throws nothing that is an error', `throw null;`, /null/],
  ['hangs in a loop', `for (;;);`, /did not end within 1 s/],
  ['waits for ever', `setInterval(() => {}, 1000); await new Promise(() => {});`, /did not end/],
  ['ends the process', `process.exit(7);`, /ended the process while it was imported \(code 7\)/],
  ['takes all memory', `const all = []; for (;;) all.push(new Array(1e7).fill(1.5));`, /512 MB/],
  [
    'writes files',
    `import { writeFileSync } from 'node:fs'; writeFileSync('x', '');`,
    /denied|restricted/i,
  ],
  [
    'starts programs',
    `import { execSync } from 'node:child_process'; execSync('true');`,
    /denied|restricted/i,
  ],
  [
    'reads secrets',
    `throw new Error('PATH' in process.env ? 'seen' : 'nothing there');`,
    /nothing there/,
  ],
  [
    'reads files that are not its own',
    `import { readFileSync } from 'node:fs'; readFileSync('/etc/hostname'); throw new Error('it was read');`,
    /denied|restricted/i,
  ],
  [
    'sends signals',
    `import { kill } from 'node:process'; kill(process.ppid, 0); throw new Error('it was sent');`,
    /sends signals/,
  ],
  [
    'changes prototypes',
    `Object.prototype.toJSON = () => 'mine'; export const toy = {};`,
    /could not be loaded/,
  ],
])(
  'a plugin that %s while it is imported does so in the child alone',
  async (name, server, message) => {
    const timeoutMs = /hangs|waits/.test(name) ? 1000 : PATIENCE_MS;
    await withToyFolder({ server }, async (folder) => {
      await expect(describeInChild(folder, { plugin: 'toy', timeoutMs })).rejects.toThrow(message);
    });
  },
);
