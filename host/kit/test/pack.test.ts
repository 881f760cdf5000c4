import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectPackage } from '@tessera/host';
import { createTestHost } from '@tessera/host/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../../../test/setup/database.ts';
import { writePlugin } from '../src/create/write-plugin.ts';
import { buildPlugin, packPlugin, type PackedPlugin } from '../src/index.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const ANSWERS = { id: 'acme-visits', label: { en: 'Visits', 'zh-CN': '拜访' }, customer: true };
let workshop: Workshop;
let folder: string;
let packed: PackedPlugin;
beforeAll(async () => {
  workshop = await openWorkshop();
  folder = join(workshop.folder, 'visits');
  await writePlugin(folder, ANSWERS);
  packed = await packPlugin(folder, join(workshop.folder, 'one'));
});
afterAll(() => workshop?.close());

const digestOf = async (file: string) =>
  createHash('sha512')
    .update(await readFile(file))
    .digest('hex');

/** A copy of the plugin with one file of its own. */
async function withFile(name: string, file: string, content: string): Promise<string> {
  const copy = join(workshop.folder, name);
  await cp(folder, copy, { recursive: true });
  await mkdir(join(copy, file, '..'), { recursive: true });
  await writeFile(join(copy, file), content);
  return copy;
}

test('the same sources make the same bytes, and what a host wants is in them', async () => {
  const copy = await withFile(
    'elsewhere',
    'README.md',
    await readFile(join(folder, 'README.md'), 'utf8'),
  );
  const two = await packPlugin(copy, join(workshop.folder, 'two'));
  expect(await digestOf(two.file)).toBe(await digestOf(packed.file));
  expect(packed.file).toMatch(/tessera-plugin-acme-visits-0\.1\.0\.tgz$/);

  const { description, faults } = await inspectPackage(await readFile(packed.file));
  expect(faults).toEqual([]);
  expect(description).toMatchObject({
    manifest: { id: 'acme-visits', requires: { customer: '^0.1' } },
    permissions: [{ name: 'acme-visits.item.finish' }],
    services: ['acme-visits.items'],
    locales: ['en', 'zh-CN'],
  });
});

test('a plugin that was created, packed and uploaded answers', async () => {
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins: await companions(),
  });
  const admin = host.as('administrator');
  const packages = '/api/plugins/packages';
  const staged = await admin.post(packages, new Uint8Array(await readFile(packed.file)), {
    headers: { 'Content-Type': 'application/gzip' },
  });
  expect(staged).toMatchObject({ status: 201, body: { id: 'acme-visits', faults: [] } });
  const { digest } = staged.body;
  expect((await admin.post(`${packages}/${digest}/install`, { consent: true })).status).toBe(200);
  expect((await admin.post('/api/plugins/acme-visits/enable', {})).status).toBe(200);

  const made = await admin.post('/api/acme-visits/items', { name: 'Call' });
  expect(made.status).toBe(201);
  const finished = await admin.post('/api/acme-visits/finish', { ids: [made.body.id] });
  expect(finished).toMatchObject({ status: 200, body: { finished: 1 } });
  const { body: meta } = await admin.get('/api/meta');
  const { module } = meta.plugins.find(({ id }: { id: string }) => id === 'acme-visits');
  expect(await host.as('anonymous').get(module)).toMatchObject({ status: 200 });
  await host.close();
});

test('what cannot be packed is named, and what was built before stays', async () => {
  const built = join(workshop.folder, 'built');
  await buildPlugin(folder, built);
  const before = await readFile(join(built, 'tessera.json'), 'utf8');
  const item = await readFile(join(folder, 'src/entities/item.ts'), 'utf8');
  const cases = [
    [item.replace("path: 'items'", "path: ((( 'items'"), /src\/entities\/item\.ts:\d+/],
    [`${item}\nimport 'is-not-installed';`, /is-not-installed/],
    [`${item}\nthrow new Error('not today');`, /not today/],
    [`${item}\nimport '../addon.node';`, /native addons \(addon\.node\)/],
  ] as const;
  for (const [index, [content, reason]] of cases.entries()) {
    const copy = await withFile(`broken-${index}`, 'src/entities/item.ts', content);
    await writeFile(join(copy, 'src/addon.node'), '');
    await expect(buildPlugin(copy, built)).rejects.toThrow(reason);
  }
  expect(await readFile(join(built, 'tessera.json'), 'utf8')).toBe(before);
});

async function companions() {
  const { customer } = await import('@tessera/customer');
  const { installedFrom } = await import('@tessera/host/testing');
  return installedFrom(join(import.meta.dirname, '../../../plugins/customer'), customer);
}
