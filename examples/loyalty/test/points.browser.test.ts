import type { TestClient, TestHost } from '@tessera/host/testing';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { adjust, makeAccount } from './account.ts';
import { openDesk, openWorkspace, violations, type Look } from './desk.ts';
import { createLoyaltyHost } from './loyalty-host.ts';

const DESK: Look = { theme: 'light', locale: 'en', width: 1440 };
let browser: Browser;
let host: TestHost;
let admin: TestClient;
let url: string;
let account: string;

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
  host = await createLoyaltyHost();
  url = await openWorkspace(host);
  admin = host.as('administrator');
  account = await makeAccount(admin);
  await adjust(admin, account, 6200, 'Opening balance');
  await adjust(admin, account, -300, 'Correction');
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

test.each<Look & { readonly points: string; readonly silver: string }>([
  { ...DESK, points: '5,900 points', silver: 'Silver' },
  { theme: 'dark', locale: 'zh-CN', width: 390, points: '5,900 分', silver: '银牌' },
])(
  'the card of an account tells points and tier without an obstacle, $theme, $locale, $width px',
  async (look) => {
    const { page, faults } = await openDesk(browser, url, look);
    await page.goto(`/customer/accounts/${account}`);
    const card = page.locator('loyalty-account-points');
    await card.getByText(look.points).waitFor();
    await card.getByText(look.silver, { exact: true }).waitFor();
    await card.getByRole('link', { name: 'Correction' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  },
);

test('points are adjusted with the keyboard alone, and a wrong number is told at its place', async () => {
  const { page, faults } = await openDesk(browser, url, DESK);
  const fresh = await makeAccount(admin, 'Fresh');
  await page.goto(`/customer/accounts/${fresh}`);
  const card = page.locator('loyalty-account-points');
  await card.getByText('No points so far').waitFor();
  await card.getByRole('button', { name: 'Adjust' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Adjust points' }).waitFor();
  await page.keyboard.type('1.5');
  await page.keyboard.press('Enter');
  await page.getByText('Give a whole number above or below zero.').waitFor();
  expect(await violations(page)).toEqual([]);
  const points = page.getByRole('textbox', { name: 'Points' });
  expect(await points.evaluate((input) => input.matches(':focus'))).toBe(true);
  await points.fill('250');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Welcome');
  await page.keyboard.press('Enter');
  await card.getByText('250 points').waitFor();
  await card.getByText('Bronze', { exact: true }).waitFor();
  await card.getByRole('link', { name: 'Welcome' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(faults).toEqual([]);
  await page.context().close();
});

test('what somebody else books appears by itself', async () => {
  const { page } = await openDesk(browser, url, DESK);
  const other = await makeAccount(admin, 'Elsewhere');
  await page.goto(`/customer/accounts/${other}`);
  const card = page.locator('loyalty-account-points');
  await card.getByText('No points so far').waitFor();
  await adjust(admin, other, 42, 'From afar');
  await card.getByText('42 points').waitFor();
  expect(await card.getByRole('link', { name: 'From afar' }).count()).toBe(1);
  await page.context().close();
});

test('points that cannot be read say so, and are read again on demand', async () => {
  const { page } = await openDesk(browser, url, DESK);
  await page.route('**/api/loyalty/accounts/*/balance', (route) => route.abort());
  await page.goto(`/customer/accounts/${account}`);
  const card = page.locator('loyalty-account-points');
  await card.getByText('The points could not be read.').waitFor();
  await page.unroute('**/api/loyalty/accounts/*/balance');
  await card.getByRole('button', { name: 'Try again' }).click();
  await card.getByText('5,900 points').waitFor();
  expect(await card.getByRole('alert').count()).toBe(0);
  await page.context().close();
});

test('the start page shows what is outstanding and what each month brought', async () => {
  const { page, faults } = await openDesk(browser, url, { ...DESK, theme: 'dark' });
  await page.goto('/');
  const widget = page.locator('loyalty-points-flow');
  await widget.getByText('outstanding').waitFor();
  await widget
    .getByRole('list', { name: 'Issued by month' })
    .getByRole('listitem')
    .first()
    .waitFor();
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});
