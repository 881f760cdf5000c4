import type { Browser, Page } from 'playwright-core';
import { createTexts } from '../shell/app/texts.ts';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';
import { definePlugin } from '@tessera/core';
import type { Look } from './look.ts';
import { violations } from './record-page-desk.ts';

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
/** Long enough for a busy machine; who waits that long has found a fault. */
const PATIENCE_MS = 45_000;

/** A host with one plugin, and an administrator before the pages of plugins. */
export interface PluginDesk {
  readonly host: TestHost;
  readonly page: Page;
  /** A text of the shell in the language of the page. */
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  readonly openTab: () => Promise<Page>;
  /** Sends a package by the page of plugins, and waits until it is shown. */
  readonly upload: (bytes: Buffer) => Promise<void>;
  readonly press: (key: string) => Promise<void>;
  /** Notes what axe finds on what is shown. */
  readonly check: (name: string) => Promise<void>;
  /** What axe found, by place. */
  readonly found: Readonly<Record<string, readonly string[]>>;
  /** Errors of pages and of the console, requests to other hosts, answers of 400 and more. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

const shelf = installed(definePlugin({}), { id: 'shelf' });

/** Opens it. */
export async function openPluginDesk(browser: Browser, look: Look): Promise<PluginDesk> {
  const { locale } = look;
  const host = await createTestHost({
    database: await makeDatabase(),
    plugins: [shelf],
    settings: { locale },
  });
  const url = await host.listen();
  const setup = { workspace: 'Toys', currency: 'USD', timeZone: 'UTC', locale, ...ADA };
  await host.as('anonymous').post('/api/setup', setup);
  const context = await browser.newContext({
    baseURL: url,
    locale,
    timezoneId: 'UTC',
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    viewport: look.isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: look.isPhone,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  const openTab = async (): Promise<Page> => {
    const tab = await context.newPage();
    watch(tab, url, faults);
    return tab;
  };
  const page = await openTab();
  const signedIn = await page.request.post('/api/auth/login', {
    data: { email: ADA.email, password: ADA.password },
    headers: { Origin: url },
  });
  if (!signedIn.ok()) throw new Error(await signedIn.text());
  const texts = await createTexts(locale);
  const t: PluginDesk['t'] = (key, values) => texts.t(key, { ...values });
  const found: Record<string, readonly string[]> = {};
  return {
    host,
    page,
    t,
    openTab,
    found,
    faults,
    async upload(bytes) {
      await page.goto('/plugins');
      const file = { name: 'gadget.tgz', mimeType: 'application/gzip', buffer: bytes };
      await page.locator('ts-plugin-upload input[type=file]').setInputFiles(file);
      await page.waitForURL('**/plugins/packages/*');
      await page.locator('ts-plugin-package dl').waitFor();
    },
    press: (key) => page.getByRole('button', { name: t(key), exact: true }).click(),
    async check(name) {
      const wrong = await violations(page);
      if (wrong.length > 0) found[name] = wrong;
    },
    async close() {
      await context.close();
      await host.close();
    },
  };
}

function watch(page: Page, url: string, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser says every refused request again; those are told by their answers below.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(url))
      faults.push(`request: ${request.url()}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() >= 400)
      faults.push(`${response.status()} ${response.request().method()} ${pathname}`);
  });
}
