import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAda } from './visitor.ts';
import { readWords } from './words.ts';
import { createLivedInWorld } from './world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a page that cannot be loaded is never blank without a word, and comes after a reload', async () => {
  const world = await createLivedInWorld('en');
  const words = await readWords(world);
  const ada = await openAda(browser, world);
  const { page } = ada;
  const navigation = page.locator('ts-sidebar').getByRole('navigation').first();
  await page.goto('/');
  await navigation.getByRole('link', { name: words.t('plugins.title') }).waitFor();

  await page.context().setOffline(true);
  await navigation.getByRole('link', { name: words.t('plugins.title') }).click();
  await page.context().setOffline(false);
  await page.getByText(words.t('frame.incomplete')).waitFor();
  await page.getByRole('button', { name: words.t('frame.reload') }).click();
  await page.getByRole('switch').first().waitFor();

  await page.route('**/assets/settings-page-*.js', (route) => route.fulfill({ status: 404 }));
  await navigation.getByRole('link', { name: words.t('settings.title') }).click();
  await page.getByText(words.t('frame.incomplete')).waitFor();
  await page.unroute('**/assets/settings-page-*.js');
  await page.getByRole('button', { name: words.t('frame.reload') }).click();
  await page.getByText(words.t('settings.density')).waitFor();
  expect(ada.faults).toEqual([expect.stringMatching(/^404 GET \/assets\/settings-page-/)]);
  await ada.close();
  await world.host.close();
});
