import type { TestHost } from '@tessera/host/testing';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { adjust, makeAccount } from './account.ts';
import { openDesk, openWorkspace, violations, type Look } from './desk.ts';
import { createLoyaltyHost } from './loyalty-host.ts';

let browser: Browser;
let host: TestHost;
let url: string;
let view: string;

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
  host = await createLoyaltyHost();
  url = await openWorkspace(host);
  const admin = host.as('administrator');
  await adjust(admin, await makeAccount(admin, 'Rich'), 25_000);
  await makeAccount(admin, 'Plain');
  const many = {
    entity: 'customer.account',
    name: 'Many points',
    visibility: 'all',
    filter: { loyalty_points: { gt: 1000 } },
  };
  view = (await admin.post('/api/views', many)).body.id;
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

test.each<Look & { readonly title: string; readonly needs: string }>([
  {
    theme: 'light',
    locale: 'en',
    width: 1440,
    title: 'The view “Many points” cannot be shown now',
    needs: 'It needs Loyalty, which is off',
  },
  {
    theme: 'dark',
    locale: 'zh-CN',
    width: 390,
    title: '暂时无法显示视图“Many points”',
    needs: '它需要已停用的插件“会员积分”',
  },
])(
  'a view sleeps while Loyalty is off, names it and shows no account, $locale, $width px',
  async ({ title, needs, ...look }) => {
    const { page, faults } = await openDesk(browser, url, look);
    const admin = host.as('administrator');
    await page.goto(`/customer/accounts?view=${view}`);
    await page.getByText('Rich').first().waitFor();
    await admin.post('/api/plugins/loyalty/disable', {});
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText(needs).first().waitFor();
    expect(await page.getByText('Rich').count()).toBe(0);
    expect(await page.getByText('Plain').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await admin.post('/api/plugins/loyalty/enable', {});
    await page.getByText('Rich').first().waitFor();
    expect(await page.getByText('Plain').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  },
);
