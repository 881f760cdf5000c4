import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAda, openVisitor } from './visitor.ts';
import { readWords } from './words.ts';
import { createLivedInWorld, LOCALES } from './world.ts';
import { sampled } from '../../../test/setup/sampled.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test.each(sampled(LOCALES, 'settings'))(
  'a colleague is invited and comes in, in %s',
  async (locale) => {
    const world = await createLivedInWorld(locale);
    const words = await readWords(world);
    const ada = await openAda(browser, world);
    const { page } = ada;
    await page.goto('/settings/people');
    await page.getByRole('button', { name: words.t('people.invite') }).click();
    const dialog = page.getByRole('dialog', { name: words.t('people.invite') });
    await dialog.getByLabel(words.t('people.name')).fill('Grace Hopper');
    await dialog.getByLabel(words.t('door.email')).fill('ada@example.com');
    await dialog.getByRole('button', { name: words.t('access.send') }).click();
    await dialog.locator('input[aria-invalid=true]').waitFor();
    expect(await dialog.getByLabel(words.t('people.name')).inputValue()).toBe('Grace Hopper');

    await dialog.getByLabel(words.t('door.email')).fill('grace@example.com');
    await dialog.getByRole('button', { name: words.t('access.send') }).click();
    const link = page.locator('ts-people-invite .address');
    await link.waitFor();
    const invitation = new URL((await link.textContent()) ?? '').pathname;
    await page
      .getByRole('button', { name: words.t('action.close') })
      .last()
      .click();
    const row = page.getByRole('listitem').filter({ hasText: 'Grace Hopper' });
    await row.getByText(words.option('tessera.user', 'status', 'invited')).waitFor();

    const grace = await openVisitor(browser, world);
    await grace.page.goto(invitation);
    await grace.page.getByLabel(words.t('door.password'), { exact: false }).first().waitFor();
    await grace.close();

    await page.getByRole('searchbox', { name: words.t('people.search') }).fill('nobody');
    await page.getByText(words.t('people.none', { words: 'nobody' })).waitFor();
    await page.getByRole('searchbox', { name: words.t('people.search') }).fill('grace');
    await row.waitFor();
    expect(ada.faults).toEqual([expect.stringMatching(/^4\d\d POST \/api\/tessera\/users$/)]);
    await ada.close();
    await world.host.close();
  },
);

test('sessions elsewhere are listed and ended', async () => {
  const world = await createLivedInWorld('en');
  const words = await readWords(world);
  const there = await openAda(browser, world);
  const here = await openAda(browser, world);
  await here.page.goto('/settings/security');
  const end = here.page.locator('ts-session-settings .session button');
  await expect.poll(() => end.count()).toBe(2);
  await here.page.getByRole('button', { name: words.t('sessions.endOthers') }).click();
  await expect.poll(() => end.count()).toBe(0);
  await there.page.goto('/customer/accounts');
  await there.page.getByLabel(words.t('door.email')).waitFor();
  expect(here.faults).toEqual([]);
  await Promise.all([here.close(), there.close()]);
  await world.host.close();
});

test('teams stand as a tree with their members', async () => {
  const world = await createLivedInWorld('en');
  const sales = await world.admin.post('/api/tessera/teams', { name: 'Sales' });
  const north = await world.admin.post('/api/tessera/teams', {
    name: 'North',
    parent: sales.body.id,
  });
  await world.admin.post('/api/tessera/users', { name: 'Grace', team: north.body.id });
  const ada = await openAda(browser, world);
  await ada.page.goto('/settings/teams');
  const branch = ada.page.getByRole('listitem').filter({ hasText: 'North' }).last();
  await expect.poll(() => branch.innerText()).toMatch(/North\s+1 member/);
  expect(ada.faults).toEqual([]);
  await ada.close();
  await world.host.close();
});
