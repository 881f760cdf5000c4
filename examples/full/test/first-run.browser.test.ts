import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTexts } from '../../../host/shell/app/texts.ts';
import { launchBrowser, openVisitor } from './visitor.ts';
import { readWords } from './words.ts';
import { ADA, createWorld } from './world.ts';

/** Every example is a write of its own, 2,600 in all, with a browser beside it. */
const MAKING_MS = 240_000;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('the first visitor sets the workspace up, fills it with one click, looks around and empties it, in Chinese', async () => {
  const world = await createWorld('zh-CN');
  const texts = await createTexts('zh-CN');
  const t = texts.t.bind(texts);
  const visitor = await openVisitor(browser, world);
  const { page } = visitor;
  await page.goto('/');
  await page.getByRole('heading', { name: t('door.setupTitle') }).waitFor();
  await page.getByLabel(t('door.workspace')).fill('云帆科技');
  await page.getByLabel(t('door.currency')).selectOption('CNY');
  await page.getByLabel(t('door.name')).fill('林梅');
  await page.getByLabel(t('door.email')).fill(ADA.email);
  await page.getByLabel(t('door.password')).fill(ADA.password);
  await page.getByRole('button', { name: t('door.setup') }).click();
  await page.getByRole('heading', { name: '林梅', level: 1 }).waitFor();
  const words = await readWords(world);

  await page.getByRole('button', { name: t('samples.create') }).click();
  await page
    .getByRole('heading', { name: t('samples.presentTitle') })
    .waitFor({ timeout: MAKING_MS });
  const accounts = words.plural('customer.account');
  await page.locator('ts-sample-data').getByRole('link', { name: accounts }).click();
  await page.getByRole('heading', { name: accounts, level: 1 }).waitFor();
  const rows = page.locator('ts-list-grid a.title:visible');
  await rows.first().waitFor();
  const title = await rows.first().innerText();
  await rows.first().click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  await page.goto('/sales/opportunities?layout=board');
  await page.getByRole('article').first().waitFor();

  await page.goto('/');
  await page
    .getByRole('region', { name: t('home.recent') })
    .getByRole('link', { name: title })
    .waitFor();
  await page.getByRole('button', { name: t('samples.remove') }).click();
  await page.getByRole('button', { name: t('samples.create') }).waitFor({ timeout: MAKING_MS });
  expect((await world.admin.get('/api/customer/accounts')).body).toEqual([]);
  await page.goto('/customer/accounts');
  await page.getByText(t('list.empty', { entities: accounts })).waitFor();
  await expect.poll(() => rows.count()).toBe(0);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
  await world.host.close();
}, 300_000);
