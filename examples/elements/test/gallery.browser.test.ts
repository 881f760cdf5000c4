import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createTestHost, installed, type TestHost } from '@tessera/host/testing';
import { elements } from '@tessera/elements';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeDatabase } from '../../../test/setup/database.ts';

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
const TAGS = ['a', 'aa', '2a', '2aa', '21a', '21aa', '22a', '22aa'].map((level) => `wcag${level}`);

let browser: Browser;
let host: TestHost;
let url: string;
let axe: string;

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [installed(elements, { id: 'elements', label: { en: 'Elements' } })],
  });
  url = await host.listen();
  await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({
      workspace: 'Toys',
      currency: 'USD',
      timeZone: 'UTC',
      locale: 'en',
      ...ADA,
    }),
  });
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

interface Look {
  readonly theme: 'light' | 'dark';
  readonly locale: 'en' | 'zh-CN';
}

async function openGallery({ theme, locale }: Look): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({
    baseURL: url,
    locale,
    colorScheme: theme,
    reducedMotion: 'reduce',
    bypassCSP: true,
    viewport: { width: 1440, height: 900 },
  });
  context.setDefaultTimeout(20_000);
  const { email, password } = ADA;
  const headers = { Origin: url };
  await context.request.post('/api/auth/login', { data: { email, password }, headers });
  await context.request.patch('/api/auth/profile', { data: { locale }, headers });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      faults.push(request.url());
  });
  await page.goto('/elements');
  await page.locator('elements-people-card').getByRole('link', { name: 'Ada' }).waitFor();
  return { page, faults };
}

test.each<Look>([
  { theme: 'light', locale: 'en' },
  { theme: 'dark', locale: 'zh-CN' },
])('every element shows itself without an obstacle, $theme, $locale', async (look) => {
  const { page, faults } = await openGallery(look);
  const drawn = await page.locator('.shown').evaluateAll((places) =>
    places.map((place) => {
      const first = place.firstElementChild;
      return Boolean(first && first.getBoundingClientRect().height > 0);
    }),
  );
  expect(drawn).toEqual(Array.from({ length: 11 }, () => true));
  await page.evaluate(axe);
  const violations = await page.evaluate(async (tags) => {
    const { axe: checker } = globalThis as unknown as {
      axe: {
        run(
          place: Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations: found } = await checker.run(document, {
      runOnly: { type: 'tag', values: tags },
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, TAGS);
  expect(violations).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a menu is worked with the keyboard alone', async () => {
  const { page, faults } = await openGallery({ theme: 'light', locale: 'en' });
  const button = page.locator('ts-menu').getByRole('button', { name: 'More' });
  await button.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Copy' }).waitFor();
  await page.keyboard.press('r');
  await page.keyboard.press('Enter');
  await page.getByText('Removed', { exact: true }).waitFor();
  expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('menuitem').count()).toBe(0);
  expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('a chosen bar tells its key', async () => {
  const { page, faults } = await openGallery({ theme: 'light', locale: 'en' });
  await page.getByRole('button', { name: 'Proposal 7' }).click();
  await page.getByText('Chosen: proposal').waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});
