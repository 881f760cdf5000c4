import { choice, defineEntity, definePlugin, integer, money, text } from '@tessera/core';
import { expect, test } from 'vitest';
import { sampled } from '../../test/setup/sampled.ts';
import { installed } from '../src/testing/index.ts';
import { Visit } from './visit.ts';

const Box = defineEntity('toy.box', {
  label: { en: 'Box', 'zh-CN': '箱子' },
  plural: { en: 'Boxes', 'zh-CN': '箱子' },
  path: 'boxes',
  title: 'name',
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
    count: integer({ minimum: 0 }).label({ en: 'Count', 'zh-CN': '数量' }),
    price: money().label({ en: 'Price', 'zh-CN': '价格' }),
    colour: choice([
      { key: 'red', label: { en: 'Red', 'zh-CN': '红' }, hue: 28 },
      { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' }, hue: 250 },
    ]).label({ en: 'Colour', 'zh-CN': '颜色' }),
  },
  list: { columns: ['name', 'count', 'price'], sort: { field: 'name', direction: 'asc' } },
});

const Bag = defineEntity('toy.bag', {
  label: { en: 'Bag', 'zh-CN': '袋子' },
  plural: { en: 'Bags', 'zh-CN': '袋子' },
  path: 'bags',
  title: 'name',
  fields: { name: text().required().label({ en: 'Name', 'zh-CN': '名称' }) },
});

const toy = installed(
  definePlugin({
    entities: [Box, Bag],
    ui: {
      contributions: [
        { slot: 'app.nav', id: 'boxes', entity: 'toy.box' },
        { slot: 'app.nav', id: 'bags', entity: 'toy.bag' },
      ],
    },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);

const addon = installed(
  definePlugin({
    extends: { 'toy.box': { tier: choice(['gold', 'silver']).label({ en: 'Tier' }) } },
  }),
  { id: 'addon', requires: { toy: '^1' } },
);

const PHONE_WIDTH = 390;

const visit = Visit.around({ plugins: [toy, addon], left: ['toy/boxes'], mayRefuse: true });

async function makeBoxes(count: number): Promise<void> {
  const admin = visit.host.as('administrator');
  for (let from = 0; from < count; from += 1000) {
    const create = Array.from({ length: Math.min(1000, count - from) }, (_, at) => ({
      name: `Box ${String(from + at).padStart(5, '0')}`,
      count: from + at,
      price: { amount: '10.00', currency: 'USD' },
      colour: at % 2 === 0 ? 'red' : 'blue',
    }));
    expect(await admin.post('/api/toy/boxes/bulk', { create })).toMatchObject({ status: 200 });
  }
}

/** As the signed-in user of the page. */
async function saveView(body: object): Promise<{ id: string }> {
  const answer = await visit.context.request.post('/api/views', {
    data: { entity: 'toy.box', ...body },
    headers: { Origin: visit.url },
  });
  expect(answer.status()).toBe(201);
  return answer.json();
}

const WORDS = {
  en: {
    columns: 'Columns',
    colour: 'Colour',
    save: 'Save view',
    name: 'Name',
    ok: 'Save',
    update: 'Update view',
    reset: 'Reset',
    options: 'Options of the view “Mine”',
    delete: 'Delete view',
    undo: 'Undo',
    up: 'Move Colour up',
  },
  'zh-CN': {
    columns: '列',
    colour: '颜色',
    save: '保存视图',
    name: '名称',
    ok: '保存',
    update: '更新视图',
    reset: '还原',
    options: '视图“Mine”的选项',
    delete: '删除视图',
    undo: '撤销',
    up: '上移“颜色”',
  },
};

test.each(sampled(['en', 'zh-CN'] as const, 'list-views'))(
  'a list that was changed becomes a view, is updated, reset, deleted and comes back, in %s',
  async (locale) => {
    const words = WORDS[locale];
    const page = await visit.page({ locale });
    await makeBoxes(3);
    await page.goto('/toy/boxes');
    await page.getByRole('link', { name: 'Box 00000' }).waitFor();
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const menu = page.locator('ts-list-column-menu');
    await button(words.columns).click();
    await menu.getByRole('checkbox', { name: words.colour }).check();
    await page.keyboard.press('Escape');
    await page.waitForURL(/columns=name/);

    await button(words.save).click();
    const dialog = page.getByRole('dialog').filter({ has: page.getByRole('textbox') });
    await dialog.getByRole('textbox', { name: words.name }).fill('Mine');
    await dialog.getByRole('button', { name: words.ok, exact: true }).click();
    const tab = page.getByRole('link', { name: 'Mine' });
    await tab.waitFor();
    expect(await tab.getAttribute('aria-current')).toBe('page');
    await page.waitForURL(/\?view=[\w-]+$/);

    await button(words.columns).click();
    await menu.getByRole('button', { name: words.up }).click();
    await page.keyboard.press('Escape');
    await button(words.update).click();
    await button(words.update).waitFor({ state: 'detached' });
    const { views } = (await (
      await visit.context.request.get('/api/views?entity=toy.box')
    ).json()) as {
      views: { name: string; columns: { field: string }[] }[];
    };
    expect(views.map(({ name, columns }) => [name, columns.map(({ field }) => field)])).toEqual([
      ['Mine', ['name', 'count', 'colour', 'price']],
    ]);

    await button(words.columns).click();
    await menu.getByRole('checkbox', { name: words.colour }).uncheck();
    await page.keyboard.press('Escape');
    await button(words.reset).click();
    await page.waitForURL(/\?view=[\w-]+$/);

    await button(words.options).click();
    await button(words.delete).click();
    await tab.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
    await button(words.undo).click();
    await tab.waitFor();
    expect(visit.faults).toEqual([]);
  },
);

test('an address is all that a colleague needs, and the way back leads through what was shown', async () => {
  const page = await visit.page();
  await makeBoxes(4);
  await page.goto('/toy/boxes?sort=-count&filter={"colour":"red"}&columns=name,colour:200');
  await page.getByText('2 records').waitFor();
  const rows = page.getByRole('link', { name: /^Box \d/ });
  expect(await rows.allTextContents()).toEqual(['Box 00002', 'Box 00000']);
  expect(await page.getByRole('columnheader').allTextContents()).not.toContain('Price');

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByText('4 records').waitFor();
  await page.goBack();
  await page.getByText('2 records').waitFor();
  expect(await rows.allTextContents()).toEqual(['Box 00002', 'Box 00000']);
  expect(visit.faults).toEqual([]);
});

test('one comes back to the view one used last, by the navigation but not by a link', async () => {
  const page = await visit.page();
  await makeBoxes(2);
  await saveView({ name: 'Red ones', filter: { colour: 'red' } });
  await page.goto('/toy/boxes');
  await page.getByRole('link', { name: 'Red ones' }).click();
  await page.getByText('1 record', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Bags', exact: true }).click();
  await page.waitForURL(/bags/);
  await page.getByRole('link', { name: 'Boxes', exact: true }).click();
  await page.waitForURL(/boxes\?view=/);
  await page.getByText('1 record', { exact: true }).waitFor();
  await page.goto('/toy/boxes');
  await page.getByText('2 records').waitFor();
  expect(visit.faults).toEqual([]);
});

test('a view that names a field of a plugin that is off sleeps, shows no row, and wakes', async () => {
  const page = await visit.page();
  await makeBoxes(2);
  const { id } = await saveView({ name: 'Gold', filter: { addon_tier: { isNull: true } } });
  await page.goto(`/toy/boxes?view=${id}`);
  await page.getByText('2 records').waitFor();
  const admin = visit.host.as('administrator');
  await admin.post('/api/plugins/addon/disable');
  await page.getByRole('heading', { name: 'The view “Gold” cannot be shown now' }).waitFor();
  expect(await page.getByRole('link', { name: /^Box \d/ }).count()).toBe(0);
  await admin.post('/api/plugins/addon/enable');
  await page.getByText('2 records').waitFor();
  expect(visit.faults).toEqual([]);
});

test('a view that is not there says so and shows nothing else', async () => {
  const page = await visit.page();
  await makeBoxes(1);
  await page.goto('/toy/boxes?view=01a201cc-00aa-7322-9013-dca1ae65f151');
  await page.getByRole('heading', { name: 'This view is not there' }).waitFor();
  await page.getByRole('link', { name: 'Show all boxes' }).click();
  await page.getByText('1 record', { exact: true }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('totals stand below the columns as one wants them', async () => {
  const page = await visit.page();
  await makeBoxes(5);
  await page.goto('/toy/boxes');
  await page.getByText('Sum $50.00').waitFor();
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  const menu = page.locator('ts-list-column-menu');
  await menu.getByRole('combobox', { name: 'Total of Count' }).selectOption('avg');
  await menu.getByRole('combobox', { name: 'Total of Price' }).selectOption('');
  await page.getByText('Avg 2', { exact: true }).waitFor();
  await page.getByText('Sum $50.00').waitFor({ state: 'detached' });
  await page.reload();
  await page.getByText('Avg 2', { exact: true }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('at most 40 rows are in the page, however far one scrolls', async () => {
  const page = await visit.page();
  await makeBoxes(3000);
  await page.goto('/toy/boxes');
  await page.getByText('3,000 records').waitFor();
  const rowCount = (): Promise<number> =>
    page
      .locator('ts-list-grid')
      .evaluate(
        (element) =>
          element
            .shadowRoot!.querySelector('vaadin-grid')!
            .shadowRoot!.querySelectorAll('#items > tr').length,
      );
  for (const index of [0, 40, 700, 1500, 2999]) {
    await page.locator('ts-list-grid').evaluate((element, row) => {
      const grid = element.shadowRoot!.querySelector('vaadin-grid') as unknown as {
        scrollToIndex(at: number): void;
      };
      grid.scrollToIndex(row);
    }, index);
    await page.getByRole('link', { name: `Box ${String(index).padStart(5, '0')}` }).waitFor();
    expect(await rowCount()).toBeLessThanOrEqual(40);
  }
  expect(visit.faults).toEqual([]);
});

test('on a phone the views are one menu and the header does not overflow', async () => {
  const page = await visit.page({ isPhone: true });
  await makeBoxes(2);
  await saveView({ name: 'Red ones with a rather long name', filter: { colour: 'red' } });
  await page.goto('/toy/boxes');
  await page.getByText('2 records').waitFor();
  await page.getByRole('button', { name: 'All boxes' }).click();
  await page.getByRole('link', { name: /Red ones/ }).click();
  await page.getByText('1 record', { exact: true }).waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(PHONE_WIDTH);
  const create = await page.getByRole('button', { name: 'Create box' }).boundingBox();
  expect((create?.x ?? 999) + (create?.width ?? 999)).toBeLessThanOrEqual(PHONE_WIDTH);
  expect(visit.faults).toEqual([]);
});
