import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEntity, definePlugin, text } from '@tessera/core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';
import { UI_FOLDER } from '../src/server/ui-files.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const Ball = defineEntity('toy.ball', {
  label: { en: 'Ball', 'zh-CN': '皮球' },
  plural: { en: 'Balls', 'zh-CN': '皮球' },
  path: 'balls',
  title: 'name',
  fields: { name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }) },
});
const Kite = defineEntity('toy.kite', {
  label: { en: 'Kite', 'zh-CN': '风筝' },
  plural: { en: 'Kites', 'zh-CN': '风筝' },
  path: 'kites',
  title: 'name',
  fields: { name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }) },
});

const toy = installed(
  definePlugin({
    entities: [Ball, Kite],
    grants: {
      'sales-rep': [{ entity: 'toy.ball', actions: { create: 'own', read: 'own', update: 'own' } }],
    },
    ui: {
      module: './ui/index.ts',
      contributions: [
        {
          slot: 'dashboard.widget',
          id: 'sum',
          element: 'toy-sum',
          label: { en: 'Bounces', 'zh-CN': '弹跳' },
          width: 4,
        },
        {
          slot: 'command',
          id: 'pump',
          element: 'toy-pump',
          label: { en: 'Pump all up', 'zh-CN': '全部打气' },
        },
      ],
    },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);

const MODULE = `
  import { html } from 'lit';
  import { TesseraElement } from '@tessera/sdk/ui';
  export class Sum extends TesseraElement {
    static tag = 'toy-sum';
    render() { return html\`<p>\${'7 bounces'}</p>\`; }
  }
  export class Pump extends TesseraElement {
    static tag = 'toy-pump';
    render() {
      const done = () => this.dispatchEvent(new CustomEvent('ts-command-done', { bubbles: true, composed: true }));
      return html\`<button @click=\${done}>Pump</button>\`;
    }
  }`;

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };

let browser: Browser;
let uiFolder: string;
let host: TestHost;
let url: string;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
  uiFolder = await mkdtemp(join(tmpdir(), 'tessera-ui-'));
  await cp(UI_FOLDER, uiFolder, { recursive: true });
  await mkdir(join(uiFolder, 'plugins/toy/0123456789ab'), { recursive: true });
  await writeFile(join(uiFolder, 'plugins/toy/0123456789ab/plugin.js'), MODULE);
  await writeFile(
    join(uiFolder, 'manifest.json'),
    JSON.stringify({ plugins: { toy: '/plugins/toy/0123456789ab/plugin.js' } }),
  );
});
afterAll(async () => {
  await browser.close();
  await rm(uiFolder, { recursive: true, force: true });
});

beforeEach(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [toy], uiFolder });
  url = await host.listen();
  context = await browser.newContext({ baseURL: url, locale: 'en', colorScheme: 'light' });
  faults.length = 0;
  const setup = { workspace: 'Initech', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA };
  const headers = { Origin: url };
  const answer = await context.request.post('/api/setup', { data: setup, headers });
  if (!answer.ok()) throw new Error(await answer.text());
  page = await openPage(context);
});
afterEach(async () => {
  await context.close();
  await host.close();
});

async function openPage(from: BrowserContext): Promise<Page> {
  const opened = await from.newPage();
  opened.on('pageerror', (error) => faults.push(error.message));
  opened.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  opened.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== url) faults.push(request.url());
  });
  return opened;
}

async function make(path: string, name: string): Promise<string> {
  return (await host.as('administrator').post(`/api/toy/${path}`, { name })).body.id;
}

const option = (name: string | RegExp) =>
  page.getByRole('listbox', { name: 'Results' }).getByRole('option', { name });
const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 });

async function openPalette(key = 'Control+k'): Promise<void> {
  await page.keyboard.press(key);
  await page.getByRole('combobox', { name: 'Search' }).waitFor();
}

interface AxeResults {
  readonly violations: readonly { id: string; nodes: readonly { html: string }[] }[];
}

async function violations(): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('two Chinese characters find a record, in the palette and on the search page', async () => {
  await make('balls', '华东精密制造');
  await make('kites', '精密风筝');
  for (let number = 1; number <= 6; number++) await make('balls', `精密 ${number}`);
  await page.goto('/settings/profile');
  await heading('Settings').waitFor();
  await openPalette();
  await page.keyboard.type('东精');
  await option('华东精密制造').waitFor();
  expect(await option(/./).count()).toBe(2);
  expect(await violations()).toEqual([]);

  await page.getByRole('combobox', { name: 'Search' }).fill('精密');
  await option('See all results for “精密”').click();
  await heading('Search').waitFor();
  const balls = page.getByRole('region', { name: 'Balls' });
  await balls.getByRole('link', { name: 'Show all 7 in Balls' }).waitFor();
  await page
    .getByRole('region', { name: 'Kites' })
    .getByRole('link', { name: '精密风筝' })
    .waitFor();
  expect(await balls.getByRole('link').count()).toBe(6);
  expect(await violations()).toEqual([]);
  await balls.getByRole('link', { name: 'Show all 7 in Balls' }).click();
  await heading('Balls').waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toBe('精密');
  expect(faults).toEqual([]);
});

test('the search answers by entity and by limit, and refuses what cannot be meant', async () => {
  const admin = host.as('administrator');
  for (const name of ['蓝月亮', '蓝天', '蓝鲸']) await make('balls', name);
  await make('kites', '蓝月亮');
  const read = async (query: string): Promise<unknown> =>
    (await admin.get(`/api/search${query}`)).body;
  expect(await read('?q=蓝月&entity=toy.kite')).toMatchObject([{ entity: 'toy.kite' }]);
  expect(await read('?q=蓝月&entity=toy.secret')).toEqual([]);
  expect(await read('?q=蓝月&limit=1')).toHaveLength(1);
  expect(await read('/groups?q=蓝月')).toMatchObject([
    { entity: expect.any(String), total: 1 },
    { total: 1 },
  ]);
  const rep = host.as('sales-rep');
  expect((await rep.get('/api/search/groups?q=蓝月')).body).toEqual([]);
  for (const wrong of ['limit=0', 'limit=101', 'limit=x', `q=${'x'.repeat(201)}`])
    expect((await admin.get(`/api/search?${wrong}`)).status).toBe(400);
});

test('the palette goes to places, creates, and changes preferences, found in either language', async () => {
  await page.goto('/');
  await heading(/Ada/).waitFor();
  await openPalette('/');
  await page.keyboard.type('新建风筝');
  await option('Create kite').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  expect(new URL(page.url()).pathname).toBe('/toy/kites/new');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await openPalette();
  await page.keyboard.type('> dark');
  await option(/Theme: Dark/).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Search' }).waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');

  await openPalette();
  await page.keyboard.type('>中文');
  await option(/中文/).waitFor();
  await page.keyboard.press('Enter');
  await heading('风筝').waitFor();
  expect(faults).toEqual([]);
});

test('what was opened comes first, and a record has its actions behind Tab', async () => {
  const id = await make('balls', 'Red');
  await page.goto(`/toy/balls/${id}`);
  await heading('Red').waitFor();
  await expect.poll(() => page.title()).toBe('Red · Initech');
  await page.goto('/');
  await page
    .getByRole('region', { name: 'Recently opened' })
    .getByRole('link', { name: 'Red' })
    .waitFor();
  await openPalette();
  await page
    .getByRole('group', { name: 'Recently opened' })
    .getByRole('option', { name: 'Red' })
    .waitFor();
  await page.keyboard.press('Tab');
  await option('Open in a new tab').waitFor();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('group', { name: 'Recently opened' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('edit');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Name').fill('Crimson');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(async () => (await host.as('administrator').get(`/api/toy/balls/${id}`)).body.name)
    .toBe('Crimson');

  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Ada' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => localStorage.getItem('tessera.recent'))).toBeNull();
  expect(faults.filter((fault) => !fault.includes('401'))).toEqual([]);
});

test('keys lead to places and forms, but not while somebody writes or a dialog is open', async () => {
  await page.goto('/');
  await heading(/Ada/).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await heading('Kites').waitFor();
  await expect.poll(() => page.title()).toBe('Kites · Initech');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await heading('Currencies').waitFor();
  expect(new URL(page.url()).pathname).toBe('/tessera/currencies');
  await page.goBack();
  await heading('Kites').waitFor();
  await page.getByRole('searchbox').fill('');
  await page.keyboard.type('gb');
  expect(await page.getByRole('searchbox').inputValue()).toBe('gb');
  expect(new URL(page.url()).pathname).toBe('/toy/kites');

  await page.goto('/settings/profile');
  await heading('Settings').waitFor();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.waitFor();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe('/settings/profile');
  await page.keyboard.press('c');
  await page.keyboard.press('b');
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  expect(new URL(page.url()).pathname).toBe('/toy/balls/new');
  expect(faults).toEqual([]);
});

test('the start page ticks its steps by what is there, and shows what plugins bring', async () => {
  await host.as('administrator').get('/api/meta');
  await page.goto('/');
  await page.getByText('7 bounces').waitFor();
  const steps = page.getByRole('region', { name: 'First steps' });
  await steps.getByText('2 of 4 done').waitFor();
  expect(await violations()).toEqual([]);
  await make('balls', 'First');
  await steps.getByText('3 of 4 done').waitFor();
  await steps.getByRole('button', { name: 'Hide “Import a file”' }).click();
  await steps.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByText('7 bounces').waitFor();
  expect(await steps.count()).toBe(0);
  expect(faults).toEqual([]);
});

test('a command of a plugin opens what it brings, and closes when it says so', async () => {
  await page.goto('/settings/profile');
  await heading('Settings').waitFor();
  await openPalette();
  await page.keyboard.type('pump');
  await option('Pump all up').waitFor();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Pump all up' });
  await dialog.getByRole('button', { name: 'Pump', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});

test('a phone has the whole screen for the palette', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await heading(/Ada/).waitFor();
  expect(await violations()).toEqual([]);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Search' }).click();
  const palette = page.getByRole('dialog', { name: 'Search' });
  await palette.waitFor();
  expect(await palette.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  await palette.getByRole('button', { name: 'Close' }).click();
  await palette.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});
