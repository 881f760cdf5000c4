import { readFile } from 'node:fs/promises';
import { choice, defineEntity, definePlugin, integer, text } from '@tessera/core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { installed } from '../src/testing/index.ts';
import { Visit } from './visit.ts';

const Box = defineEntity('toy.box', {
  label: { en: 'Box', 'zh-CN': '箱子' },
  plural: { en: 'Boxes', 'zh-CN': '箱子' },
  path: 'boxes',
  title: 'name',
  owned: true,
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
    code: text().label({ en: 'Code', 'zh-CN': '编码' }),
    count: integer({ minimum: 0 }).label({ en: 'Count', 'zh-CN': '数量' }),
  },
  list: { columns: ['name', 'code', 'count'], sort: { field: 'name', direction: 'asc' } },
});

const toy = installed(
  definePlugin({
    entities: [Box],
    ui: { contributions: [{ slot: 'app.nav', id: 'boxes', entity: 'toy.box' }] },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);

const addon = installed(
  definePlugin({
    extends: { 'toy.box': { tier: choice(['gold', 'silver']).label({ en: 'Tier' }) } },
  }),
  { id: 'addon', requires: { toy: '^1' } },
);

const GOLD = encodeURIComponent(JSON.stringify({ addon_tier: { in: ['gold'] } }));

const visit = Visit.around({ plugins: [toy, addon], left: ['toy/boxes'], mayRefuse: true });

async function openAsAda(count: number, path: string, isPhone = false): Promise<Page> {
  const page = await visit.page({ isPhone });
  const admin = visit.host.as('administrator');
  for (let start = 0; start < count; start += 500) {
    const create = Array.from({ length: Math.min(500, count - start) }, (_, at) => ({
      name: `Box ${String(start + at).padStart(3, '0')}`,
      code: `C${start + at}`,
      count: start + at,
      addon_tier: (start + at) % 2 === 0 ? 'gold' : 'silver',
    }));
    expect((await admin.post('/api/toy/boxes/bulk', { create })).status).toBe(200);
  }
  await page.goto(path);
  return page;
}

function boxes(page: Page) {
  return page.getByRole('link', { name: /^Box \d/ });
}

test('a filter on a field that goes off shows no rows, not more, and wakes with it', async () => {
  const page = await openAsAda(4, `/toy/boxes?filter=${GOLD}`);
  await page.getByText('2 records').waitFor();
  await page.getByRole('checkbox', { name: 'Select Box 000' }).click();
  await page.getByText('1 selected').waitFor();
  const admin = visit.host.as('administrator');
  const asked: string[] = [];
  await admin.post('/api/plugins/addon/disable');
  await page.getByRole('heading', { name: 'This filter cannot be applied now' }).waitFor();
  await page
    .getByText(/addon_tier/)
    .first()
    .waitFor();
  expect(await boxes(page).count()).toBe(0);
  expect(await page.getByText('1 selected').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Export' }).count()).toBe(0);
  page.on('request', (request) => asked.push(request.url()));
  await page.getByRole('searchbox').fill('Box');
  await page.waitForURL(/q=Box/);
  expect(asked.filter((one) => one.includes('/api/toy/boxes'))).toEqual([]);
  await admin.post('/api/plugins/addon/enable');
  await page.getByText('2 records').waitFor();

  await admin.post('/api/plugins/addon/disable');
  await page.getByRole('button', { name: 'Remove the condition', exact: true }).click();
  await page.getByText('4 records').waitFor();
  expect(page.url()).not.toContain('filter=');
  await admin.post('/api/plugins/addon/enable');
  expect(visit.faults).toEqual([]);
});

test('the menu of a column filters by that column, in a form that stands on it', async () => {
  const page = await openAsAda(4, '/toy/boxes');
  await boxes(page).first().waitFor();
  await page.getByRole('button', { name: 'Column Code' }).click({ force: true });
  await page.getByRole('menuitem', { name: /Filter/ }).click();
  const form = page.getByRole('dialog').filter({ has: page.getByRole('combobox') });
  await form.getByRole('button', { name: /Code/ }).waitFor();
  await form.getByRole('textbox').fill('C3');
  await page.keyboard.press('Enter');
  await page.getByText('1 record', { exact: true }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('“e” changes a row in the drawer beside the list', async () => {
  const page = await openAsAda(3, '/toy/boxes');
  await boxes(page).first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Code' }).fill('NEW');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
  await page.getByText('NEW', { exact: true }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('a card on a phone is changed in the drawer, too', async () => {
  const page = await openAsAda(3, '/toy/boxes', true);
  await page.getByRole('button', { name: 'Edit Box 001' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Code' }).fill('NEW');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('link', { name: 'Box 001 NEW' }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('a selection of more than an address holds is exported whole, with the columns shown', async () => {
  const page = await openAsAda(450, '/toy/boxes?columns=name,code&sort=-count');
  await boxes(page).first().waitFor();
  const { ids } = await selectByHand(page, 400);
  expect(ids).toBe(400);
  await page.getByRole('toolbar').getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^Boxes-.*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines).toHaveLength(401);
  expect(lines[0]).toMatch(/Name,Code$/);
  expect(lines[1]).toBe('Box 449,C449');
  expect(visit.faults).toEqual([]);
});

test('records are assigned, and a run in which nothing differs says so', async () => {
  const page = await openAsAda(3, '/toy/boxes');
  await boxes(page).first().waitFor();
  for (const told of ['Changed 2 records', 'Nothing to change']) {
    await page.getByRole('checkbox', { name: 'Select Box 000' }).click();
    await page.getByRole('checkbox', { name: 'Select Box 001' }).click();
    await page.getByRole('button', { name: 'Assign' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign 2 records' });
    await dialog.getByRole('combobox', { name: 'Owner' }).click();
    await page.getByRole('option', { name: 'Ada' }).click();
    await dialog.getByRole('button', { name: 'Change 2 records' }).click();
    await page.getByText(told).waitFor();
  }
  expect(visit.faults).toEqual([]);
});

/** Chooses the first rows by Shift. */
async function selectByHand(page: Page, count: number): Promise<{ ids: number }> {
  await page
    .getByRole('checkbox', { name: /^Select Box/ })
    .first()
    .click();
  const scroller = page.locator('ts-list-grid vaadin-grid');
  for (let at = 30; at < count; at += 30) {
    await scroller.evaluate((grid, row) => {
      (grid as unknown as { scrollToIndex(index: number): void }).scrollToIndex(row);
    }, at);
    await page
      .getByRole('checkbox', { name: `Select Box ${String(449 - at).padStart(3, '0')}` })
      .waitFor();
  }
  await scroller.evaluate((grid, row) => {
    (grid as unknown as { scrollToIndex(index: number): void }).scrollToIndex(row);
  }, count - 1);
  const last = String(450 - count).padStart(3, '0');
  await page.getByRole('checkbox', { name: `Select Box ${last}` }).click({ modifiers: ['Shift'] });
  await page.getByText(`${count} selected`).waitFor();
  return { ids: count };
}

test('next and previous go along a saved view', async () => {
  const page = await openAsAda(6, '/toy/boxes');
  const data = {
    entity: 'toy.box',
    name: 'Few',
    visibility: 'private',
    filter: { count: { gte: 4 } },
  };
  const made = await visit.context.request.post('/api/views', {
    data,
    headers: { Origin: visit.url },
  });
  const { id } = (await made.json()) as { id: string };
  await page.goto(`/toy/boxes?view=${id}`);
  await page.getByText('2 records').waitFor();
  await page.getByRole('link', { name: 'Box 004' }).click();
  await page.getByRole('heading', { name: 'Box 004' }).waitFor();
  await page
    .getByRole('link', { name: /^Next/ })
    .or(page.getByRole('button', { name: /^Next/ }))
    .click();
  await page.getByRole('heading', { name: 'Box 005' }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('a column is sized and moved by the mouse', async () => {
  const page = await openAsAda(2, '/toy/boxes');
  await boxes(page).first().waitFor();
  const columns = () => new URL(page.url()).searchParams.get('columns') ?? '';
  const box = async (name: string) =>
    (await page.getByRole('columnheader', { name }).boundingBox())!;
  const [from, to] = [await box('Code'), await box('Count')];
  await page.mouse.move(from.x + 40, from.y + 16);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 16, { steps: 12 });
  await expect.poll(async () => (await box('Code')).x > (await box('Count')).x).toBe(true);
  await page.mouse.up();
  await expect.poll(columns).toMatch(/^name,count,code/);
  const code = await box('Code');
  await page.mouse.move(code.x + code.width - 2, code.y + 12);
  await page.mouse.down();
  await page.mouse.move(code.x + code.width + 58, code.y + 12, { steps: 6 });
  await page.mouse.up();
  await expect.poll(columns).toMatch(/code:\d+/);
  const width = Number(/code:(\d+)/.exec(columns())?.[1]);
  expect(width).toBeGreaterThan(code.width + 40);
  expect(columns()).not.toContain('name:');
  expect(visit.faults).toEqual([]);
});

test('what somebody else changed meanwhile is not written over in a cell', async () => {
  const page = await openAsAda(2, '/toy/boxes');
  await boxes(page).first().waitFor();
  const cell = page.getByRole('row', { name: 'Box 001' }).locator('td, th').nth(2);
  await cell.dblclick();
  const editor = page.getByRole('dialog', { name: 'Edit Code of Box 001' });
  await editor.getByRole('textbox').fill('mine');
  const admin = visit.host.as('administrator');
  const { body } = await admin.get('/api/toy/boxes?name=Box 001');
  await admin.patch(`/api/toy/boxes/${body[0].id}`, { code: 'theirs' });
  await page.keyboard.press('Enter');
  await page
    .getByText(/meanwhile|changed|theirs/i)
    .first()
    .waitFor();
  const after = await admin.get('/api/toy/boxes?name=Box 001');
  expect(after.body[0].code).toBe('theirs');
  expect(visit.faults).toEqual([]);
});
