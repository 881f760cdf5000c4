import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePlugin } from '../src/create/write-plugin.ts';
import { openDevHost, type DevHost } from '../src/dev/dev-host.ts';
import { watchSources } from '../src/dev/watch-sources.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const ITEM = 'src/entities/item.ts';
let workshop: Workshop;
let folder: string;
let dev: DevHost;
let url: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  folder = join(workshop.folder, 'visits');
  const label = { en: 'Visits', 'zh-CN': '拜访' };
  await writePlugin(folder, { id: 'visits', label, customer: true });
  dev = await openDevHost(folder, { port: 0, log: quiet });
  url = await dev.listen();
});
afterAll(async () => {
  await dev?.host.close();
  await workshop?.close();
});

/** Changes a file as editors do: another takes its place. */
async function change(file: string, from: string, to: string): Promise<void> {
  const place = join(folder, file);
  const content = await readFile(place, 'utf8');
  expect(content).toContain(from);
  await writeFile(`${place}~`, content.replace(from, to));
  await rename(`${place}~`, place);
}

async function signIn(): Promise<{ readonly headers: Record<string, string> }> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify(dev.administrator),
  });
  expect(answer.ok).toBe(true);
  return { headers: { Cookie: answer.headers.getSetCookie()[0]!.split(';')[0]! } };
}

const pluginOf = async () => {
  const answer = await fetch(`${url}/api/meta`, await signIn());
  const meta = (await answer.json()) as {
    isDevelopment: boolean;
    plugins: { id: string; module: string | null }[];
    entities: { id: string; plural: { en: string } }[];
  };
  return {
    isDevelopment: meta.isDevelopment,
    plugin: meta.plugins.find(({ id }) => id === 'visits'),
    entity: meta.entities.find(({ id }) => id === 'visits.item'),
  };
};

test('it is served with what it requires, and what changes is swapped in, UI included', async () => {
  expect(await dev.swap()).toMatchObject({ kind: 'swapped', status: { state: 'active' } });
  const before = await pluginOf();
  expect(before).toMatchObject({ isDevelopment: true, entity: { plural: { en: 'Tasks' } } });
  expect(await dev.swap()).toEqual({ kind: 'same' });

  await change(ITEM, "en: 'Tasks'", "en: 'Duties'");
  await change('src/ui/open-items.ts', 'SHOWN = 5', 'SHOWN = 7');
  expect(await dev.swap()).toMatchObject({ kind: 'swapped' });
  const after = await pluginOf();
  expect(after.entity?.plural.en).toBe('Duties');
  expect(after.plugin?.module).not.toBe(before.plugin?.module);
  const module = await fetch(`${url}${after.plugin?.module}`);
  expect(await module.text()).toMatch(/SHOWN = 7|_end=7|7/);
});

test('sources that do not build, or do not start, leave what runs', async () => {
  await change(ITEM, "path: 'items'", "path: ((( 'items'");
  expect(await dev.swap()).toMatchObject({
    kind: 'failed',
    step: 'build',
    reason: expect.stringContaining('item.ts'),
  });
  await change(ITEM, "path: ((( 'items'", "path: 'items'");
  const resources = `resources: [{ name: 'line', start: () => Promise.reject(new Error('no line')), stop: async () => {} }],`;
  await change('src/index.ts', '  entities: [Item],', `  ${resources}\n  entities: [Item],`);
  expect(await dev.swap()).toMatchObject({
    kind: 'failed',
    step: 'start',
    reason: expect.stringContaining('no line'),
  });
  expect((await fetch(`${url}/api/visits/items`, await signIn())).status).toBe(200);
  await change('src/index.ts', `  ${resources}\n`, '');
  await change(ITEM, "en: 'Duties'", "en: 'Chores'");
  expect(await dev.swap()).toMatchObject({ kind: 'swapped' });
});

test('a file that an editor replaces, and one in a new folder, are noticed', async () => {
  let changes = 0;
  const stop = await watchSources(folder, async () => void (changes += 1));
  for (const label of ['One', 'Two', 'Three']) {
    const before = changes;
    await change(
      ITEM,
      /plural: \{ en: '(\w+)'/.exec(await readFile(join(folder, ITEM), 'utf8'))![0],
      `plural: { en: '${label}'`,
    );
    await expect.poll(() => changes).toBeGreaterThan(before);
  }
  stop();
});
