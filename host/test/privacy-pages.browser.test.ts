import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
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

const CONTACTS = '/api/customer/contacts';
const MAIL = 'erin.example@example.com';

test.each(sampled(LOOKS, 'privacy-pages'))(
  'a person is found, exported, erased and held back: $locale, $theme, phone: $isPhone',
  async (look) => {
    desk = await openRoleDesk(browser, look);
    const { page, t, check, press, host } = desk;
    const administrator = host.as('administrator');
    const { contact, twin, title } = await people();
    await page.goto('/settings/privacy');
    await page.getByText(t('privacy.requests.none')).waitFor();
    await check('start');
    await page.getByRole('searchbox').fill('mple');
    await page.getByRole('link', { name: title }).waitFor();
    await check('found');
    await page.getByRole('link', { name: title }).click();
    await page.locator('ts-privacy-person table').waitFor();
    expect(await page.locator('ts-privacy-person table').textContent()).toContain(
      t('privacy.deal.erase'),
    );
    await page.getByRole('checkbox').check();
    await check('person');

    await press('privacy.export');
    await page.locator('ts-privacy-request progress').waitFor();
    await host.settle();
    const link = page.locator('ts-privacy-request a[download]');
    await link.waitFor();
    await check('exported');
    const download = page.waitForEvent('download');
    await link.click();
    const file = await readFile(await (await download).path());
    expect(gunzipSync(file).toString()).toContain(MAIL);

    await page.getByRole('link', { name: t('privacy.toPerson') }).click();
    await page.getByRole('checkbox').check();
    await press('privacy.erase');
    const dialog = page.getByRole('dialog');
    const erase = dialog.getByRole('button', { name: t('privacy.erase.do') });
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel(t('privacy.erase.reason')).fill('She asked for it.');
    await dialog.getByLabel(t('privacy.erase.confirm', { name: title })).fill('Somebody else');
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel(t('privacy.erase.confirm', { name: title })).fill(title);
    await check('erase');
    await erase.click();
    await page.locator('ts-privacy-request progress').waitFor();
    await host.settle();
    await page.getByText(t('privacy.status.done'), { exact: true }).waitFor();
    await page.locator('ts-privacy-request table').waitFor();
    await check('report');
    expect(await page.locator('ts-privacy-request').textContent()).not.toContain(title);
    for (const id of [contact, twin])
      expect((await administrator.get(`${CONTACTS}/${id}`)).status).toBe(404);

    await page.getByRole('link', { name: t('privacy.back') }).click();
    await page.locator('ts-privacy-requests tbody tr').nth(1).waitFor();
    await checkSuppression();
    await check('lift');
    await page.getByLabel(t('privacy.suppression.reason')).fill('A customer again.');
    await press('privacy.suppression.lift');
    await page.getByText(t('privacy.suppression.isNot', { value: MAIL })).waitFor();
    const again = await administrator.post(CONTACTS, { familyName: 'Again', email: MAIL });
    expect(again.status).toBe(201);
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test('what goes wrong is told where it goes wrong, and nothing is lost', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t, press, host, rep } = desk;
  await host.as(rep).post('/api/customer/accounts', { name: 'Hers' });
  await page.goto(`/settings/privacy?person=tessera.user/${rep}`);
  await press('privacy.erase');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('privacy.erase.reason')).fill('She left.');
  await dialog
    .getByLabel(t('privacy.erase.confirm', { name: 'Grace Hopper' }))
    .fill('grace hopper');
  await dialog.getByRole('button', { name: t('privacy.erase.do') }).click();
  await dialog
    .getByRole('alert')
    .getByText(/still owns 1 record/)
    .waitFor();
  expect(await dialog.getByLabel(t('privacy.erase.reason')).inputValue()).toBe('She left.');
  await page.keyboard.press('Escape');

  await page.goto('/settings/privacy');
  await page.getByLabel(t('privacy.suppression.value'), { exact: true }).fill('no address');
  await press('privacy.suppression.check');
  await page.getByRole('alert').waitFor();
  await page.goto('/settings/privacy?request=01890000-0000-7000-8000-000000000000');
  await page.getByRole('alert').waitFor();
  expect(desk.faults).toEqual([
    '409 POST /api/privacy/requests',
    '400 GET /api/privacy/suppressions',
    '404 GET /api/privacy/requests/01890000-0000-7000-8000-000000000000',
  ]);
});

/** Two records of one person, known by the same address. */
async function people(): Promise<{ contact: string; twin: string; title: string }> {
  const administrator = desk.host.as('administrator');
  const make = async (values: object) => {
    const made = await administrator.post(CONTACTS, { email: MAIL, ...values });
    expect(made).toMatchObject({ status: 201 });
    return made.body;
  };
  const first = await make({ familyName: 'Example', givenName: 'Erin', jobTitle: 'Pilot' });
  const second = await make({ familyName: 'Twin', givenName: 'E.' });
  await administrator.post('/api/customer/activities', {
    subject: 'A call',
    body: 'She called.',
    contact: first.id,
  });
  return { contact: first.id, twin: second.id, title: first.fullName };
}

async function checkSuppression(): Promise<void> {
  const { page, t, press } = desk;
  await page.getByLabel(t('privacy.suppression.value'), { exact: true }).fill(MAIL);
  await press('privacy.suppression.check');
  await page.getByText(t('privacy.suppression.is', { value: MAIL })).waitFor();
}
