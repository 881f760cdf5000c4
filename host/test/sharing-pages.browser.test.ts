import { chromium, type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LOOKS } from './look.ts';
import { openSharingDesk, type SharingDesk } from './sharing-desk.ts';
import { sampled } from '../../test/setup/sampled.ts';

let browser: Browser;
let desk: SharingDesk;
beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser?.close());
afterEach(() => desk?.close());

test.each(sampled(LOOKS, 'sharing-pages'))(
  'a record is shared, taken back, and put back as it was: $locale, $theme, phone: $isPhone',
  async (look) => {
    desk = await openSharingDesk(browser, look);
    const { page, t, check, picture, isRead, account, rep, host } = desk;
    const path = `/api/customer/accounts/${account}`;
    expect(await isRead()).toBe(false);
    await page.goto(`/customer/accounts/${account}`);
    await desk.open('s', 'share.menu');
    const dialog = page.locator('ts-share-dialog');
    await dialog.getByText(t('share.none')).waitFor();
    await check('nobody');

    await dialog.getByRole('button', { name: t('share.do'), exact: true }).click();
    await dialog.getByText(t('share.nobodyChosen')).waitFor();
    await desk.pick(t('share.kind.user'), 'Grace Hopper');
    await dialog.locator('ts-share-form select[name=actions]').selectOption('update');
    await dialog.locator('ts-share-form select[name=expiry]').selectOption('week');
    await dialog.getByRole('button', { name: t('share.do'), exact: true }).click();
    const row = dialog.locator('li', { hasText: 'Grace Hopper' });
    await row.waitFor();
    await check('shared');
    await picture('share');
    expect(await isRead()).toBe(true);
    const renamed = await host.as(rep).patch(path, { name: 'Acme Ltd', phone: '+14155550199' });
    expect(renamed.status).toBe(200);

    await row.getByRole('button', { name: t('share.remove', { name: 'Grace Hopper' }) }).click();
    await row.waitFor({ state: 'detached' });
    expect(await isRead()).toBe(false);
    await dialog.getByRole('button', { name: t('action.undo') }).click();
    await row.waitFor();
    expect(await isRead()).toBe(true);
    await dialog.getByRole('button', { name: t('action.close') }).click();
    await dialog.waitFor({ state: 'detached' });

    await putBack();
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

/** What Grace has written is put back from the history, all of it and then not. */
async function putBack(): Promise<void> {
  const { page, t, check, picture, account, host } = desk;
  const path = `/api/customer/accounts/${account}`;
  const read = async () => {
    const { name, phone } = (await host.as('administrator').get(path)).body;
    return { name, phone };
  };
  await page.getByRole('tab', { name: t('tab.history') }).click();
  const history = page.locator('ts-record-history');
  await history.getByText('Grace Hopper').first().waitFor();
  await check('history');
  await picture('history');
  await history.getByRole('button', { name: t('history.backAll') }).click();
  await expect.poll(read).toEqual({ name: 'Acme', phone: '+14155550123' });
  const told = page.locator('ts-toasts').getByText(t('history.done', { count: 2 }));
  await told.waitFor();
  await history.locator('q').first().waitFor();
  await page
    .locator('ts-toasts')
    .getByRole('button', { name: t('action.undo') })
    .click();
  await expect.poll(read).toEqual({ name: 'Acme Ltd', phone: '+14155550199' });
  const { body } = await host.as('administrator').get(`${path}/history`);
  expect(body[0].reason).toBe(t('history.undoReason'));

  await host.as('administrator').patch(path, { name: 'Acme Limited' });
  const one = t('history.backOf', { field: (await label('name')) ?? '' });
  const last = history.locator('li', { hasText: 'Acme Limited' }).first();
  await last.getByRole('button', { name: one }).click();
  await expect.poll(read).toEqual({ name: 'Acme Ltd', phone: '+14155550199' });
}

async function label(name: string): Promise<string | undefined> {
  const { body } = await desk.host.as('administrator').get('/api/meta');
  const entity = body.entities.find(({ id }: { id: string }) => id === 'customer.account');
  const found = entity.fields.find((field: { name: string }) => field.name === name);
  return found.label[await desk.page.evaluate(() => document.documentElement.lang)];
}

test.each(sampled(LOOKS, 'sharing-pages 2'))(
  'defaults and rules share, and say before what it means: $locale, $theme, phone: $isPhone',
  async (look) => {
    desk = await openSharingDesk(browser, look);
    const { page, t, check, picture, isRead } = desk;
    await page.goto('/settings/sharing');
    const level = page.locator('ts-share-defaults select[name="customer.account"]');
    await level.waitFor();
    await check('settings');
    await picture('sharing');
    await level.selectOption('read');
    const question = page.locator('ts-share-confirm');
    await question.getByRole('alertdialog').waitFor();
    await check('widen');
    await picture('widen');
    await question.getByRole('button', { name: t('action.cancel') }).click();
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => level.inputValue()).toBe('private');
    expect(await isRead()).toBe(false);
    await level.selectOption('read');
    await question.getByRole('button', { name: t('sharing.widenYes.read') }).click();
    await expect.poll(isRead).toBe(true);
    await level.selectOption('private');
    await expect.poll(isRead).toBe(false);

    await makeRule();
    await expect.poll(isRead).toBe(true);
    const row = page.locator('ts-rule-list li');
    await row.getByText(t('rule.state.applied')).waitFor();
    expect(await row.locator('.num').textContent()).toBe('1');
    await check('rule');
    await picture('rules');
    await row.getByRole('button', { name: t('rule.actionsOf', { name: 'Ours' }) }).click();
    await page.getByRole('menuitem', { name: t('rule.delete') }).click();
    await question.getByRole('button', { name: t('rule.delete') }).click();
    await row.waitFor({ state: 'detached' });
    expect(await isRead()).toBe(false);
    // The changes of the default before it may be undone too: the latest message is the last.
    await page
      .getByRole('button', { name: t('action.undo'), exact: true })
      .last()
      .click();
    await expect.poll(isRead).toBe(true);
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

/** A rule that shares all accounts with Grace. */
async function makeRule(): Promise<void> {
  const { page, t, check, picture, press, pick } = desk;
  await press('rule.create');
  const editor = page.locator('ts-rule-editor');
  await editor.locator('input[name=name]').fill('Ours');
  await editor.locator('select[name=entity]').selectOption('customer.account');
  await editor.getByText(t('rule.finds', { count: 1, number: '1' })).waitFor();
  await check('editor');
  await picture('editor');
  const save = editor.getByRole('button', { name: t('rule.create'), exact: true });
  await save.click();
  await editor.getByText(t('share.nobodyChosen')).waitFor();
  await pick(t('share.kind.user'), 'Grace Hopper');
  await save.click();
  await editor.waitFor({ state: 'detached' });
}
