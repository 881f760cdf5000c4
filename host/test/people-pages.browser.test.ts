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

test.each(sampled(LOOKS, 'people-pages'))(
  'one looks through another’s eyes, changes nothing, and stops: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, press, check, host } = desk;
    const grace = await desk.join('Grace', ['sales-rep']);
    await host.as(grace).post('/api/customer/accounts', { name: 'Hers' });
    await host.as('administrator').post('/api/customer/accounts', { name: 'Theirs' });
    await desk.signIn();
    await page.goto('/settings/people');
    await page.getByRole('link', { name: 'Grace' }).waitFor();
    await check('people');
    await desk.choose('Grace', 'viewing.menu');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('viewing.begin') }).click();
    await dialog.locator('#reason-note.wrong').waitFor();
    await dialog.getByLabel(t('viewing.reason')).fill('She sees no deals');
    await check('view-as-question');
    await dialog.getByRole('button', { name: t('viewing.begin') }).click();
    const banner = page.getByRole('region', { name: t('viewing.title') });
    await banner.getByText(t('viewing.as', { name: 'Grace' })).waitFor();
    await banner.getByRole('timer').waitFor();

    await page.goto('/customer/accounts');
    await page.getByText('Hers').first().waitFor();
    expect(await page.getByText('Theirs').count()).toBe(0);
    await banner.waitFor();
    await check('viewing');
    const refused = await page.request.post('/api/customer/accounts', {
      data: { name: 'Sneaked' },
      headers: { Origin: desk.url },
    });
    expect([refused.status(), (await refused.json()).code]).toEqual([403, 'HOST_VIEW_ONLY']);

    await press('viewing.stop');
    await banner.waitFor({ state: 'detached' });
    await page.goto('/settings/people');
    await page.getByRole('link', { name: 'Grace' }).waitFor();
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test.each(sampled(LOOKS, 'people-pages 2'))(
  'what a leaver owns is counted, and handed over: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, check, host } = desk;
    const grace = await desk.join('Grace', ['sales-rep']);
    const heir = await desk.join('Heinz', ['sales-rep']);
    for (const name of ['One', 'Two'])
      await host.as(grace).post('/api/customer/accounts', { name });
    await desk.signIn();
    await page.goto(`/tessera/users/${grace}`);
    await desk.choose('Grace', 'handOver.menu');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2', { exact: true }).first().waitFor();
    const accounts = dialog.getByRole('checkbox', { checked: true });
    expect(await accounts.count()).toBe(1);
    await accounts.uncheck();
    await dialog.getByRole('button', { name: t('handOver.give') }).click();
    await dialog.getByText(t('handOver.toMissing')).first().waitFor();
    await dialog.getByText(t('handOver.fieldsMissing')).waitFor();
    await check('nothing handed over');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('combobox', { name: t('handOver.to') }).fill('Hei');
    await page.getByRole('option', { name: 'Heinz' }).click();
    await check('hand-over');
    await dialog.getByRole('button', { name: t('handOver.give') }).click();
    await dialog.getByText(t('handOver.doneText', { name: 'Grace', heir: 'Heinz' })).waitFor();
    await check('handed-over');
    const { body } = await host.as('administrator').get(`/api/customer/accounts?owner=${heir}`);
    expect(body.map(({ name }: { name: string }) => name).toSorted()).toEqual(['One', 'Two']);
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);

test('people are narrowed by status and role, and suspended from the list', async () => {
  desk = await openPeopleDesk(browser, LOOKS[0]);
  const { page, t, host } = desk;
  const grace = await desk.join('Grace', ['sales-rep']);
  await desk.join('Heinz', ['sales-manager']);
  await desk.signIn();
  await page.goto('/settings/people');
  const people = page.locator('ts-people-settings');
  const named = (name: string) => people.getByRole('link', { name, exact: true });
  await named('Grace').waitFor();
  await desk.choose('Grace', 'access.suspend');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: t('access.suspend') }).click();
  await dialog.waitFor({ state: 'detached' });
  await people.getByLabel('Status').selectOption('suspended');
  await named('Heinz').waitFor({ state: 'detached' });
  await named('Grace').waitFor();
  const { body } = await host.as('administrator').get(`/api/tessera/users/${grace}`);
  expect(body.status).toBe('suspended');
  await people.getByLabel('Status').selectOption('active');
  await named('Heinz').waitFor();
  expect(await named('Grace').count()).toBe(0);
  await people.getByRole('button', { name: t('people.everybody') }).click();
  await named('Grace').waitFor();
  expect(desk.faults).toEqual([]);
});

test.each(sampled(LOOKS, 'people-pages 3'))(
  'teams are moved, and get members, a manager and roles: $locale, $theme',
  async (look) => {
    desk = await openPeopleDesk(browser, look);
    const { page, t, check, host } = desk;
    const boss = host.as('administrator');
    await desk.signIn();
    await page.goto('/settings/teams');
    await page.getByText(t('teams.emptyTitle'), { exact: true }).waitFor();
    await check('teams-empty');
    const sales = (await boss.post('/api/tessera/teams', { name: 'Sales' })).body.id;
    const north = (await boss.post('/api/tessera/teams', { name: 'North' })).body.id;
    await desk.join('Grace');
    await page.getByRole('link', { name: 'North' }).waitFor();
    await desk.choose('North', 'teams.moveMenu');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('teams.below')).selectOption(sales);
    await dialog.getByRole('button', { name: t('teams.move') }).click();
    await page.locator('ts-team-settings ul ul').getByRole('link', { name: 'North' }).waitFor();
    await desk.choose('North', 'teams.peopleMenu');
    await dialog.getByRole('combobox', { name: t('teams.add') }).fill('Gra');
    await page.getByRole('option', { name: 'Grace' }).click();
    await dialog.getByRole('listitem').getByText('Grace').waitFor();
    await check('team');
    await dialog.getByRole('button', { name: t('action.save') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(t('teams.members', { count: 1 })).waitFor();
    await check('teams');
    const { body } = await boss.get(`/api/tessera/users?team=${north}`);
    expect(body.map(({ name }: { name: string }) => name)).toEqual(['Grace']);
    expect(desk.found).toEqual({});
    expect(desk.faults).toEqual([]);
  },
);
