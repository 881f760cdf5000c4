import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEntity, definePlugin, slotOf, text } from '@tessera/core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';
import { UI_FOLDER } from '../src/server/ui-files.ts';
import { cuttableLine } from './cuttable-line.ts';

const Ball = defineEntity('toy.ball', {
  label: { en: 'Ball', 'zh-CN': '球' },
  plural: { en: 'Balls', 'zh-CN': '球' },
  path: 'balls',
  icon: 'circle',
  title: 'name',
  fields: { name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }) },
});

const toy = installed(
  definePlugin({
    entities: [Ball],
    ui: {
      module: './ui/index.ts',
      contributions: [
        { slot: 'app.nav', id: 'balls', entity: 'toy.ball' },
        { slot: slotOf(Ball, 'page.side'), id: 'good', element: 'toy-good' },
        { slot: slotOf(Ball, 'page.side'), id: 'bad', element: 'toy-bad' },
      ],
    },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);

/** As a partner's bundle: what it shares with the shell comes from the import map. */
const MODULE = `
  import { html } from 'lit';
  import { TesseraElement } from '@tessera/sdk/ui';
  export class Good extends TesseraElement {
    static tag = 'toy-good';
    render() { return html\`<p>\${this.record.name} in \${this.locale}</p>\`; }
  }
  export class Bad extends TesseraElement {
    static tag = 'toy-bad';
    render() { throw new Error('broken'); }
  }`;

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };

let browser: Browser;
let uiFolder: string;
let host: TestHost;
let url: string;
let context: BrowserContext;
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
});
afterEach(async () => {
  await context.close();
  await host.close();
});

async function openPage(from: BrowserContext = context): Promise<Page> {
  const page = await from.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // The browser tells of every refused request; while a plugin is switched its answers are 503.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load'))
      faults.push(message.text());
  });
  return page;
}

/** A page where the first administrator is signed in. */
async function openAsAda(): Promise<Page> {
  const setup = { workspace: 'Initech', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA };
  const answer = await context.request.post('/api/setup', {
    data: setup,
    headers: { Origin: url },
  });
  expect(answer.status()).toBe(201);
  return openPage();
}

async function makeBall(name: string): Promise<string> {
  return (await host.as('administrator').post('/api/toy/balls', { name })).body.id;
}

test('an element of a plugin shares what the shell has, and one that throws shows whose it is', async () => {
  const page = await openAsAda();
  await page.goto(`/toy/balls/${await makeBall('Red')}`);
  await page.getByText('Red in en').waitFor();
  await page.getByText('A part of Toys could not be shown.').waitFor();
  await page.getByRole('heading', { name: 'Red', level: 1 }).waitFor();

  await page.getByRole('button', { name: 'Ada' }).click();
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByText('Red in zh-CN').waitFor();
  expect(faults).toEqual([]);
});

test('the first-run page says at each field what is missing, before anything is sent', async () => {
  const page = await openPage(await browser.newContext({ baseURL: url, locale: 'zh-CN' }));
  await page.goto('/');
  await page.getByLabel('电子邮件').fill('ada');
  await page.getByRole('button', { name: '创建工作区' }).click();
  await page.getByText('请输入电子邮件地址').waitFor();
  expect(await page.getByText('此项必填。').count()).toBe(3);
  expect(await page.getByLabel('公司名称').evaluate((input) => input.matches(':focus'))).toBe(true);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('language and theme change in place, and the next visit has them', async () => {
  const page = await openAsAda();
  await page.goto('/');
  await page.getByRole('heading', { name: /^Good .*, Ada$/, level: 1 }).waitFor();
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.getByRole('button', { name: 'Ada' }).click();
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: '深色' }).click();
  await page.getByRole('link', { name: '设置', exact: true }).waitFor();
  const look = () =>
    page.evaluate(() => [
      document.documentElement.lang,
      getComputedStyle(document.documentElement).colorScheme,
    ]);
  expect(await look()).toEqual(['zh-CN', 'dark']);
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);

  await page.reload();
  await page.getByRole('link', { name: '设置', exact: true }).waitFor();
  expect(await look()).toEqual(['zh-CN', 'dark']);
  expect(faults).toEqual([]);
});

test('Ctrl K finds a record from anywhere, with the keyboard alone', async () => {
  const page = await openAsAda();
  await makeBall('Blue moon');
  await makeBall('Blue sky');
  await page.goto('/settings/profile');
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('blue');
  const hits = page.getByRole('listbox', { name: 'Results' }).getByRole('option');
  await hits.nth(1).waitFor();
  const second = await hits.nth(1).textContent();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: /^Blue/ });
  await heading.waitFor();
  expect(second).toContain(await heading.textContent());
  expect(faults).toEqual([]);
});

test('more tabs than a browser has connections all hear that a plugin was switched', async () => {
  const manager = await openAsAda();
  await manager.goto('/plugins');
  const tabs: Page[] = [];
  // Six connections to a host is what a browser has.
  for (let count = 0; count < 6; count++) {
    const tab = await openPage();
    await tab.goto('/toy/balls');
    await tab.getByRole('heading', { name: 'Balls', level: 1 }).waitFor();
    tabs.push(tab);
  }
  await manager.getByRole('switch', { name: 'Toys' }).click();
  await manager.getByRole('button', { name: 'Disable', exact: true }).click();
  await Promise.all(
    tabs.map((tab) => tab.getByRole('heading', { name: 'Toys was disabled' }).waitFor()),
  );

  await manager.getByRole('switch', { name: 'Toys' }).click();
  await manager.getByRole('button', { name: 'Enable', exact: true }).click();
  await Promise.all(
    tabs.map((tab) => tab.getByRole('heading', { name: 'Balls', level: 1 }).waitFor()),
  );
  expect(faults).toEqual([]);
});

test('another role shows in an open page without a reload, also when it came before the page could listen', async () => {
  const page = await openAsAda();
  const admin = host.as('administrator');
  const { body: users } = await admin.get('/api/tessera/users?name=Ada');
  const { body: roles } = await admin.get('/api/tessera/roles?key=sales-rep');
  const give = async (ids: readonly string[]): Promise<void> => {
    const answer = await admin.patch(`/api/tessera/users/${users[0].id}`, { roles: ids });
    expect(answer.status).toBe(200);
  };
  const plugins = page.getByRole('navigation').getByRole('link', { name: 'Plugins', exact: true });
  // What the worker of all pages asks for cannot be held back; a page alone can.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'));
  await page.route('**/api/live?*', async (route) => {
    await plugins.waitFor();
    await give([roles[0].id]);
    await route.continue();
  });
  await page.goto('/');
  await plugins.waitFor({ state: 'detached' });
  await page.unroute('**/api/live?*');

  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await give(users[0].roles);
  await plugins.waitFor();
  await give([roles[0].id]);
  await plugins.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  expect(faults).toEqual([]);
});

test('a lost connection is told until it is back', async () => {
  await openAsAda();
  const line = await cuttableLine(url);
  const away = await browser.newContext({ baseURL: line.url, locale: 'en' });
  const page = await openPage(away);
  await page.goto('/');
  await page.getByLabel('E-mail').fill(ADA.email);
  await page.getByLabel('Password', { exact: true }).fill(ADA.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Balls', exact: true }).waitFor();
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  line.cut();
  const notice = page.getByText('Connection lost, trying again…');
  await notice.waitFor();
  line.mend();
  await notice.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  expect(faults).toEqual([]);
  await away.close();
  await line.close();
});

test('a page whose plugin has newer code offers to be loaded again, and then runs it', async () => {
  const page = await openAsAda();
  await page.goto(`/toy/balls/${await makeBall('Red')}`);
  await page.getByText('Red in en').waitFor();
  const manifest = join(uiFolder, 'manifest.json');
  const before = await readFile(manifest, 'utf8');
  await mkdir(join(uiFolder, 'plugins/toy/ba9876543210'), { recursive: true });
  await writeFile(
    join(uiFolder, 'plugins/toy/ba9876543210/plugin.js'),
    MODULE.replace(' in ', ' newly in '),
  );
  const notice = page.getByText('A new version is there.');
  await host.kernel.disable('toy');
  await page.getByRole('heading', { name: 'Toys was disabled' }).waitFor();
  expect(await notice.count()).toBe(0);
  await writeFile(manifest, before.replace('0123456789ab', 'ba9876543210'));
  await host.kernel.enable('toy');
  await notice.waitFor();
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByText('Red newly in en').waitFor();
  expect(await notice.count()).toBe(0);
  await writeFile(manifest, before);
  expect(faults).toEqual([]);
});

test('the sidebar stays folded, the heading has the focus after a way, and the window is called as the page is', async () => {
  const page = await openAsAda();
  await makeBall('Red');
  await page.goto('/toy/balls');
  await page.getByRole('heading', { name: 'Balls', level: 1 }).waitFor();
  await expect.poll(() => page.title()).toBe('Balls · Initech');
  await page.getByRole('button', { name: 'Fold the sidebar' }).click();
  const width = async (): Promise<number | undefined> =>
    (await page.locator('ts-sidebar').boundingBox())?.width;
  expect(await width()).toBe(52);
  await page.getByRole('link', { name: 'Home' }).click();
  const greeting = page.getByRole('heading', { name: /^Good .*, Ada$/ });
  await expect.poll(() => greeting.evaluate((one) => one.matches(':focus'))).toBe(true);
  await page.reload();
  await greeting.waitFor();
  expect(await width()).toBe(52);
  await page.getByRole('button', { name: 'Unfold the sidebar' }).click();
  expect(await width()).toBe(228);
  expect(faults).toEqual([]);
});

test('an administrator invites a user, who chooses a password and is in; suspended, the user is out', async () => {
  const page = await openAsAda();
  const jonas = (await host.as('administrator').post('/api/tessera/users', { name: 'Jonas' })).body
    .id;
  await page.goto(`/tessera/users/${jonas}`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('E-mail', { exact: true }).fill('jonas@example.com');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  const link = await page.locator('code').textContent();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const other = await browser.newContext({ baseURL: url, locale: 'zh-CN' });
  const guest = await openPage(other);
  await guest.goto(new URL(link ?? '').pathname);
  await guest.getByLabel('密码', { exact: true }).fill('correct-horse-8');
  await guest.getByLabel('再次输入密码').fill('correct-horse-8');
  await guest.getByRole('button', { name: '设置密码并登录' }).click();
  await guest.getByRole('button', { name: 'Jonas' }).waitFor();
  expect(faults).toEqual([]);

  await page.getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('button', { name: 'Let sign in again' }).waitFor();
  await guest.reload();
  await guest.getByRole('button', { name: 'Sign in' }).waitFor();
  await other.close();
});
