import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDevHost, type DevHost } from '../src/dev/dev-host.ts';
import { openVisitor, type Visitor } from './walk-visitor.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const LOYALTY = join(import.meta.dirname, '../../../examples/loyalty');
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let workshop: Workshop;
let folder: string;
let dev: DevHost;
let visitor: Visitor;
beforeAll(async () => {
  workshop = await openWorkshop();
  folder = join(workshop.folder, 'loyalty');
  for (const name of ['package.json', 'src'])
    await cp(join(LOYALTY, name), join(folder, name), { recursive: true, filter: isOwn });
  dev = await openDevHost(folder, { port: 0, log: quiet });
  const url = await dev.listen();
  await dev.swap();
  const { email, password } = dev.administrator;
  visitor = await openVisitor(url, email, password);
});
afterAll(async () => {
  await visitor?.close();
  await dev?.host.close();
  await workshop?.close();
});

/** Its options for the compiler go on in the root of this repository. */
function isOwn(file: string): boolean {
  return !file.endsWith('tsconfig.json');
}

async function change(name: string, from: string, to: string): Promise<void> {
  const file = join(folder, name);
  const content = await readFile(file, 'utf8');
  expect(content).toContain(from);
  await writeFile(
    file,
    content.replace(from, () => to),
  );
  expect(await dev.swap()).toMatchObject({ kind: 'swapped' });
}

test('an open page is loaded again by itself when its plugin has other code, and then shows that', async () => {
  const { page, faults } = visitor;
  expect(dev.host.kernel.plugins().find(({ manifest }) => manifest.id === 'loyalty')?.state).toBe(
    'active',
  );
  await page.goto('/');
  const widget = page.locator('loyalty-points-flow');
  await widget.getByText('No points yet').waitFor();
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  const title = "${this.t('loyalty:widget.emptyTitle')}";
  await change('src/ui/points-flow.ts', title, "${'Not a single point'}");
  await widget.getByText('Not a single point').waitFor();
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(false);

  await change('src/entities/tier.ts', "plural: { en: 'Tiers'", "plural: { en: 'Ranks'");
  await page.getByRole('link', { name: 'Ranks', exact: true }).first().waitFor();
  expect(faults).toEqual([]);
});
