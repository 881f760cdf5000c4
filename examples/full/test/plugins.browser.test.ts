import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAda } from './visitor.ts';
import { readWords } from './words.ts';
import { createLivedInWorld, LOCALES } from './world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.each(LOCALES)(
  'what a plugin brings leaves open tabs when it is disabled, and comes back when it is enabled, in %s',
  async (locale) => {
    const world = await createLivedInWorld(locale);
    const words = await readWords(world);
    const { t } = words;
    const visitor = await openAda(browser, world);
    const manager = visitor.page;
    const account = await visitor.openTab();
    const deal = await visitor.openTab();
    await account.goto(`/customer/accounts/${world.acme}`);
    await deal.goto(`/sales/opportunities/${world.deal}`);
    await manager.goto('/plugins');

    const link = account.getByRole('link', { name: words.plural('sales.opportunity') });
    const tab = account.getByRole('tab', { name: words.plural('sales.opportunity') });
    const field = account.getByText(words.field('customer.account', 'sales_openAmount'), {
      exact: true,
    });
    const all = [link, tab, field];
    await Promise.all(all.map((one) => one.waitFor()));
    await deal.getByRole('heading', { name: 'Big deal', level: 1 }).waitFor();
    await account.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

    const name = words.plugin('sales');
    const toggle = manager.getByRole('switch', { name: t('plugins.switch', { name }) });
    await toggle.click();
    await manager.getByRole('dialog', { name: t('plugins.confirm.disable', { name }) }).waitFor();
    await manager.getByRole('button', { name: t('plugins.disable'), exact: true }).click();
    await manager.getByText(t('plugins.state.disabled'), { exact: true }).waitFor();
    await Promise.all(all.map((one) => one.waitFor({ state: 'detached' })));
    await account.getByRole('heading', { name: 'Acme', level: 1 }).waitFor();
    await deal.getByRole('heading', { name: t('missing.offTitle', { plugin: name }) }).waitFor();

    await toggle.click();
    await manager.getByRole('button', { name: t('plugins.enable'), exact: true }).click();
    await Promise.all(all.map((one) => one.waitFor()));
    await deal.getByRole('heading', { name: 'Big deal', level: 1 }).waitFor();
    expect(await account.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
    expect(visitor.faults).toEqual([]);
    await visitor.close();
    await world.host.close();
  },
);
