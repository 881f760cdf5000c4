import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { choice, date, defineEntity, definePlugin, integer, ref, text } from '@tessera/core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampled } from '../../test/setup/sampled.ts';
import { installed } from '../src/testing/index.ts';
import { Visit, type Look } from './visit.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const Box = defineEntity('toy.box', {
  label: { en: 'Box', 'zh-CN': '箱子' },
  plural: { en: 'Boxes', 'zh-CN': '箱子' },
  path: 'boxes',
  title: 'name',
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
    count: integer().label({ en: 'Count', 'zh-CN': '数量' }),
    day: date().label({ en: 'Day', 'zh-CN': '日期' }),
    colour: choice([
      { key: 'red', label: { en: 'Red', 'zh-CN': '红' }, hue: 28 },
      { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' }, hue: 250 },
    ]).label({ en: 'Colour', 'zh-CN': '颜色' }),
    parent: ref('toy.box', {
      inverse: { name: 'parts', label: { en: 'Parts', 'zh-CN': '部件' } },
    }).label({ en: 'Parent', 'zh-CN': '上级' }),
  },
  list: { columns: ['name', 'count'], sort: { field: 'name', direction: 'asc' } },
});

const toy = installed(
  definePlugin({
    entities: [Box],
    ui: { contributions: [{ slot: 'app.nav', id: 'boxes', entity: 'toy.box' }] },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);

const visit = Visit.around({ plugins: [toy], left: ['toy/boxes'] });

/** Ada before the list of boxes; three are hers: Crate with its part Lid, and Barrel. */
async function openBoxes(look: Look = {}): Promise<Page> {
  const page = await visit.page(look);
  const headers = { Origin: visit.url };
  const make = async (data: object): Promise<string> => {
    const made = await visit.context.request.post('/api/toy/boxes', { data, headers });
    expect(made.status()).toBe(201);
    return (await made.json()).id;
  };
  const crate = await make({ name: 'Crate', count: 5, colour: 'red' });
  await make({ name: 'Lid', count: 1, colour: 'blue', parent: crate });
  await make({ name: 'Barrel', count: 50, colour: 'blue' });
  await page.goto('/toy/boxes');
  await page.locator('ts-filter-bar .add').waitFor();
  return page;
}

function filterOf(page: Page): unknown {
  return JSON.parse(new URL(page.url()).searchParams.get('filter') ?? 'null');
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(() =>
    (
      globalThis as unknown as {
        axe: {
          run(
            options: object,
          ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      }
    ).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

test('a condition is made, changed and left by keyboard alone', async () => {
  const page = await openBoxes();
  await page.locator('body').press('f');
  const field = page.getByRole('combobox', { name: 'Field' });
  await expect.poll(() => field.evaluate((input) => input.matches(':focus'))).toBe(true);
  await page.keyboard.type('parent colour');
  await page.keyboard.press('Enter');
  const value = page.getByRole('combobox', { name: 'Value' });
  await expect.poll(() => value.evaluate((input) => input.matches(':focus'))).toBe(true);
  await page.keyboard.type('red');
  await page.getByRole('option', { name: 'Red' }).and(page.locator('.on')).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect.poll(() => filterOf(page)).toEqual({ 'parent.colour': { in: ['red'] } });
  const chip = page.getByRole('group', { name: 'Filter on Parent › Colour' });
  await chip.getByText('Red', { exact: true }).waitFor();

  const operator = chip.getByRole('button', { name: 'is any of' });
  await operator.press('Enter');
  const condition = page.getByRole('combobox', { name: 'Condition' });
  await expect.poll(() => condition.evaluate((select) => select.matches(':focus'))).toBe(true);
  await page.keyboard.press('Escape');
  await expect.poll(() => operator.evaluate((button) => button.matches(':focus'))).toBe(true);
  expect(visit.faults).toEqual([]);
});

test('groups and related records are asked in the panel, which counts before it applies', async () => {
  const page = await openBoxes();
  await page.getByRole('button', { name: 'Advanced filter with groups' }).click();
  const panel = page.getByRole('dialog', { name: 'Advanced filter' });
  await panel.getByRole('status').getByText('3 match').waitFor();
  await panel.getByRole('button', { name: 'Group', exact: true }).click();
  await panel.getByRole('combobox', { name: 'Field' }).fill('name');
  await panel.getByRole('option', { name: 'Name', exact: true }).click();
  await panel.getByRole('textbox', { name: 'Value' }).fill('barrel');
  await panel.getByText('1 matches').waitFor();
  await panel.getByRole('button', { name: 'Done' }).click();
  await panel.getByRole('button', { name: 'Condition', exact: true }).first().click();
  await panel.getByRole('option', { name: 'Parts', exact: true }).click();
  await panel.getByText('2 match').waitFor();
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Apply' }).click();

  await expect
    .poll(() => filterOf(page))
    .toEqual({
      and: [{ or: [{ name: { contains: 'barrel' } }, { parts: { some: {} } }] }],
    });
  const chip = page.getByRole('button', { name: 'Advanced (2 conditions)' });
  await chip.click();
  await panel
    .getByRole('combobox', { name: 'How the conditions go together' })
    .first()
    .selectOption('none');
  await panel.getByText('1 matches').waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  expect(filterOf(page)).toMatchObject({ and: [{ or: [{}, {}] }] });
  await expect.poll(() => chip.evaluate((button) => button.matches(':focus'))).toBe(true);
  expect(visit.faults).toEqual([]);
});

test('“Mine” is one press on and off, beside what else is asked', async () => {
  const page = await openBoxes();
  const mine = page.getByRole('button', { name: 'Mine' });
  await mine.click();
  await expect.poll(() => filterOf(page)).toEqual({ owner: { in: ['$me'] } });
  await expect.poll(() => mine.getAttribute('aria-pressed')).toBe('true');
  expect(await page.getByRole('group', { name: /^Filter on/ }).count()).toBe(0);
  await mine.click();
  await expect.poll(() => filterOf(page)).toBeNull();
  expect(visit.faults).toEqual([]);
});

test.each(sampled(['en', 'zh-CN'] as const, 'filter on a phone'))(
  'periods and days that move are chosen on a phone (%s)',
  async (locale) => {
    const page = await openBoxes({ locale, isPhone: true });
    await page.locator('ts-filter-bar .add').tap();
    await page.getByRole('option', { name: locale === 'en' ? 'Day' : '日期', exact: true }).tap();
    await page.getByRole('button', { name: locale === 'en' ? 'next quarter' : '下季度' }).tap();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: locale === 'en' ? 'Apply' : '应用' }).tap();
    await expect.poll(() => filterOf(page)).toEqual({ day: { within: 'nextQuarter' } });
    await page.locator('ts-filter-bar .chip .op').tap();
    await page
      .getByRole('combobox', { name: locale === 'en' ? 'Condition' : '条件' })
      .selectOption('older');
    await page.getByRole('spinbutton').fill('45');
    await page.getByRole('button', { name: locale === 'en' ? 'Apply' : '应用' }).tap();
    await expect.poll(() => filterOf(page)).toEqual({ day: { lt: '$today-P45D' } });
    const words = locale === 'en' ? '45 days' : '45 天';
    await page.locator('ts-filter-bar .chip').getByText(words, { exact: true }).waitFor();
    expect(visit.faults).toEqual([]);
  },
);
