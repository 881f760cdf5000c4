import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Walk } from './walk-steps.ts';
import { openVisitor, type Visitor } from './walk-visitor.ts';

const EMAIL = 'admin@example.com';
const PASSWORD = 'a long enough one';

/** What became of a plugin in a company. */
export interface Used {
  /** What its route answered. */
  readonly answer: unknown;
  /** Errors of the page and of its console. */
  readonly faults: readonly string[];
}

/** Starts a company's application as in production, uploads a package of `visits` in the browser, and works with it. */
export async function useInCompany(walk: Walk, home: string, file: string): Promise<Used> {
  const application = await writeApplication(home);
  const settings = [`TESSERA_ADMIN_EMAIL=${EMAIL}`, `TESSERA_ADMIN_PASSWORD=${PASSWORD}`];
  const host = walk.start(application, 'env', 'PORT=0', ...settings, 'npx', 'tessera', 'start');
  let visitor: Visitor | undefined;
  try {
    const [, url = ''] = await walk.step('tessera start: ready', () =>
      host.says(/ready on (http\S+)/),
    );
    visitor = await openVisitor(url, EMAIL, PASSWORD);
    await install(walk, visitor.page, file);
    return { answer: await use(walk, visitor.page), faults: visitor.faults };
  } finally {
    await visitor?.close();
    await host.stop();
  }
}

async function writeApplication(home: string): Promise<string> {
  const application = join(home, 'application');
  await mkdir(application);
  const dependencies = { '@tessera/customer': '0.1.0' };
  const content = { name: 'company', type: 'module', dependencies };
  await writeFile(join(application, 'package.json'), JSON.stringify(content));
  return application;
}

async function install(walk: Walk, page: Page, file: string): Promise<void> {
  await walk.step('upload in the plugin manager', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Plugins', exact: true }).click();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('heading', { name: 'Install Visits 0.1.0', level: 1 }).waitFor();
  });
  await walk.step('consent and install', async () => {
    await page.getByText('visits.item.finish').first().waitFor();
    await page.getByRole('checkbox', { name: 'I trust whoever made it' }).check();
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('heading', { name: 'Visits', level: 2 }).waitFor();
  });
  await walk.step('enable', async () => {
    await page.getByRole('switch', { name: 'Visits is enabled' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable', exact: true }).click();
    await page.getByText('Active', { exact: true }).first().waitFor();
  });
}

/** Its widget, its route and its list, in the page in which it was installed; answers what the route said. */
async function use(walk: Walk, page: Page): Promise<unknown> {
  return walk.step('widget, page, route and list', async () => {
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    const widget = page.locator('visits-open-items');
    await widget.getByText('Nothing to do').waitFor();
    const { id } = (await send(page, '/api/visits/items', { name: 'Call Acme' })) as { id: string };
    await widget.getByRole('link', { name: 'Call Acme' }).click();
    await page.getByRole('heading', { name: 'Call Acme', level: 1 }).waitFor();
    const answer = await send(page, '/api/visits/finish', { ids: [id] });
    await page.getByRole('link', { name: 'Duties', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Duties', level: 1 }).waitFor();
    return answer;
  });
}

async function send(page: Page, path: string, data: object): Promise<unknown> {
  const headers = { Origin: new URL(page.url()).origin };
  const answer = await page.request.post(path, { data, headers });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}
