import { chromium, type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { openDesk, violations, type Desk, type DeskLook } from './record-page-desk.ts';

let browser: Browser;
let desk: Desk;

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser.close());
afterEach(() => desk.close());

test.each<DeskLook>([
  { theme: 'light' },
  { theme: 'dark' },
  { theme: 'light', isPhone: true },
  { theme: 'dark', isPhone: true },
])('a record, its menu, files and form have no obstacle: %o', async (look) => {
  desk = await openDesk(browser, look);
  const { page, faults } = desk;
  const id = await desk.make({ name: 'Amber', count: 3, colour: 'red', story: '<p>Once</p>' });
  await desk.write(id, { count: 4, colour: 'blue' });
  await page.goto(`/desk/cases/${id}`);
  await page.getByText('Today', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('tab', { name: 'Files' }).click();
  await page.getByText('No files yet.').waitFor();
  expect(await violations(page)).toEqual([]);

  if (look.isPhone) {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
  } else await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Story' }).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(faults).toEqual([]);
});

test('nothing of a record is wider than a phone', async () => {
  desk = await openDesk(browser, { isPhone: true });
  const { page } = desk;
  const id = await desk.make({
    name: 'A case whose name is far too long for the screen of a phone',
  });
  await page.goto(`/desk/cases/${id}`);
  await page.getByText('Today', { exact: true }).waitFor();
  const widest = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(widest).toBeLessThanOrEqual(390);
});
