import { chromium, type Browser, type Download } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LOOKS } from './look.ts';
import { openRoleDesk, type RoleDesk } from './role-desk.ts';
import { sampled } from '../../test/setup/sampled.ts';

let browser: Browser;
let desk: RoleDesk;
beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser?.close());
afterEach(() => desk?.close());

const ACCOUNTS = '/api/customer/accounts';

test.each(sampled(LOOKS, 'audit-pages'))(
  'who did what to a record is found, opened and exported: $locale, $theme, phone: $isPhone',
  async (look) => {
    desk = await openRoleDesk(browser, look);
    const { page, t, check, press } = desk;
    const { account } = await history();
    await page.goto(`/customer/accounts/${account}`);
    await page.getByRole('button', { name: t('record.more') }).click();
    await page.getByRole('menuitem', { name: t('audit.menu.record') }).click();
    const rows = page.locator('ts-audit-table tbody tr');
    await expect.poll(() => rows.count()).toBe(2);
    expect(new URL(page.url()).search).toBe(`?entity=customer.account&record=${account}`);
    await check('record');

    await rows.first().getByRole('button').click();
    const entry = page.getByRole('dialog');
    await entry.getByText('Harbour Works').first().waitFor();
    const told = (await entry.textContent()) ?? '';
    for (const expected of ['Grace Hopper', 'They moved.', 'quay.example', t('audit.actor.token')])
      expect(told).toContain(expected);
    await check('entry');
    await entry.getByRole('button', { name: t('audit.older') }).click();
    await entry.getByText(t('audit.action.create'), { exact: true }).waitFor();
    await entry.locator('a', { has: page.locator('code') }).click();
    await entry.waitFor({ state: 'detached' });
    await expect.poll(() => new URL(page.url()).searchParams.get('request')).not.toBeNull();
    await expect.poll(() => rows.count()).toBeGreaterThan(0);

    await press('audit.clear');
    await expect.poll(() => rows.count()).toBeGreaterThan(2);
    await check('all');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: t('audit.export') }).click();
    expect(await textOf(await download)).toContain('Harbour Works');
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test('filters stand in the address, as chips that are changed and taken away', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t } = desk;
  await history();
  await page.goto('/settings/audit');
  const rows = page.locator('ts-audit-table tbody tr');
  await rows.first().waitFor();

  await addFilter('entity');
  await page.getByRole('dialog').locator('select').selectOption('customer.account');
  await page.getByRole('button', { name: t('audit.filter.apply') }).click();
  await expect.poll(() => new URL(page.url()).search).toBe('?entity=customer.account');
  await addFilter('action');
  await page.getByRole('dialog').locator('select').selectOption('update');
  await page.getByRole('button', { name: t('audit.filter.apply') }).click();
  await expect.poll(() => rows.count()).toBe(1);
  await page.goBack();
  await expect.poll(() => rows.count()).toBe(2);

  await page.getByRole('searchbox', { name: t('audit.words') }).fill('they moved');
  await expect.poll(() => rows.count()).toBe(1);
  expect(new URL(page.url()).searchParams.get('q')).toBe('they moved');
  await page.reload();
  await expect.poll(() => rows.count()).toBe(1);
  const remove = t('audit.filter.remove', { name: t('audit.filter.entity') });
  await page.getByRole('button', { name: remove }).click();
  await expect.poll(() => new URL(page.url()).search).toBe('?q=they+moved');

  await page.goto('/settings/audit?record=rubbish');
  await page.getByRole('alert').waitFor();
  await expect
    .poll(() => desk.faults.toSorted())
    .toEqual(['400 GET /api/audit', '400 GET /api/audit/days']);
});

test('the keyboard alone goes over the days, narrows to one, and walks through its entries', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t } = desk;
  await history();
  await page.goto('/settings/audit?entity=customer.account');
  const rows = page.locator('ts-audit-table tbody tr');
  await expect.poll(() => rows.count()).toBe(2);
  const today = new Date().toISOString().slice(0, 10);
  const last = page.locator(`ts-audit-plot [data-day="${today}"]`);
  await last.focus();
  await page.keyboard.press('ArrowLeft');
  const focused = (): Promise<string | undefined> =>
    page
      .locator('ts-audit-plot')
      .evaluate(
        (element) => (element.shadowRoot!.activeElement as SVGElement | null)?.dataset['day'],
      );
  await expect.poll(focused).not.toBe(today);
  await page.keyboard.press('Enter');
  await page.getByText(t('audit.none')).waitFor();
  await page.keyboard.press('End');
  await expect.poll(focused).toBe(today);
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe(today);
  await expect.poll(() => rows.count()).toBe(2);

  await rows.first().getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText(t('audit.action.create'), { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const isBack = (): Promise<boolean> =>
    rows
      .nth(1)
      .getByRole('button')
      .evaluate((button) => button.matches(':focus'));
  await expect.poll(isBack).toBe(true);
  expect(desk.faults).toEqual([]);
});

test('the seals are verified, and a shorter retention says what it would take away', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t, check, press, host } = desk;
  const { account } = await history();
  await page.goto('/settings/audit?part=proof');
  await press('audit.verify');
  await page.getByText(t('audit.verify.whole')).waitFor();
  const digest = (await page.locator('ts-audit-seals code').textContent()) ?? '';
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  await check('whole');
  const tampered = `update tessera.audit set reason = 'forged' where record_id = '${account}' and reason is not null`;
  await host.kernel.database.transaction(async (sql) => {
    await sql.query('set local role none');
    await sql.query(tampered);
  });
  await page.getByLabel(t('audit.verify.digest')).fill(digest);
  await press('audit.verify');
  await page.getByText(t('audit.fault.rowChanged')).waitFor();
  await check('broken');

  await page.locator('ts-audit-retention select').selectOption('365');
  await page.getByText(/Nothing goes now/).waitFor();
  await press('action.save');
  await page.getByText(t('audit.retention.saved')).waitFor();
  const { body } = await host.as('administrator').get('/api/settings/audit');
  expect(body).toEqual({ retentionDays: 365 });
  expect(desk.found).toEqual({});
  expect(desk.faults).toEqual([]);
});

/** Grace makes an account and changes it, with a reason. */
async function history(): Promise<{ readonly account: string }> {
  const grace = desk.host.as(desk.rep);
  const made = await grace.post(ACCOUNTS, {
    name: 'Harbour Works',
    website: 'https://pier.example',
  });
  expect(made).toMatchObject({ status: 201 });
  const headers = { 'X-Change-Reason': encodeURIComponent('They moved.') };
  const changed = await grace.patch(
    `${ACCOUNTS}/${made.body.id}`,
    { website: 'https://quay.example' },
    { headers },
  );
  expect(changed).toMatchObject({ status: 200 });
  return { account: made.body.id };
}

async function addFilter(name: string): Promise<void> {
  const { page, t } = desk;
  await page.getByRole('button', { name: t('audit.addFilter'), exact: true }).click();
  await page.getByRole('menuitem', { name: t(`audit.filter.${name}`) }).click();
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}
