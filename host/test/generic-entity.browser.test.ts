import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import {
  boolean,
  choice,
  date,
  defineEntity,
  definePlugin,
  money,
  ref,
  text,
  url as webAddress,
  user,
} from '@tessera/core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { installed } from '../src/testing/index.ts';
import { Visit } from './visit.ts';

/** All that the author of this plugin wrote: one entity, nothing of a UI. */
const Boat = defineEntity('yard.boat', {
  label: { en: 'Boat', 'zh-CN': '船' },
  plural: { en: 'Boats', 'zh-CN': '船只' },
  path: 'boats',
  title: 'name',
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '船名' }),
    phase: choice([
      { key: 'planned', label: { en: 'Planned', 'zh-CN': '计划中' }, hue: 250 },
      { key: 'built', label: { en: 'Built', 'zh-CN': '已建成' }, hue: 150 },
      { key: 'sold', label: { en: 'Sold', 'zh-CN': '已售出' }, hue: 28 },
    ]).label({ en: 'Phase', 'zh-CN': '进度' }),
    price: money().label({ en: 'Price', 'zh-CN': '价格' }),
    launch: date().label({ en: 'Launch', 'zh-CN': '下水日期' }),
    builder: user().label({ en: 'Builder', 'zh-CN': '建造者' }),
    sister: ref('yard.boat').label({ en: 'Sister ship', 'zh-CN': '姊妹船' }),
    notes: text({ multiline: true }).label({ en: 'Notes', 'zh-CN': '备注' }),
    seaworthy: boolean().label({ en: 'Seaworthy', 'zh-CN': '适航' }),
    plans: webAddress().label({ en: 'Plans', 'zh-CN': '图纸' }),
  },
});
const yard = installed(definePlugin({ entities: [Boat] }), {
  id: 'yard',
  label: { en: 'Yard', 'zh-CN': '船厂' },
});

const CSV = 'Name,Phase,Price,Launch\nHeron,Built,900,2026-03-01\nTern,Sunk,100,\n';

const visit = Visit.around({ plugins: [yard], left: ['yard/boats'] });

/** A page of Ada; three boats are there: Albatross is planned, Bittern and Crane are built. */
async function openAsAda(path: string, locale: 'en' | 'zh-CN' = 'en'): Promise<Page> {
  const page = await visit.page({ locale });
  const create = [
    { name: 'Albatross', phase: 'planned', price: { amount: '500', currency: 'USD' } },
    { name: 'Bittern', phase: 'built', price: { amount: '300', currency: 'USD' } },
    { name: 'Crane', phase: 'built', price: { amount: '400', currency: 'USD' } },
  ];
  const made = await visit.host.as('administrator').post('/api/yard/boats/bulk', { create });
  expect(made).toMatchObject({ status: 200 });
  await page.goto(path);
  return page;
}

async function boat(name: string): Promise<Record<string, unknown>> {
  return (await visit.host.as('administrator').get(`/api/yard/boats?name=${name}`)).body[0];
}

const titles = (page: Page) => page.locator('ts-list-grid a.title:visible').allTextContents();

test('a list: every column, an order, a filter chip, and a value changed in its cell', async () => {
  const page = await openAsAda('/yard/boats');
  await page.getByText('3 records').waitFor();
  await page.getByRole('link', { name: 'Boats' }).first().waitFor();
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  const menu = page.locator('ts-list-column-menu');
  for (const label of ['Phase', 'Price', 'Launch', 'Builder', 'Sister ship', 'Notes', 'Plans'])
    await menu.getByRole('checkbox', { name: label, exact: true }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Price, not sorted' }).click();
  await expect.poll(() => titles(page)).toEqual(['Bittern', 'Crane', 'Albatross']);

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const editor = page.getByRole('dialog', { name: 'Filter' });
  await editor.getByRole('combobox', { name: 'Field' }).fill('Phase');
  await page.getByRole('option', { name: 'Phase', exact: true }).click();
  await editor.getByRole('combobox', { name: 'Value' }).fill('Built');
  await page.getByRole('option', { name: 'Built' }).click();
  await editor.getByRole('button', { name: 'Apply' }).click();
  await page.getByRole('group', { name: 'Filter on Phase' }).waitFor();
  await expect.poll(() => titles(page)).toEqual(['Bittern', 'Crane']);

  await page.locator('ts-list-grid').getByText('$300').first().dblclick();
  const cell = page.getByRole('dialog', { name: 'Edit Price of Bittern' });
  await cell.getByRole('textbox').first().fill('450');
  await page.keyboard.press('Enter');
  await page.getByText('Changed Price').waitFor();
  await expect.poll(() => titles(page)).toEqual(['Crane', 'Bittern']);
  expect(await boat('Bittern')).toMatchObject({ price: { amount: '450.00', currency: 'USD' } });
  expect(visit.faults).toEqual([]);
});

test('a board by its choice, on which a card is moved', async () => {
  const page = await openAsAda('/yard/boats');
  await page.getByText('3 records').waitFor();
  await page.getByRole('group', { name: 'Layout' }).getByText('Board').click();
  await page.getByRole('region', { name: 'Built, 2 cards' }).waitFor();
  await page.getByRole('link', { name: 'Albatross', exact: true }).press('m');
  await page.getByRole('menuitemradio', { name: 'Sold' }).click();
  await page.getByRole('region', { name: 'Sold, 1 card' }).waitFor();
  await expect.poll(async () => (await boat('Albatross'))['phase']).toBe('sold');
  expect(visit.faults).toEqual([]);
});

test('a page for each record, changed in place, with its story', async () => {
  const page = await openAsAda('/yard/boats');
  await page.getByRole('link', { name: 'Crane', exact: true }).click();
  await page.getByRole('heading', { name: 'Crane', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Edit Notes' }).click({ force: true });
  await page.getByRole('textbox', { name: 'Notes' }).fill('Needs paint.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('complementary').getByText('Needs paint.').waitFor();
  await page.locator('ts-timeline').getByText('Notes').first().waitFor();
  expect(await boat('Crane')).toMatchObject({ notes: 'Needs paint.' });
  expect(visit.faults).toEqual([]);
});

test('a form with an editor for each field', async () => {
  const page = await openAsAda('/yard/boats');
  await page.getByRole('button', { name: 'Create boat' }).first().click();
  const form = page.getByRole('dialog', { name: 'Create boat' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Dunlin');
  await form.getByRole('textbox', { name: 'Price', exact: true }).fill('1200');
  await form.getByRole('textbox', { name: 'Plans' }).fill('https://example.com/dunlin');
  await form.getByRole('checkbox', { name: 'Seaworthy' }).check();
  const launch = form.getByRole('combobox', { name: 'Launch', exact: true });
  await launch.fill('11/28/2026');
  await launch.press('Enter');
  for (const [field, value] of [
    ['Phase', 'Planned'],
    ['Builder', 'Ada'],
    ['Sister ship', 'Crane'],
  ] as const) {
    const box = form.getByRole('combobox', { name: field, exact: true });
    await box.click();
    await box.pressSequentially(value);
    await page.getByRole('option', { name: value }).first().waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
  }
  await page.keyboard.press('Control+Enter');
  await page.getByText('Created boat').waitFor();
  expect(await boat('Dunlin')).toMatchObject({
    phase: 'planned',
    price: { amount: '1200.00', currency: 'USD' },
    plans: 'https://example.com/dunlin',
    launch: '2026-11-28',
    seaworthy: true,
    sister: (await boat('Crane'))['id'],
  });
  expect(visit.faults).toEqual([]);
});

test('an import of a file that is mapped by its headers, and taken back', async () => {
  const page = await openAsAda('/import?entity=yard.boat');
  const file = { name: 'boats.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
  await page.locator('ts-import-upload input[type=file]').setInputFiles(file);
  await page.getByText('4 mapped, 0 ignored, 2 rows').waitFor();
  await page.getByRole('button', { name: 'Check the rows' }).click();
  await page.getByRole('cell', { name: /Sunk/ }).first().waitFor();
  await page.getByRole('button', { name: 'Import without the failed rows' }).click();
  await page.getByText('Done', { exact: true }).waitFor();
  expect(await boat('Heron')).toMatchObject({ phase: 'built', launch: '2026-03-01' });
  expect(await boat('Tern')).toBeUndefined();
  await page.getByRole('button', { name: 'Take this import back' }).click();
  await page.getByText('1 taken back, 0 kept, 0 failed').waitFor();
  expect(await boat('Heron')).toBeUndefined();
  expect(visit.faults).toEqual([]);
});

test('the palette finds its records, goes to its list and creates', async () => {
  const page = await openAsAda('/settings/profile');
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  const words = page.getByRole('combobox', { name: 'Search' });
  const result = (name: string) =>
    page.getByRole('listbox', { name: 'Results' }).getByRole('option', { name }).first();
  const ask = async (typed: string, name: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await words.waitFor();
    await page.keyboard.type(typed);
    await result(name).waitFor();
    await page.keyboard.press('Enter');
  };
  await ask('alba', 'Albatross');
  await page.getByRole('heading', { name: 'Albatross', level: 1 }).waitFor();
  await ask('boats', 'Boats');
  await page.getByRole('heading', { name: 'Boats', level: 1 }).waitFor();
  await ask('create boat', 'Create boat');
  await page.getByRole('dialog', { name: 'Create boat' }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('an export of what the list shows', async () => {
  const page = await openAsAda('/yard/boats?filter={"phase":"built"}&sort=-price');
  await page.getByText('2 records').waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'All fields' }).check();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const rows = parse<Record<string, string>>(await readFile(await (await download).path()), {
    bom: true,
    columns: true,
  });
  expect(rows).toMatchObject([
    { Name: 'Crane', Phase: 'Built' },
    { Name: 'Bittern', Phase: 'Built' },
  ]);
  expect(visit.faults).toEqual([]);
});

test('all of it in Chinese', async () => {
  const page = await openAsAda('/yard/boats', 'zh-CN');
  await page.getByText('3 条记录').waitFor();
  await page.getByRole('button', { name: '新建船' }).first().click();
  const form = page.getByRole('dialog', { name: '新建船' });
  await form.getByRole('textbox', { name: '船名', exact: true }).fill('白鹭号');
  await page.keyboard.press('Control+Enter');
  await page.getByText('已新建船').waitFor();
  await page.getByRole('group', { name: '布局' }).getByText('看板').click();
  await page.getByRole('link', { name: '白鹭号', exact: true }).press('m');
  await page.getByRole('menuitemradio', { name: '已建成' }).click();
  await page.getByRole('region', { name: '已建成，3 张卡片' }).waitFor();
  await expect.poll(async () => (await boat('白鹭号'))['phase']).toBe('built');
  await page.getByRole('link', { name: '白鹭号', exact: true }).click();
  await page.getByRole('heading', { name: '白鹭号', level: 1 }).waitFor();
  await page.getByRole('button', { name: '编辑备注' }).click({ force: true });
  await page.getByRole('textbox', { name: '备注' }).fill('需要上漆');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('complementary').getByText('需要上漆').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('白鹭');
  await page.getByRole('option', { name: '白鹭号' }).first().waitFor();
  expect(visit.faults).toEqual([]);
});
