import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAda, openVisitor, type Look } from './visitor.ts';
import { readWords, type Words } from './words.ts';
import { createLivedInWorld } from './world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let world: Awaited<ReturnType<typeof createLivedInWorld>>;
let words: Words;
beforeAll(async () => {
  browser = await launchBrowser();
  world = await createLivedInWorld('en');
  words = await readWords(world);
});
afterAll(async () => {
  await browser?.close();
  await world?.host.close();
});

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly {
      readonly target: readonly unknown[];
      readonly failureSummary: string;
    }[];
  }[];
}

/** The serious and critical violations on a page, one line a place. */
async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(
    (runOnly) =>
      (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
        runOnly,
        resultTypes: ['violations'],
      }),
    rules,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${target.flat().join(' ')}\n${failureSummary}`,
      ),
    );
}

/** Each screen, and what must stand there before it is looked at. */
const SCREENS: readonly (readonly [
  name: string,
  path: () => string,
  ready: (page: Page) => Promise<unknown>,
])[] = [
  [
    'list',
    () => '/customer/accounts',
    (page) => page.getByRole('link', { name: 'Acme' }).waitFor(),
  ],
  [
    'filtered list',
    () => '/customer/accounts?filter={"industry":"retail"}',
    (page) => page.getByRole('link', { name: 'Acme' }).waitFor(),
  ],
  [
    'record',
    () => `/customer/accounts/${world.acme}`,
    (page) => page.locator('ts-timeline li').first().waitFor(),
  ],
  [
    'opportunity',
    () => `/sales/opportunities/${world.deal}`,
    (page) => page.locator('ts-record-path').waitFor(),
  ],
  ['form', () => '/sales/opportunities/new', (page) => page.getByRole('dialog').waitFor()],
  ['plugins', () => '/plugins', (page) => page.getByRole('switch').first().waitFor()],
  [
    'profile',
    () => '/settings/profile',
    (page) => page.getByText(words.t('settings.density')).waitFor(),
  ],
  [
    'tokens',
    () => '/settings/tokens',
    (page) => page.getByText(words.t('settings.tokens.none')).waitFor(),
  ],
  [
    'workspace',
    () => '/settings/workspace',
    (page) => page.getByRole('textbox', { name: words.t('settings.workspace.name') }).waitFor(),
  ],
  ['search', () => '/customer/accounts', search],
  ['missing page', () => '/nowhere', (page) => page.getByText(words.t('missing.title')).waitFor()],
];

async function search(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Acme' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: words.t('search.title') }).fill('acme');
  await page.getByRole('option', { name: 'Acme' }).waitFor();
}

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The dark has other colours and nothing else. */
const COLOURS = ['color-contrast'];

const LOOKS: readonly (readonly [string, Look, readonly string[]])[] = [
  ['in the light', { theme: 'light' }, WCAG_22_AA],
  ['in the dark', { theme: 'dark' }, COLOURS],
  ['on a phone', { isPhone: true }, WCAG_22_AA],
];

test.each(LOOKS)(
  'every screen can be read and worked by everybody, %s',
  async (_name, look, rules) => {
    const found: Record<string, string[]> = {};
    const stranger = await openVisitor(browser, world, look);
    await stranger.page.goto('/');
    await stranger.page.getByLabel(words.t('door.email')).waitFor();
    found['sign-in'] = await violations(stranger.page, rules);
    const ada = await openAda(browser, world, look);
    for (const [name, path, ready] of SCREENS) {
      await ada.page.goto(path());
      await ready(ada.page);
      found[name] = await violations(ada.page, rules);
    }
    expect(Object.entries(found).filter(([, wrong]) => wrong.length > 0)).toEqual([]);
    expect([...stranger.faults, ...ada.faults]).toEqual([]);
    await Promise.all([stranger.close(), ada.close()]);
  },
);

test('what cannot be read is found, also inside of elements', async () => {
  const { page, close } = await openAda(browser, world);
  await page.goto('/plugins');
  await page.getByRole('switch').first().waitFor();
  await page.locator('ts-plugins h1').evaluate((title) => (title.style.color = 'oklch(0.95 0 0)'));
  expect(await violations(page, COLOURS)).toEqual([expect.stringMatching(/^color-contrast: .*h1/)]);
  await close();
});
