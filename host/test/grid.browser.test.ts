import { choice, defineEntity, definePlugin, integer, text } from '@tessera/core';
import type { Locator, Page } from 'playwright-core';
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
    code: text().label({ en: 'Code', 'zh-CN': '编码' }),
    count: integer({ minimum: 0 }).label({ en: 'Count', 'zh-CN': '数量' }),
    colour: choice([
      { key: 'red', label: { en: 'Red', 'zh-CN': '红' }, hue: 28 },
      { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' }, hue: 250 },
    ]).label({ en: 'Colour', 'zh-CN': '颜色' }),
  },
  list: {
    columns: ['name', 'code', 'count', 'colour', 'createdAt'],
    sort: { field: 'name', direction: 'asc' },
  },
});

const toy = installed(
  definePlugin({
    entities: [Box],
    ui: { contributions: [{ slot: 'app.nav', id: 'boxes', entity: 'toy.box' }] },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);

const visit = Visit.around({ plugins: [toy], left: ['toy/boxes'], mayRefuse: true });

async function openBoxes(count: number, locale: 'en' | 'zh-CN' = 'en'): Promise<Page> {
  const page = await visit.page({ locale });
  const create = Array.from({ length: count }, (_, index) => ({
    name: `Box ${String(index).padStart(3, '0')}`,
    count: index,
  }));
  const made = await visit.host.as('administrator').post('/api/toy/boxes/bulk', { create });
  expect(made.status).toBe(200);
  await page.goto('/toy/boxes');
  await page.getByRole('link', { name: 'Box 000' }).waitFor();
  return page;
}

/** The cell of a row by its place among the columns, the one with the checkbox not counted. */
function cell(page: Page, title: string, column: number): Locator {
  return page
    .getByRole('row', { name: title })
    .locator('td, th')
    .nth(column + 1);
}

async function readBox(name: string): Promise<Record<string, unknown>> {
  const { body } = await visit.host.as('administrator').get(`/api/toy/boxes?name=${name}`);
  return body[0];
}

async function countOf(filter: object): Promise<number> {
  const query = { filter, measures: { n: 'count' } };
  return (await visit.host.as('administrator').post('/api/toy/boxes/aggregate', query)).body[0].n;
}

test('a value is changed in its cell, by keyboard alone, and taken back', async () => {
  const page = await openBoxes(3);
  await page.getByRole('link', { name: 'Box 000' }).waitFor();
  await page.keyboard.press('j');
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const editor = page.getByRole('dialog', { name: /of Box 000/ });
  await editor.waitFor();
  await page.keyboard.press('Escape');
  await editor.waitFor({ state: 'detached' });

  await cell(page, 'Box 001', 2).dblclick();
  const count = page.getByRole('dialog', { name: 'Edit Count of Box 001' });
  await count.getByRole('textbox').fill('41');
  await page.keyboard.press('Tab');
  // Tab has saved, and stands in the next cell that can be changed.
  await page.getByRole('dialog', { name: 'Edit Colour of Box 001' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Changed Count').waitFor();
  expect((await readBox('Box 001'))['count']).toBe(41);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await readBox('Box 001'))['count']).toBe(1);
  expect(visit.faults).toEqual([]);
});

test('a value that is refused is taken back, and its editor says why', async () => {
  const page = await openBoxes(2);
  await cell(page, 'Box 001', 2).dblclick();
  const editor = page.getByRole('dialog', { name: 'Edit Count of Box 001' });
  await editor.getByRole('textbox').fill('-5');
  await page.keyboard.press('Enter');
  await editor.getByText(/must be 0 or more/).waitFor();
  expect(await editor.getByRole('textbox').inputValue()).toContain('5');
  await page.keyboard.press('Escape');
  expect((await readBox('Box 001'))['count']).toBe(1);

  await cell(page, 'Box 001', 4).dblclick();
  await page.getByText('This is written down by the system.').waitFor();
  expect(visit.faults).toEqual([]);
});

test('columns get other widths and places by menu and keyboard, and the address holds them', async () => {
  const page = await openBoxes(1);
  const columns = () => new URL(page.url()).searchParams.get('columns') ?? '';
  await page.getByRole('button', { name: 'Column Code' }).click({ force: true });
  await page.getByRole('menuitem', { name: 'Wider' }).click();
  await expect.poll(columns).toContain('code:174');
  await page.getByRole('columnheader', { name: /Code/ }).focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(columns).toContain('code:150');
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect.poll(columns).toMatch(/^name,count,code/);
  const left = async (name: RegExp) =>
    (await page.getByRole('columnheader', { name }).boundingBox())?.x ?? 0;
  await expect.poll(async () => (await left(/Count/)) < (await left(/Code/))).toBe(true);
  await page.getByRole('button', { name: 'Column Colour' }).click({ force: true });
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(columns).not.toContain('colour');
  await page.reload();
  await page.getByRole('columnheader', { name: /Code/ }).waitFor();
  await expect.poll(() => page.getByRole('columnheader', { name: /Colour/ }).count()).toBe(0);
  expect(visit.faults).toEqual([]);
});

test('Shift chooses a range, Esc lets it go', async () => {
  const page = await openBoxes(8);
  await page.getByRole('checkbox', { name: 'Select Box 001' }).click();
  await page.getByRole('checkbox', { name: 'Select Box 004' }).click({ modifiers: ['Shift'] });
  await page.getByText('4 selected').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('4 selected').waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByText('8 selected').waitFor();
  expect(visit.faults).toEqual([]);
});

const WORDS = {
  en: {
    all: 'Select all',
    match: 'Select all 450 that match',
    edit: 'Edit field',
    start: 'Change 450 records',
    done: 'Changed 450 records',
    undo: 'Undo',
    back: 'Took back 450 changes',
    colour: 'Colour',
  },
  'zh-CN': {
    all: '全选',
    match: '选择全部 450 条匹配的记录',
    edit: '修改字段',
    start: '修改 450 条记录',
    done: '已修改 450 条记录',
    undo: '撤销',
    back: '已撤销 450 处更改',
    colour: '颜色',
  },
};

test.each(sampled(['en', 'zh-CN'] as const, 'in one run'))(
  'everything that matches is changed in one run and taken back, in %s',
  async (locale) => {
    const words = WORDS[locale];
    const page = await openBoxes(450, locale);
    await page.getByRole('checkbox', { name: words.all, exact: true }).click();
    await page.getByRole('button', { name: words.match }).click();
    await page.getByRole('button', { name: words.edit }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption('colour');
    const colour = dialog.getByRole('combobox', { name: words.colour, exact: true });
    await colour.click();
    await page.getByRole('option').last().click();
    await dialog.getByRole('button', { name: words.start }).click();
    await page.getByText(words.done).waitFor();
    expect(await countOf({ colour: 'blue' })).toBe(450);
    await page.getByRole('button', { name: words.undo }).click();
    await page.getByText(words.back).waitFor();
    expect(await countOf({ colour: 'blue' })).toBe(0);
    expect(visit.faults).toEqual([]);
  },
);
