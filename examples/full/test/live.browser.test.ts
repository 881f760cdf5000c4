import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAda } from './visitor.ts';
import { createLivedInWorld, make } from './world.ts';

/** A browser opens six connections to one server over HTTP/1.1. */
const TABS = 7;
let browser: Browser;
let world: Awaited<ReturnType<typeof createLivedInWorld>>;
beforeAll(async () => {
  browser = await launchBrowser();
  world = await createLivedInWorld('en');
});
afterAll(async () => {
  await browser?.close();
  await world?.host.close();
});

test('a change by somebody else shows in every tab, however many there are', async () => {
  const visitor = await openAda(browser, world);
  const tabs = [visitor.page];
  while (tabs.length < TABS) tabs.push(await visitor.openTab());
  for (const tab of tabs) {
    await tab.goto('/customer/accounts');
    await tab.getByRole('link', { name: 'Acme', exact: true }).waitFor();
  }
  await make(world, '/api/customer/accounts', { name: 'Newcomer' });
  for (const tab of tabs) await tab.getByRole('link', { name: 'Newcomer' }).waitFor();
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test('an open record shows what somebody else writes, without a reload', async () => {
  const visitor = await openAda(browser, world);
  const { page } = visitor;
  await page.goto(`/customer/accounts/${world.acme}`);
  await page.getByRole('heading', { name: 'Acme', level: 1 }).waitFor();
  // The page hears what happens from the moment its connection stands, a little after it has read the record.
  let round = 0;
  await expect
    .poll(async () => {
      const name = `Acme Holding ${++round}`;
      await world.admin.patch(`/api/customer/accounts/${world.acme}`, { name });
      await page.waitForTimeout(1500);
      return (await page.getByRole('heading', { level: 1 }).textContent()) === name;
    })
    .toBe(true);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test('a list is read once when it is opened: the greeting of the live connection is no news', async () => {
  const visitor = await openAda(browser, world);
  const { page } = visitor;
  const reads: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/api/meta' || pathname === '/api/customer/accounts') reads.push(pathname);
  });
  await page.goto('/customer/accounts');
  await page.getByRole('link', { name: 'Bluth', exact: true }).waitFor();
  // What comes over the connection after its greeting.
  await make(world, '/api/customer/accounts', { name: 'Sign of life' });
  await page.getByRole('link', { name: 'Sign of life' }).waitFor();
  expect(reads).toEqual(['/api/meta', '/api/customer/accounts', '/api/customer/accounts']);
  await visitor.close();
});
