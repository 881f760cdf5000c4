import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idFault, labelOf } from '../src/create/plugin-answers.ts';
import { writePlugin } from '../src/create/write-plugin.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const COMMAND = join(import.meta.dirname, '../../src/cli.ts');
const run = promisify(execFile);
let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop?.close());

const tessera = (...args: readonly string[]) =>
  run(process.execPath, ['--conditions=@tessera/source', COMMAND, ...args], {
    cwd: workshop.folder,
  });

test('nothing of the template is left in a new plugin, with and without customers', async () => {
  for (const customer of [true, false]) {
    const folder = join(workshop.folder, `named-${customer}`);
    const files = await writePlugin(folder, {
      id: 'acme-visits',
      label: { en: 'Visits', 'zh-CN': '拜访' },
      customer,
    });
    for (const file of files.filter((name) => name !== 'gitignore'))
      expect(await readFile(join(folder, file), 'utf8'), file).not.toMatch(
        /my-plugin|myPlugin|My plugin|我的插件/,
      );
    const { tessera: identity, devDependencies } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    );
    expect(identity.requires).toEqual(customer ? { customer: '^0.1' } : {});
    expect('@tessera/customer' in devDependencies).toBe(customer);
    expect(Object.values(devDependencies)).not.toContain('');
  }
});

test('flags answer the questions, and nothing is written over', async () => {
  await tessera('create', '--id', 'acme-trips', '--label', 'Trips', '--no-customer', '--yes');
  const folder = join(workshop.folder, 'acme-trips');
  expect(await readdir(folder)).toContain('.gitignore');
  await writeFile(join(folder, 'README.md'), 'mine');
  await expect(tessera('create', 'acme-trips', '--yes')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is not empty'),
  });
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('mine');
  await expect(tessera('create', '--id', 'Acme Trips')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('lower-case letters'),
  });
});

test('an id is one that a plugin may have', () => {
  expect(['visits', 'acme-visits', 'a1'].map(idFault)).toEqual([undefined, undefined, undefined]);
  for (const id of [
    '',
    'Visits',
    'a b',
    '-a',
    'a-',
    'a--b',
    '1a',
    'tessera',
    'pg-x',
    'x'.repeat(41),
  ])
    expect(idFault(id), id).toBeTypeOf('string');
  expect(labelOf('acme-visits')).toBe('Acme visits');
});
