import { chromium, type Browser, type Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LOOKS, type Look } from './look.ts';
import { openRoleDesk, type RoleDesk } from './role-desk.ts';
import { sampled } from '../../test/setup/sampled.ts';

let browser: Browser;
let desk: RoleDesk;
beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser?.close());
afterEach(() => desk?.close());

const PHONE = '+14155550123';

test.each(sampled(LOOKS, 'role-matrix'))(
  'what is chosen in the matrix holds for the people of the role: $locale, $theme, phone: $isPhone',
  async (look) => {
    desk = await openRoleDesk(browser, look);
    const { page, t, press, check, host, rep } = desk;
    const grace = host.as(rep);
    await host.as('administrator').post('/api/customer/accounts', { name: 'Theirs' });
    await grace.post('/api/customer/accounts', { name: 'Hers', phone: PHONE });
    const listed = async (): Promise<readonly string[]> => {
      const { body } = await grace.get('/api/customer/accounts?_sort=name');
      return body.map(({ name }: { name: string }) => name);
    };
    expect(await listed()).toEqual(['Hers']);

    await page.goto('/settings/roles');
    const link = page.locator('ts-role-settings').getByRole('link');
    await link.first().waitFor();
    await check('list');
    const id = await desk.role('sales-rep');
    await page.locator(`ts-role-settings a[href="/settings/roles/${id}"]`).click();

    await openCell(look, 'customer.account', 'read');
    await check('choices');
    await page.getByRole('menuitemradio', { name: t('role.scopeAbout.all') }).click();
    await check('changed');
    await press('role.review');
    const review = page.locator('ts-role-review dialog');
    await review.getByText('Grace Hopper').waitFor();
    await check('review');
    expect(await numbersOf(review.locator('li', { hasText: 'Grace Hopper' }))).toEqual(['1', '2']);
    await review.getByRole('button', { name: t('action.save') }).click();
    await review.waitFor({ state: 'detached' });
    expect(await listed()).toEqual(['Hers', 'Theirs']);
    // It goes when the role has been read again.
    await page.locator('ts-role .bar').waitFor({ state: 'detached' });

    await press('action.undo');
    await page
      .locator('ts-toasts')
      .getByText(t('role.undone', { name: await titleOf() }))
      .waitFor();
    expect(await listed()).toEqual(['Hers']);

    await openTab('fields');
    await page.locator('ts-role-fields select').selectOption('customer.account');
    await page.locator('ts-role-fields input[name="customer.account.phone"]').nth(2).check();
    await check('fields');
    await press('role.review');
    await review.getByRole('button', { name: t('action.save') }).click();
    await review.waitFor({ state: 'detached' });
    const { body } = await grace.get('/api/customer/accounts');
    expect(body).toEqual([expect.objectContaining({ name: 'Hers' })]);
    expect(body[0].phone).toMatch(/^•••/);

    await openTab('permissions');
    await page.locator('ts-role-permissions').getByRole('checkbox').first().waitFor();
    await check('permissions');
    await openTab('people');
    await page.locator('ts-role-people').getByRole('link', { name: 'Grace Hopper' }).waitFor();
    await check('people');
    await openTab('compare');
    await compare(await desk.role('sales-manager'));
    await check('compare');
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test('the keyboard alone moves over the matrix, chooses, and gives back what the plugin gives', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t } = desk;
  await page.goto(`/settings/roles/${await desk.role('sales-rep')}`);
  const grid = page.locator('ts-role-grid');
  const at = (): Promise<string | null> =>
    grid.evaluate(
      (element) => element.shadowRoot!.activeElement?.getAttribute('aria-label') ?? null,
    );
  const account = cellName('customer.account', t('role.action.read'));
  const before = (await account.getAttribute('aria-label')) ?? '';
  expect(before).toContain(t('role.origin.given'));
  await account.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await at()).toBe(before);

  await page.keyboard.press('a');
  await expect.poll(at).toContain(t('role.scope.all'));
  expect(await at()).not.toContain(t('role.origin.given'));
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(await at()).toContain(t('role.scope.all'));

  await page.keyboard.press('Home');
  expect(await at()).toContain(t('role.giveBackOf', { name: '' }).trim());
  await page.keyboard.press('Enter');
  await expect.poll(() => account.getAttribute('aria-label')).toBe(before);
  expect(await page.locator('ts-role .bar').count()).toBe(0);
  expect(desk.faults).toEqual([]);
});

async function openTab(tab: string): Promise<void> {
  await desk.page.locator(`ts-role .tabs a[href$="/${tab}"]`).click();
}

async function titleOf(): Promise<string> {
  return (await desk.page.locator('ts-role h1').textContent())?.trim() ?? '';
}

/** A cell of the grid; its row is found by the id of the entity. */
function cellName(entity: string, action: string): Locator {
  return desk.page
    .locator('ts-role-grid tr', { has: desk.page.locator(`[title="${entity}"]`) })
    .getByRole('button', { name: `${action}:` });
}

/** Opens the choices of a cell, as one does on this screen. */
async function openCell(look: Look, entity: string, action: string): Promise<void> {
  const { page, t } = desk;
  const name = t(`role.action.${action}`);
  if (look.isPhone) {
    await page.locator('ts-role-cards select').selectOption(entity);
    await desk.check('cards');
    await page.locator('ts-role-cards li').filter({ hasText: name }).getByRole('button').click();
  } else {
    await cellName(entity, name).waitFor();
    await desk.check('matrix');
    await cellName(entity, name).click();
  }
  await page.getByRole('menu').waitFor();
}

async function compare(other: string): Promise<void> {
  const { page, t } = desk;
  const part = page.locator('ts-role-compare');
  await part.locator('select').selectOption(other);
  const rows = part.locator('tbody tr');
  await rows.first().waitFor();
  const differences = await rows.count();
  await part.getByRole('checkbox', { name: t('role.onlyDifferences') }).uncheck();
  await expect.poll(() => rows.count()).toBeGreaterThan(differences);
}

/** The numbers in a line of the review. */
async function numbersOf(line: Locator): Promise<readonly string[]> {
  return (await line.first().locator('.num').allTextContents()).map((text) => text.trim());
}
