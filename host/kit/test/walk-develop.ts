import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Running, Walk } from './walk-steps.ts';
import { openVisitor, type Visitor } from './walk-visitor.ts';

const ELEMENT = 'src/ui/open-items.ts';
const HEADING = "heading=${this.t('visits:open.emptyTitle')}";

/** Changes a plugin while `tessera dev` serves it, and sees each change in an open page; answers what went wrong there. */
export async function develop(walk: Walk, plugin: string): Promise<readonly string[]> {
  const dev = walk.start(plugin, 'npx', 'tessera', 'dev', '--port', '0');
  let visitor: Visitor | undefined;
  try {
    const url = await walk.step('tessera dev: ready', async () => {
      await dev.says(/Watching src/);
      return (await dev.says(/http:\/\/\S+/))[0];
    });
    const [, email = '', password = ''] = await dev.says(
      /Sign in as (\S+) with the password (\S+)/,
    );
    visitor = await openVisitor(url, email, password);
    await changeSources(walk, plugin, dev, visitor.page);
    return visitor.faults;
  } finally {
    await visitor?.close();
    await dev.stop();
  }
}

async function changeSources(walk: Walk, plugin: string, dev: Running, page: Page): Promise<void> {
  await page.goto('/');
  const widget = page.locator('visits-open-items');
  await widget.getByText('Nothing to do').waitFor();
  await page.getByRole('link', { name: 'Tasks', exact: true }).first().waitFor();
  await walk.step('tessera dev: an entity is changed and seen', async () => {
    await change(plugin, 'src/entities/item.ts', "en: 'Tasks'", "en: 'Duties'");
    await page.getByRole('link', { name: 'Duties', exact: true }).first().waitFor();
  });
  await walk.step('tessera dev: an element is changed and seen', async () => {
    await change(plugin, ELEMENT, HEADING, 'heading="Not a thing"');
    await widget.getByText('Not a thing').waitFor();
  });
  await change(plugin, ELEMENT, 'heading="Not a thing"', HEADING);
  await dev.says(/visits 0\.1\.0 is active/, 4);
}

async function change(plugin: string, name: string, from: string, to: string): Promise<void> {
  const file = join(plugin, name);
  const content = await readFile(file, 'utf8');
  if (!content.includes(from)) throw new Error(`${name} has no ${from}`);
  await writeFile(
    file,
    content.replace(from, () => to),
  );
}
