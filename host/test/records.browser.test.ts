import {
  address,
  anyRef,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  defineEntity,
  definePlugin,
  duration,
  email,
  integer,
  json,
  money,
  percent,
  phone,
  ref,
  refs,
  text,
  url as webAddress,
  user,
} from '@tessera/core';
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
    note: text({ multiline: true }).label({ en: 'Note' }),
    count: integer({ minimum: 0 }).label({ en: 'Count' }),
    weight: decimal({ scale: 3 }).label({ en: 'Weight' }),
    price: money().label({ en: 'Price', 'zh-CN': '价格' }),
    share: percent().label({ en: 'Share' }),
    open: boolean().label({ en: 'Open' }),
    day: date().label({ en: 'Day' }),
    moment: datetime().label({ en: 'Moment' }),
    wait: duration().label({ en: 'Wait' }),
    colour: choice([
      { key: 'red', label: { en: 'Red', 'zh-CN': '红' }, hue: 28 },
      { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' }, hue: 250 },
    ]).label({ en: 'Colour', 'zh-CN': '颜色' }),
    marks: choices(['old', 'new']).label({ en: 'Marks' }),
    mail: email().label({ en: 'Mail' }),
    phone: phone().label({ en: 'Phone' }),
    site: webAddress().label({ en: 'Site' }),
    place: address().label({ en: 'Place' }),
    data: json().label({ en: 'Data' }),
    parent: ref('toy.box').label({ en: 'Parent' }),
    others: refs('toy.box').label({ en: 'Others' }),
    about: anyRef().label({ en: 'About' }),
    keeper: user().label({ en: 'Keeper' }),
  },
  list: {
    columns: ['name', 'count', 'price', 'colour'],
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

async function makeBox(values: object): Promise<string> {
  const made = await visit.host.as('administrator').post('/api/toy/boxes', values);
  expect(made).toMatchObject({ status: 201 });
  return made.body.id;
}

async function readBox(id: string): Promise<Record<string, unknown>> {
  return (await visit.host.as('administrator').get(`/api/toy/boxes/${id}`)).body;
}

const WORDS = {
  en: {
    select: (title: string) => `Select ${title}`,
    delete: 'Delete',
    undo: 'Undo',
    selected: '2 selected',
    count: '3 records',
    rest: '1 record',
  },
  'zh-CN': {
    select: (title: string) => `选择 ${title}`,
    delete: '删除',
    undo: '撤销',
    selected: '已选 2 条',
    count: '3 条记录',
    rest: '1 条记录',
  },
};

test.each(sampled(['en', 'zh-CN'] as const, 'deleted together'))(
  'selected rows are deleted together and come back, in %s',
  async (locale) => {
    const words = WORDS[locale];
    const page = await visit.page({ locale });
    for (const name of ['Amber', 'Birch', 'Cedar']) await makeBox({ name });
    await page.goto('/toy/boxes');
    await page.getByText(words.count).waitFor();
    await page.getByRole('checkbox', { name: words.select('Amber') }).check();
    await page.getByRole('checkbox', { name: words.select('Birch') }).check();
    await page.getByText(words.selected).waitFor();

    await page.getByRole('toolbar').getByRole('button', { name: words.delete }).click();
    await page.getByText(words.rest, { exact: true }).waitFor();
    await page.getByRole('button', { name: words.undo }).click();
    await page.getByText(words.count).waitFor();
    expect(visit.faults).toEqual([]);
  },
);

test('a list shows what others write without being asked', async () => {
  const page = await visit.page();
  await makeBox({ name: 'Amber', count: 1 });
  await page.goto('/toy/boxes');
  await page.getByText('1 record', { exact: true }).waitFor();
  await makeBox({ name: 'Birch', count: 2 });
  await page.getByRole('link', { name: 'Birch' }).waitFor();
  await page.getByText('2 records').waitFor();
  expect(visit.faults).toEqual([]);
});

test('two who change the same field are asked whose value stays', async () => {
  const page = await visit.page();
  const id = await makeBox({ name: 'Amber', count: 1 });
  await page.goto(`/toy/boxes/${id}`);
  await page.getByRole('button', { name: 'Edit Name' }).click();
  const input = page.getByRole('textbox', { name: 'Name' });
  await input.fill('Mine');
  await visit.host.as('administrator').patch(`/api/toy/boxes/${id}`, { name: 'Theirs', count: 7 });
  await page.getByRole('heading', { name: 'Theirs', level: 1 }).waitFor();
  await input.press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Both of you changed this' });
  await dialog.getByRole('radio', { name: /Theirs/ }).waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  // The page shows it at once; the editor closes when it is written.
  await page.getByRole('button', { name: 'Edit Name' }).waitFor();
  await page.getByRole('heading', { name: 'Mine', level: 1 }).waitFor();
  expect(await readBox(id)).toMatchObject({ name: 'Mine', count: 7 });
  expect(visit.faults).toEqual([]);
});

test('what was entered is not lost without a question', async () => {
  const page = await visit.page();
  await page.goto('/toy/boxes/new');
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' });
  await name.fill('Amber');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keep editing' }).click();
  expect(await name.inputValue()).toBe('Amber');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('No boxes yet').waitFor();
  expect(new URL(page.url()).pathname).toBe('/toy/boxes');
  expect(visit.faults).toEqual([]);
});

test('a form takes a value of every type, with the keyboard', async () => {
  const page = await visit.page();
  const other = await makeBox({ name: 'Other box' });
  await page.goto('/toy/boxes/new');
  const form = page.getByRole('dialog');
  const write = (name: string, value: string) =>
    form.getByRole('textbox', { name, exact: true }).fill(value);
  const choose = async (name: string, words: string) => {
    const box = form.getByRole('combobox', { name, exact: true });
    await box.click();
    await box.pressSequentially(words);
    await page.getByRole('option', { name: words }).first().waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
  };
  await write('Name', 'Whole');
  await write('Note', 'two\nlines');
  await write('Count', '1,204');
  await write('Weight', '12.125');
  await write('Price', '1204.50');
  await write('Share', '12.5');
  await form.getByRole('checkbox', { name: 'Open' }).check();
  await write('Wait', '1h 30m');
  await write('Mail', 'ada@example.com');
  await write('Phone', '+86 21 5555 1000');
  await write('Site', 'https://example.com/');
  await write('City', 'Shanghai');
  await write('Data', '{"a":[1]}');
  await choose('Colour', 'Blue');
  await choose('Parent', 'Other box');
  await choose('Keeper', 'Ada');
  const day = form.getByRole('combobox', { name: 'Day', exact: true });
  await day.fill('11/28/2026');
  await day.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Created box').waitFor();

  const [whole] = (
    await visit.host.as('administrator').get('/api/toy/boxes?name=Whole&include=keeper')
  ).body;
  expect(whole).toMatchObject({
    note: 'two\nlines',
    count: 1204,
    weight: '12.125',
    price: { amount: '1204.50', currency: 'USD' },
    share: 12.5,
    open: true,
    wait: 5400,
    mail: 'ada@example.com',
    phone: '+86 21 5555 1000',
    site: 'https://example.com/',
    place: { city: 'Shanghai' },
    data: { a: [1] },
    colour: 'blue',
    parent: other,
    keeper: { title: 'Ada' },
    day: '2026-11-28',
  });
  expect(visit.faults).toEqual([]);
});
