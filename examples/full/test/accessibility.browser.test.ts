import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampled } from '../../../test/setup/sampled.ts';
import { screens, type Screen } from '../screens/screens.ts';
import { ADMINISTRATOR, prepareWorkspace, type Workspace } from '../screens/workspace.ts';
import { violations } from './axe.ts';
import { launchBrowser, openAs, openVisitor, type Look } from './visitor.ts';
import { createWorld, type World } from './world.ts';

const MAKING_MS = 300_000;
let browser: Browser;
let empty: World;
let world: World;
let workspace: Workspace;
let invitation: string;
beforeAll(async () => {
  browser = await launchBrowser();
  empty = await createWorld('en');
  world = await createWorld('en');
  workspace = await prepareWorkspace(world.url);
  const invited = await world.admin.post('/api/tessera/users', { name: 'Grace' });
  const sent = await world.admin.post(`/api/tessera/users/${invited.body.id}/invite`, {
    email: 'grace@example.com',
  });
  invitation = new URL(sent.body.link, world.url).pathname;
}, MAKING_MS);
afterAll(async () => {
  await browser?.close();
  await empty?.host.close();
  await world?.host.close();
});

const LOOKS: readonly Required<Look>[] = [
  { locale: 'en', theme: 'light', isPhone: false },
  { locale: 'zh-CN', theme: 'dark', isPhone: true },
  ...(process.env['TESSERA_TEST_FULL']
    ? ([
        { locale: 'en', theme: 'light', isPhone: true },
        { locale: 'en', theme: 'dark', isPhone: false },
        { locale: 'zh-CN', theme: 'light', isPhone: true },
        { locale: 'zh-CN', theme: 'dark', isPhone: false },
      ] as const)
    : []),
];

/** What axe finds on each screen, without those where it finds nothing. */
type Found = Record<string, readonly string[]>;

test.each(LOOKS)('everybody can come in: $locale, $theme, phone: $isPhone', async (look) => {
  const found: Found = {};
  for (const [name, place, path] of [
    ['setup', empty, '/'],
    ['sign-in', world, '/'],
    ['invitation', world, invitation],
  ] as const) {
    const { page, faults, close } = await openVisitor(browser, place, look);
    await page.goto(path);
    const password = page.locator('input[type=password]').first();
    await password.waitFor();
    found[name] = await violations(page);
    await password.press('Enter');
    await page.locator('[aria-invalid=true]').first().waitFor();
    found[`${name}, refused`] = await violations(page);
    expect(faults).toEqual([]);
    await close();
  }
  expect(withFindings(found)).toEqual({});
});

test.each(LOOKS)(
  'every screen can be read and worked by everybody: $locale, $theme, phone: $isPhone',
  async (look) => {
    const place = { ...(await workspace.speak(look.locale)), isPhone: look.isPhone };
    const { page, faults, close } = await openAs(browser, world, ADMINISTRATOR, look);
    const found: Found = {};
    for (const screen of screens) {
      if (!looksOf(screen).includes(look)) continue;
      const { name, show, leave } = screen;
      try {
        await show(page, place);
        found[name] = await violations(page);
        await leave?.(page, place);
      } catch (error) {
        found[name] = [String(error)];
      }
    }
    expect(withFindings(found)).toEqual({});
    expect(faults).toEqual([]);
    await close();
  },
  MAKING_MS,
);

test('what cannot be read is found, also inside of elements', async () => {
  const { page, close } = await openAs(browser, world, ADMINISTRATOR);
  await page.goto('/plugins');
  await page.getByRole('switch').first().waitFor();
  await page.locator('ts-plugins h1').evaluate((title) => (title.style.color = 'oklch(0.95 0 0)'));
  expect(await violations(page)).toEqual([expect.stringMatching(/^color-contrast: .*h1/)]);
  await close();
});

/** In which looks a screen is tried: each in one of them, unless all are. */
function looksOf({ name, only }: Screen): readonly Look[] {
  const there = LOOKS.filter(({ isPhone }) => !only || only === (isPhone ? 'phone' : 'wide'));
  return sampled(there, name);
}

function withFindings(found: Found): Found {
  return Object.fromEntries(Object.entries(found).filter(([, wrong]) => wrong.length > 0));
}
