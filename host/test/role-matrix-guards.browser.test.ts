import { chromium, type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { LOOKS } from './look.ts';
import { openRoleDesk, type RoleDesk } from './role-desk.ts';

let browser: Browser;
let desk: RoleDesk;
beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser?.close());
afterEach(() => desk?.close());

test('a change by somebody else is told before it is lost, and one’s own is kept', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t, press, host } = desk;
  const id = await desk.role('marketer');
  await page.goto(`/settings/roles/${id}/permissions`);
  await page.getByRole('checkbox', { name: 'Import data' }).check();
  const other = await host
    .as('administrator')
    .patch(`/api/tessera/roles/${id}`, { permissions: ['tessera.view.share'] });
  expect(other.status).toBe(200);
  await press('role.review');
  const review = page.locator('ts-role-review dialog');
  await review.getByRole('button', { name: t('action.save') }).click();
  await review.getByText(t('role.conflict')).waitFor();
  await press('role.keepMine');
  await review.waitFor({ state: 'detached' });
  await press('role.review');
  await review.getByText(t('role.less'), { exact: true }).waitFor();
  await review.getByRole('button', { name: t('action.save') }).click();
  await review.waitFor({ state: 'detached' });
  const { body } = await host.as('administrator').get(`/api/tessera/roles/${id}`);
  expect(body.permissions).toEqual(['tessera.import.run']);
  expect(desk.faults).toEqual([`412 PATCH /api/tessera/roles/${id}`]);
});

test('leaving with something unsaved asks, by a link and by the way back; the tabs of the role do not', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t, press } = desk;
  const id = await desk.role('marketer');
  const question = page.getByRole('dialog', { name: t('role.leave') });
  await page.goto('/settings/roles');
  await page.locator(`ts-role-settings a[href="/settings/roles/${id}"]`).click();
  await page.locator('ts-role .tabs a[href$="/permissions"]').click();
  const box = page.getByRole('checkbox', { name: 'Import data' });
  await box.check();
  await page.goBack();
  await page.locator('ts-role-grid table').waitFor();
  await page.goBack();
  await question.waitFor();
  await press('role.stay');
  await question.waitFor({ state: 'detached' });
  expect(new URL(page.url()).pathname).toBe(`/settings/roles/${id}`);
  await page.locator('ts-role .tabs a[href$="/permissions"]').click();
  expect(await box.isChecked()).toBe(true);
  await page.locator('ts-role .crumbs a').click();
  await question.getByRole('button', { name: t('role.discard') }).click();
  await page.locator('ts-role-settings table').waitFor();
  expect(new URL(page.url()).pathname).toBe('/settings/roles');
  expect(desk.faults).toEqual([]);
});

test('a role is copied with what plugins give to it, and deleted only when nobody has it', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t, press, host } = desk;
  await page.goto('/settings/roles');
  const menu = (name: string) =>
    page.getByRole('button', { name: t('role.actionsOf', { name }), exact: true });
  await menu('Sales representative').click();
  await page.getByRole('menuitem', { name: t('role.delete') }).click();
  await page
    .getByText(t('role.deleteHeld', { name: 'Sales representative', users: 1, teams: 0 }))
    .waitFor();

  await menu('Sales representative').click();
  await page.getByRole('menuitem', { name: t('role.copy') }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel(t('role.key'), { exact: true }).inputValue()).toBe(
    'sales-representative-copy',
  );
  await dialog.getByLabel(t('role.name'), { exact: true }).fill('Hunter');
  await dialog.getByRole('button', { name: t('role.create') }).click();
  await page.getByRole('heading', { name: 'Hunter', level: 1 }).waitFor();
  const hunter = await host.user({ name: 'Hal', roles: ['hunter'] });
  expect((await host.as(hunter).post('/api/customer/accounts', { name: 'Prey' })).status).toBe(201);
  expect((await host.as(hunter).get('/api/customer/accounts')).body).toHaveLength(1);

  await page.goto('/settings/roles');
  await menu('Marketer').click();
  await page.getByRole('menuitem', { name: t('role.delete') }).click();
  await menu('Marketer').waitFor({ state: 'detached' });
  await press('action.undo');
  await menu('Marketer').waitFor();
  expect(desk.faults).toEqual([]);
});

test('whoever holds less than a role looks at it and cannot change it', async () => {
  desk = await openRoleDesk(browser, LOOKS[0]);
  const { page, t, host } = desk;
  await page.context().clearCookies();
  await signInAsManager(desk);
  const answer = await host.as('administrator').get('/api/tessera/roles?key=administrator');
  await page.goto(`/settings/roles/${answer.body[0].id}`);
  await page.getByText(t('role.locked')).waitFor();
  await page.locator('ts-role-grid [data-place="0:1"]').click();
  expect(await page.getByRole('menu').count()).toBe(0);
  await page.locator('ts-role .tabs a[href$="/permissions"]').click();
  const box = page.locator('ts-role-permissions').getByRole('checkbox').first();
  expect(await box.isDisabled()).toBe(true);
  expect(desk.faults).toEqual([]);
});

/** Somebody who manages users and is no administrator. */
async function signInAsManager({ page, host, url }: RoleDesk): Promise<void> {
  const administrator = host.as('administrator');
  const role = await administrator.post('/api/tessera/roles', {
    name: 'People',
    key: 'people',
    permissions: ['tessera.user.manage'],
    grants: [{ entity: 'tessera.*', actions: { read: 'all', update: 'all' } }],
  });
  const email = 'pat@example.com';
  const user = await administrator.post('/api/tessera/users', {
    name: 'Pat',
    roles: [role.body.id],
  });
  const invited = await administrator.post(`/api/tessera/users/${user.body.id}/invite`, { email });
  const token = new URL(invited.body.link).pathname.split('/').at(-1);
  const accepted = await page.request.post(`/api/auth/invitations/${token}`, {
    data: { password: 'correct-horse-9' },
    headers: { Origin: url },
  });
  expect(accepted.status()).toBe(200);
}
