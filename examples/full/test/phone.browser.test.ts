import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampled } from '../../../test/setup/sampled.ts';
import { launchBrowser, openAda } from './visitor.ts';
import { readWords } from './words.ts';
import { createLivedInWorld, LOCALES } from './world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each(sampled(LOCALES, 'phone'))('in %s', (locale) => {
  test('on a dark phone the navigation at the bottom leads everywhere, and nothing is wider than the screen', async () => {
    const world = await createLivedInWorld(locale);
    const words = await readWords(world);
    const { t } = words;
    const visitor = await openAda(browser, world, { theme: 'dark', isPhone: true });
    const { page } = visitor;
    const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
    await page.goto('/');
    const bar = page.locator('ts-mobile-navigation').getByRole('navigation');
    await bar.getByRole('link', { name: words.plural('customer.contact') }).tap();
    await page.getByRole('heading', { name: words.plural('customer.contact'), level: 1 }).waitFor();
    await bar.getByRole('link', { name: words.plural('customer.account') }).tap();
    await page.getByRole('link', { name: 'Acme' }).tap();
    await page.getByRole('heading', { name: 'Acme', level: 1 }).waitFor();
    expect(await width()).toBe(390);

    const more = bar.getByRole('button', { name: t('frame.more') });
    await more.tap();
    const sheet = page.getByRole('dialog', { name: t('frame.navigation') });
    await sheet.getByRole('link', { name: words.plural('sales.opportunity') }).tap();
    await page
      .getByRole('heading', { name: words.plural('sales.opportunity'), level: 1 })
      .waitFor();
    await expect.poll(() => sheet.count()).toBe(0);
    await more.tap();
    await sheet.getByRole('link', { name: t('settings.title') }).tap();
    await page.getByRole('heading', { name: t('settings.title'), level: 1 }).waitFor();
    expect(await width()).toBe(390);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(Number(/oklch\(([\d.]+)/.exec(background)?.[1])).toBeLessThan(0.3);
    expect(visitor.faults).toEqual([]);
    await visitor.close();
    await world.host.close();
  });
});
