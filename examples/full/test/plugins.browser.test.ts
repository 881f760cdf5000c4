import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAda } from './visitor.ts';
import { readWords, type Words } from './words.ts';
import { createLivedInWorld, LOCALES } from './world.ts';
import { sampled } from '../../../test/setup/sampled.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.each(sampled(LOCALES, 'plugins'))(
  'what a plugin brings leaves open tabs when it is disabled, and comes back when it is enabled, in %s',
  async (locale) => {
    const world = await createLivedInWorld(locale);
    const words = await readWords(world);
    const { t } = words;
    const visitor = await openAda(browser, world);
    const manager = visitor.page;
    const account = await visitor.openTab();
    const deal = await visitor.openTab();
    const board = await visitor.openTab();
    const home = await visitor.openTab();
    await account.goto(`/customer/accounts/${world.acme}`);
    await deal.goto(`/sales/opportunities/${world.deal}`);
    await board.goto('/sales/opportunities?layout=board');
    await home.goto('/');
    await manager.goto('/plugins');
    const create = words.create('sales.opportunity');

    const link = account.getByRole('link', { name: words.plural('sales.opportunity') });
    const tab = account.getByRole('tab', { name: words.plural('sales.opportunity') });
    const field = account.getByText(words.field('customer.account', 'sales_openAmount'), {
      exact: true,
    });
    const card = board.getByRole('article').first();
    const widget = home.locator('sales-pipeline-bars');
    const all = [link, tab, field, card, widget];
    await board.bringToFront();
    await Promise.all(all.map((one) => one.waitFor()));
    await deal.getByRole('heading', { name: 'Big deal', level: 1 }).waitFor();
    expect(await offers(home, create, words)).toBe(true);
    await account.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

    const name = words.plugin('sales');
    const toggle = manager.getByRole('switch', { name: t('plugins.switch', { name }) });
    await toggle.click();
    await manager.getByRole('dialog', { name: t('plugins.confirm.disable', { name }) }).waitFor();
    await manager.getByRole('button', { name: t('plugins.disable'), exact: true }).click();
    await manager.getByText(t('plugins.state.disabled'), { exact: true }).waitFor();
    await Promise.all(all.map((one) => one.waitFor({ state: 'detached' })));
    await account.getByRole('heading', { name: 'Acme', level: 1 }).waitFor();
    for (const gone of [deal, board])
      await gone.getByRole('heading', { name: t('missing.offTitle', { plugin: name }) }).waitFor();
    expect(await offers(home, create, words)).toBe(false);

    await toggle.click();
    await manager.getByRole('button', { name: t('plugins.enable'), exact: true }).click();
    // A board reads its columns when they are seen.
    await board.bringToFront();
    await Promise.all(all.map((one) => one.waitFor()));
    await deal.getByRole('heading', { name: 'Big deal', level: 1 }).waitFor();
    expect(await offers(home, create, words)).toBe(true);
    expect(await account.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
    // What a tab asks before it hears that the plugin went is refused.
    const late = /^(404 \w+ \/api\/sales\/|400 GET \/api\/views$)/;
    expect(visitor.faults.filter((fault) => !late.test(fault))).toEqual([]);
    await visitor.close();
    await world.host.close();
  },
);

/** Whether the palette of a tab has an entry. */
async function offers(page: Page, entry: string, { t, create }: Words): Promise<boolean> {
  const palette = page.locator('ts-palette');
  const option = (name: string) => palette.getByRole('option', { name });
  await page.keyboard.press('Control+k');
  const input = page.getByRole('combobox', { name: t('search.title') });
  // What is always there shows that the palette has its entries.
  await input.fill(create('customer.account'));
  await option(create('customer.account')).first().waitFor();
  await input.fill(entry);
  await option(create('customer.account')).first().waitFor({ state: 'detached' });
  const isThere = (await option(entry).count()) > 0;
  await page.keyboard.press('Escape');
  await input.waitFor({ state: 'detached' });
  return isThere;
}
