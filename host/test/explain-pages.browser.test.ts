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

test.each(sampled(LOOKS, 'explain-pages'))(
  'who may see a record and why is told, of oneself and of others: $locale, $theme, phone: $isPhone',
  async (look) => {
    desk = await openSharingDesk(browser, look);
    const { page, t, check, picture, account, rep, host, press } = desk;
    const answer = (key: string, action = 'read'): string =>
      t(`explain.answer.${key}`, { name: 'Grace Hopper', action: t(`explain.doing.${action}`) });
    await page.goto(`/customer/accounts/${account}`);
    await desk.open('w', 'explain.menu');
    const dialog = page.locator('ts-explain-dialog');
    const decisive = dialog.locator('li.decisive');
    await dialog.getByText(answer('you.yes')).waitFor();
    expect(await decisive.textContent()).toContain(t('explain.scope.all.grants'));
    await check('oneself');

    await desk.pick(t('explain.person'), 'Grace Hopper');
    await dialog.getByText(answer('other.no')).waitFor();
    expect(await decisive.textContent()).toContain(t('explain.nothingReaches'));
    await check('denied');
    await picture('explain-denied');

    await host.as('administrator').post(`/api/customer/accounts/${account}/shares`, {
      user: rep,
      actions: ['read'],
    });
    await press('explain.tab.people');
    const grace = dialog.locator('li', { hasText: 'Grace Hopper' });
    await grace.waitFor();
    await check('people');
    await picture('explain-people');
    await grace.getByRole('button', { name: 'Grace Hopper', exact: true }).click();
    await dialog.getByText(answer('other.yes')).waitFor();
    const shared = { name: 'Grace Hopper', what: t('share.mayRead') };
    expect(await decisive.textContent()).toContain(t('explain.share', shared));
    await picture('explain-shared');
    await dialog.locator('select[name=action]').selectOption('update');
    await dialog.getByText(answer('other.no', 'update')).waitFor();
    await dialog.locator('select[name=action]').selectOption('read');
    await dialog.locator('select[name=field]').selectOption('phone');
    await expect.poll(() => decisive.textContent()).toContain(t('role.access.write'));

    await press('explain.tab.people');
    await dialog
      .getByRole('button', { name: t('explain.viewAs', { name: 'Grace Hopper' }) })
      .click();
    await press('explain.viewAs.begin');
    await dialog.getByText(t('explain.viewAs.noReason')).waitFor();
    await check('view as');
    await dialog.locator('input[name=reason]').fill('She sees nothing');
    await press('explain.viewAs.begin');
    await dialog.waitFor({ state: 'detached' });
    const me = async () => (await (await page.request.get('/api/auth/me')).json()).user;
    expect(await me()).toMatchObject({ id: rep, viewedBy: { name: 'Ada' } });
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test('whoever manages nobody is told of himself, and why he does not share', async () => {
  desk = await openSharingDesk(browser, LOOKS[0]);
  const { page, t, account, rep, host } = desk;
  await desk.signInAsRep();
  await host.as('administrator').post(`/api/customer/accounts/${account}/shares`, {
    user: rep,
    actions: ['read', 'update'],
  });
  await page.goto(`/customer/accounts/${account}`);
  await desk.open('w', 'explain.menu');
  const explained = page.locator('ts-explain-dialog');
  const action = t('explain.doing.read');
  await explained.getByText(t('explain.answer.you.yes', { action })).waitFor();
  expect(await explained.getByRole('combobox').evaluateAll((all) => all.length)).toBe(2);
  await page.keyboard.press('Escape');
  await explained.waitFor({ state: 'detached' });

  await desk.open('s', 'share.menu');
  const dialog = page.locator('ts-share-dialog');
  await dialog.getByText(t('share.you')).first().waitFor();
  expect(await dialog.locator('.note').first().textContent()).toContain(
    t('share.cannot.reach').slice(0, 20),
  );
  expect(await dialog.locator('ts-share-form').count()).toBe(0);
  expect(desk.faults).toEqual([]);
});

test('a change by the form says why where somebody wants to, and sensitive fields say that reading is written down', async () => {
  desk = await openSharingDesk(browser, LOOKS[0]);
  const { page, t, account, host } = desk;
  await page.goto(`/customer/accounts/${account}`);
  await desk.open('e', 'action.edit');
  const form = page.locator('ts-form');
  await form.getByRole('button', { name: t('reason.add') }).click();
  await form.getByLabel(t('reason.label')).fill('客户来电');
  await form.locator('ts-field-editor[data-field=name] input').first().fill('Acme Limited');
  await form.getByRole('button', { name: t('action.save'), exact: true }).click();
  await form.waitFor({ state: 'detached' });
  const { body } = await host.as('administrator').get(`/api/customer/accounts/${account}/history`);
  expect(body[0]).toMatchObject({ reason: '客户来电', action: 'update' });
  await page.getByRole('tab', { name: t('tab.history') }).click();
  await page.locator('ts-record-history q', { hasText: '客户来电' }).waitFor();

  const made = await host.as('administrator').post('/api/customer/contacts', { familyName: 'Lee' });
  expect(made.status).toBe(201);
  await page.goto(`/customer/contacts/${made.body.id}`);
  await page.getByRole('img', { name: t('sensitive.read') }).waitFor();
  expect(desk.faults).toEqual([]);
});
