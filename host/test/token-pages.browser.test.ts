import { chromium, type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LOOKS } from './look.ts';
import { openPeopleDesk, type PeopleDesk } from './people-desk.ts';
import { sampled } from '../../test/setup/sampled.ts';

let browser: Browser;
let desk: PeopleDesk;
beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser?.close());
afterEach(() => desk?.close());

test.each(sampled(LOOKS, 'token-pages'))(
  'a token does what was chosen for it, and nothing after it is revoked: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, press, check, host, url } = desk;
    await host.as('administrator').post('/api/customer/accounts', { name: 'Account' });
    await desk.signIn();
    await page.goto('/settings/tokens');
    await press('settings.tokens.create');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('settings.tokens.name')).fill('Report');
    await dialog.getByLabel(t('token.expires')).selectOption('0');
    await dialog.getByText(t('token.neverWarning')).waitFor();
    await dialog.getByLabel(t('token.expires')).selectOption('30');
    await dialog.getByRole('radio', { name: t('token.reach.choose') }).check();
    await dialog.getByRole('button', { name: t('settings.tokens.create') }).click();
    await dialog.getByText(t('token.chooseSome')).waitFor();
    await dialog.locator('input[name="customer.account read"]').check();
    await check('token-create');
    await dialog.getByRole('button', { name: t('settings.tokens.create') }).click();
    const token = (await dialog.locator('code').textContent()) ?? '';
    await check('token-made');
    await dialog.getByRole('button', { name: t('token.kept') }).click();
    await page.getByText('Report').waitFor();
    await check('tokens');

    const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
    expect(await (await ask('/api/customer/accounts')).json()).toMatchObject([{ name: 'Account' }]);
    const written = await ask('/api/customer/accounts', { method: 'POST', body: '{"name":"No"}' });
    expect(written.status).toBe(403);
    expect((await ask('/api/customer/contacts')).status).toBe(403);

    await page.goto('/settings/all-tokens');
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText(t('people.none', { words: 'nobody' })).waitFor();
    await page.getByRole('searchbox').fill('repo');
    await check('all-tokens');
    await press('settings.tokens.revoke', { name: 'Report' });
    await dialog.getByRole('button', { name: t('token.revoke') }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await ask('/api/customer/accounts')).status).toBe(401);
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test.each(sampled(LOOKS, 'token-pages 2'))(
  'managers see who is signed in where, and end it: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, check, host } = desk;
    const grace = await desk.join('Grace', ['sales-rep']);
    await desk.signIn();
    await page.goto('/settings/all-sessions');
    const row = page.getByRole('row').filter({ hasText: 'Grace' });
    await row.waitFor();
    await check('all-sessions');
    await row.getByRole('button').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('sessions.end') })
      .click();
    await row.waitFor({ state: 'detached' });
    const { body } = await host.as('administrator').get(`/api/tessera/users/${grace}/sessions`);
    expect(body).toEqual([]);
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test.each(sampled(LOOKS, 'token-pages 3'))(
  'rules of signing in and providers are kept, with what is wrong at its field: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, check, press, host } = desk;
    await desk.signIn();
    await page.goto('/settings/sign-in');
    const length = page.getByLabel(t('signIn.passwordLength'));
    await length.fill('5');
    await page.locator('ts-sign-in-settings form').getByRole('button').click();
    await page.getByText(t('signIn.betweenWrong', { least: 10, most: 64 })).waitFor();
    await length.fill('14');
    await page.locator('ts-sign-in-settings form').getByRole('button').click();
    await page.getByText(t('settings.saved')).waitFor();
    const { body: policy } = await host.as('administrator').get('/api/settings/sign-in');
    expect(policy.passwordLength).toBe(14);

    await press('provider.add');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('provider.label')).fill('Company');
    await dialog.getByLabel(t('provider.issuer')).fill('http://example.com');
    await dialog.getByLabel(t('provider.clientId')).fill('crm');
    await dialog.getByRole('button', { name: t('action.save') }).click();
    await dialog.locator('#issuer-note.wrong').waitFor();
    await check('provider');
    await dialog.getByLabel(t('provider.issuer')).fill('https://id.invalid');
    await dialog.getByRole('button', { name: t('action.save') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('https://id.invalid').waitFor();
    await press('provider.test');
    await page.locator('ts-sign-in-providers p.wrong').waitFor();
    await check('sign-in');
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);
