import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { openDesk, type Desk } from './record-page-desk.ts';

let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser.close());
beforeEach(async () => {
  desk = await openDesk(browser);
  ({ page } = desk);
});
afterEach(() => desk.close());

const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
const path = () => new URL(page.url()).pathname;

async function open(values: object = { name: 'Amber', count: 1 }): Promise<string> {
  const id = await desk.make(values);
  await page.goto(`/desk/cases/${id}`);
  await heading('Amber').waitFor();
  return id;
}

test('j and k go through the list that a record was opened from', async () => {
  for (const name of ['Amber', 'Birch', 'Cedar']) await desk.make({ name });
  await page.goto('/desk/cases');
  await page.getByRole('link', { name: 'Birch' }).click();
  await heading('Birch').waitFor();
  await page.getByRole('button', { name: 'Next in the list' }).waitFor();
  await page.keyboard.press('j');
  await heading('Cedar').waitFor();
  expect(await page.getByRole('button', { name: 'Next in the list' }).isDisabled()).toBe(true);
  await page.keyboard.press('k');
  await heading('Birch').waitFor();
  await page.keyboard.press('k');
  await heading('Amber').waitFor();
  expect(desk.faults).toEqual([]);
});

test('what is written about a record outlives a reload, and Ctrl+Enter sends it', async () => {
  await open();
  const box = page.getByRole('textbox', { name: 'Write: entry' });
  await box.fill('Called the keeper');
  await page.reload();
  await box.waitFor();
  expect(await box.inputValue()).toBe('Called the keeper');
  await page.getByRole('radio', { name: 'Call' }).click();
  await box.press('Control+Enter');
  await page.getByRole('link', { name: 'Called the keeper' }).waitFor();
  expect(await box.inputValue()).toBe('');
  const { body } = await desk.host.as('administrator').get('/api/desk/entries');
  expect(body).toMatchObject([{ subject: 'Called the keeper', kind: 'call' }]);
  expect(desk.faults).toEqual([]);
});

test('the timeline shows what was done, what was changed, or both', async () => {
  const id = await open();
  await desk.write(id, { count: 2 });
  await page.getByRole('textbox', { name: 'Write: entry' }).fill('A word');
  await page.keyboard.press('Control+Enter');
  const word = page.getByRole('link', { name: 'A word' });
  const created = page.getByText('created this case');
  await word.waitFor();
  await created.waitFor();
  const filter = page.getByRole('group', { name: 'Show in the timeline' });
  await filter.getByRole('button', { name: 'Activities' }).click();
  await created.waitFor({ state: 'detached' });
  expect(await word.count()).toBe(1);
  await filter.getByRole('button', { name: 'Changes' }).click();
  await created.waitFor();
  expect(await word.count()).toBe(0);
  expect(desk.faults).toEqual([]);
});

test('the way back asks before a form is lost', async () => {
  await page.goto('/desk/cases');
  await page.getByText('No cases yet').waitFor();
  const id = await desk.make({ name: 'Amber' });
  await page.getByRole('link', { name: 'Amber' }).click();
  await heading('Amber').waitFor();
  await page.keyboard.press('e');
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' });
  await name.fill('Amber and more');
  await page.evaluate(() => history.back());
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();
  expect(await name.inputValue()).toBe('Amber and more');
  expect(path()).toBe(`/desk/cases/${id}`);
  await page.keyboard.press('Control+Enter');
  await heading('Amber and more').waitFor();
  expect(desk.faults).toEqual([]);
});

test('a value that is being written is kept when its record is left', async () => {
  const id = await open();
  await page.getByRole('button', { name: 'Edit Name' }).click();
  const input = page.getByRole('textbox', { name: 'Name' });
  await input.fill('Amber, half');
  await page.getByRole('link', { name: 'Cases' }).first().click();
  await page.getByText('“Name” is not saved').waitFor();
  await desk.write(id, { count: 9 });
  await page.getByRole('button', { name: 'Go back to it' }).click();
  await input.waitFor();
  expect(await input.inputValue()).toBe('Amber, half');
  await page.reload();
  await input.waitFor();
  await input.press('Enter');
  await heading('Amber, half').waitFor();
  await page.getByRole('button', { name: 'Edit Name' }).waitFor();
  expect(await desk.read(id)).toMatchObject({ name: 'Amber, half', count: 9 });
  await page.reload();
  await page.getByRole('button', { name: 'Edit Name' }).waitFor();
  expect(desk.faults).toEqual([]);
});

test('a group folds, and stays so', async () => {
  await open({ name: 'Amber', colour: 'red' });
  const rail = page.getByRole('complementary', { name: 'Details' });
  const group = rail.getByRole('button', { name: 'Looks' });
  await rail.getByText('Red', { exact: true }).waitFor();
  await group.press('Enter');
  await rail.getByText('Red', { exact: true }).waitFor({ state: 'hidden' });
  await page.reload();
  await group.waitFor();
  expect(await group.getAttribute('aria-expanded')).toBe('false');
  expect(await rail.getByText('Red', { exact: true }).isVisible()).toBe(false);
  await group.click();
  await rail.getByText('Red', { exact: true }).waitFor();
  expect(desk.faults).toEqual([]);
});

test('whoever looks at a record that goes is told, and brings it back', async () => {
  const id = await open();
  await desk.host.as('administrator').delete(`/api/desk/cases/${id}`);
  await page.getByRole('heading', { name: '“Amber” is gone' }).waitFor();
  await page.getByRole('button', { name: 'Restore' }).click();
  await heading('Amber').waitFor();
  expect(await desk.read(id)).toMatchObject({ name: 'Amber', deletedAt: null });
  expect(desk.faults).toEqual([]);
});

test.each(['00000000-0000-4000-8000-000000000000', 'rubbish'])(
  'a record that is not there has a page of its own: %s',
  async (id) => {
    await page.goto(`/desk/cases/${id}`);
    await page.getByRole('heading', { name: 'This case is not here' }).waitFor();
    await page.getByRole('link', { name: 'See all cases' }).click();
    await page.getByText('No cases yet').waitFor();
    expect(path()).toBe('/desk/cases');
    expect(desk.faults).toEqual([]);
  },
);

test('an open page changes its language, and keeps what is being written', async () => {
  const id = await open({ name: 'Amber', count: 1, colour: 'red' });
  await desk.write(id, { count: 2 });
  const box = page.getByRole('textbox', { name: 'Write: entry' });
  await box.fill('Half a word');
  await page.getByRole('button', { name: 'Ada' }).click();
  await page.getByRole('button', { name: '中文' }).click();
  const rail = page.getByRole('complementary', { name: '详情' });
  await rail.getByRole('button', { name: '主要' }).waitFor();
  await rail.getByText('红', { exact: true }).waitFor();
  await page.getByRole('tab', { name: '动态' }).waitFor();
  await page.getByText('新建了此事项').waitFor();
  await page.getByRole('group', { name: '时间线' }).or(page.getByText('今天')).first().waitFor();
  await page.getByRole('navigation', { name: '当前位置' }).getByText('事项').waitFor();
  const kept = page.getByRole('textbox', { name: /条目/ });
  expect(await kept.inputValue()).toBe('Half a word');
  const text = await page.locator('ts-record').evaluate((element) => {
    const read = (node: Node): string => {
      const root = node instanceof Element ? node.shadowRoot : null;
      const isHidden = node instanceof Element && node.matches('style, script, kbd');
      if (isHidden) return '';
      const own = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : '';
      const inner = [...(root?.childNodes ?? []), ...node.childNodes].map(read).join(' ');
      return `${own} ${inner}`;
    };
    return read(element);
  });
  expect(
    text
      .match(/[A-Za-z]{2,}/g)
      ?.filter((word) => !['Amber', 'Ada', 'administrator'].includes(word)),
  ).toEqual([]);
  expect(desk.faults).toEqual([]);
});
