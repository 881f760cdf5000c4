import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { sampled } from '../../test/setup/sampled.ts';
import { BoardVisit, card, column, drag, openBoard, price } from './board-visit.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const visit = BoardVisit.around();

test('a card is dragged with the mouse, counts and sums follow, and undo brings it back', async () => {
  const page = await visit.page();
  const id = await visit.makeKite('Dragon', 'Building', price('350000'));
  await visit.makeKite('Eagle', 'Testing', price('100000'));
  await openBoard(page, 'Dragon');
  await column(page, 'Building').getByText('$350K').first().waitFor();

  const from = await card(page, 'Dragon').boundingBox();
  await drag(page, 'Dragon', column(page, 'Testing'));
  // What is carried follows the pointer.
  await expect
    .poll(async () => (await card(page, 'Dragon').boundingBox())?.x ?? 0)
    .toBeGreaterThan((from?.x ?? 9999) + 100);
  await page.mouse.up();

  await page.getByRole('region', { name: 'Testing, 2 cards' }).waitFor();
  await column(page, 'Testing').getByText('$450K').first().waitFor();
  await expect.poll(async () => (await visit.readKite(id))['step']).toBe(visit.steps['Testing']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('region', { name: 'Building, 1 card' }).waitFor();
  await expect.poll(async () => (await visit.readKite(id))['step']).toBe(visit.steps['Building']);
  expect(visit.faults).toEqual([]);
});

test('the keyboard alone lifts, carries, moves and opens a card', async () => {
  const page = await visit.page();
  const id = await visit.makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  await card(page, 'Dragon').focus();
  await page.keyboard.press('Space');
  await page.getByText('Lifted Dragon from Building.').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Over Testing').waitFor();
  await page.keyboard.press('Space');
  await expect.poll(async () => (await visit.readKite(id))['step']).toBe(visit.steps['Testing']);
  await page.getByRole('region', { name: 'Testing, 1 card' }).waitFor();

  // The next move waits for the one before.
  await card(page, 'Dragon').press('Shift+ArrowRight');
  await expect.poll(async () => (await visit.readKite(id))['step']).toBe(visit.steps['Flying']);
  await card(page, 'Dragon').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await page.getByText('Dragon stays in Flying').waitFor();
  await card(page, 'Dragon').press('Enter');
  await page.waitForURL(`**/toy/kites/${id}`);
  expect(visit.faults).toEqual([]);
});

test('the menu moves a card, and a state that asks for more is given it first', async () => {
  const page = await visit.page();
  const id = await visit.makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  await card(page, 'Dragon').press('m');
  await page.getByRole('menuitemradio', { name: 'Lost' }).click();

  const dialog = page.getByRole('dialog', { name: 'Lost needs a little more' });
  await dialog.getByText('Say why it flew away.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('region', { name: 'Building, 1 card' }).waitFor();
  expect(await visit.readKite(id)).toMatchObject({ step: visit.steps['Building'], reason: null });

  await card(page, 'Dragon').press('m');
  await page.getByRole('menuitemradio', { name: 'Lost' }).click();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Wind');
  await dialog.getByRole('button', { name: 'Move to Lost' }).click();
  await page.getByRole('region', { name: 'Lost, 1 card' }).waitFor();
  await expect
    .poll(() => visit.readKite(id))
    .toMatchObject({ step: visit.steps['Lost'], reason: 'Wind' });

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('region', { name: 'Building, 1 card' }).waitFor();
  await expect
    .poll(() => visit.readKite(id))
    .toMatchObject({ step: visit.steps['Building'], reason: null });
  expect(visit.faults).toEqual([]);
});

test('what others move is shown without being asked', async () => {
  const page = await visit.page();
  const id = await visit.makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  await visit.moveKite(id, 'Testing');
  await column(page, 'Testing').getByRole('link', { name: 'Dragon' }).waitFor();
  expect(visit.faults).toEqual([]);
});

test('a full column draws only what is in view, and reads on as it is scrolled', async () => {
  const page = await visit.page();
  await visit.makeKites(500, 'Building');
  await page.goto('/toy/kites?layout=board&sort=name');
  await card(page, 'Kite 000').waitFor();
  const drawn = () => column(page, 'Building').getByRole('article').count();
  await page.getByRole('region', { name: 'Building, 500 cards' }).waitFor();
  expect(await drawn()).toBeLessThanOrEqual(40);
  await expect
    .poll(async () => {
      await page
        .locator('ts-board-lane .cards')
        .first()
        .evaluate((list) => {
          list.scrollTop = list.scrollHeight;
        });
      return card(page, 'Kite 499').count();
    })
    .toBe(1);
  expect(await drawn()).toBeLessThanOrEqual(40);
  expect(visit.faults).toEqual([]);
});

test('on a phone one column is shown at a time, and the menu moves its cards', async () => {
  const page = await visit.page({ isPhone: true });
  const id = await visit.makeKite('Dragon', 'Building', { colour: 'red' });
  await openBoard(page, 'Dragon');
  await page.getByRole('button', { name: 'Actions for Dragon' }).tap();
  await page.getByRole('menuitemradio', { name: 'Testing' }).tap();
  await expect.poll(async () => (await visit.readKite(id))['step']).toBe(visit.steps['Testing']);
  await page.getByRole('navigation', { name: 'Columns' }).getByText('Testing').tap();
  await expect
    .poll(async () => (await card(page, 'Dragon').boundingBox())?.x ?? 9999)
    .toBeLessThan(60);
  expect(visit.faults).toEqual([]);
});

test('a finger that stays lifts a card and carries it to the next column', async () => {
  const page = await visit.page({ isPhone: true });
  const id = await visit.makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  const from = await card(page, 'Dragon').boundingBox();
  if (!from) throw new Error('The board is not shown.');
  const finger = await visit.context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
    });
  const y = from.y + 10;
  await touch('touchStart', from.x + 40, y);
  await page.getByText('Lifted Dragon from Building.').waitFor();
  await touch('touchMove', from.x + 120, y + 20);
  await touch('touchMove', 385, y + 60);
  await page.getByText('Over Testing').waitFor();
  await touch('touchEnd');
  await expect
    .poll(async () => (await visit.readKite(id))['step'])
    .not.toBe(visit.steps['Building']);
  expect(visit.faults).toEqual([]);
});

const LOOKS = [
  ['in the light', {}],
  ['in the dark', { dark: true }],
  ['on a phone', { isPhone: true }],
] as const;

test.each(sampled(LOOKS, 'board'))(
  'a board can be read and worked by everybody, %s',
  async (_name, look) => {
    const page = await visit.page(look);
    const maker = await visit.make('makers', { name: 'Wei' });
    const values = { ...price('350000'), due: '2020-01-02', colour: 'blue', maker };
    await visit.makeKite('Dragon', 'Building', values);
    await visit.makeKite('Eagle', 'Lost', { reason: 'Wind' });
    await openBoard(page, 'Dragon');
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: unknown[] }[] }> };
      };
      const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const results = await axe.run({ runOnly, resultTypes: ['violations'] });
      return results.violations.map(
        ({ id, nodes }) => `${id}: ${JSON.stringify(nodes).slice(0, 600)}`,
      );
    });
    expect(violations).toEqual([]);
    expect(visit.faults).toEqual([]);
  },
);
