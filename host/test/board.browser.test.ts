import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  choice,
  date,
  defineEntity,
  definePlugin,
  integer,
  money,
  on,
  ref,
  state,
  text,
  type RecordWrite,
} from '@tessera/core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE = { timeout: 20_000 };

const Step = defineEntity('toy.step', {
  label: { en: 'Step' },
  plural: { en: 'Steps' },
  path: 'steps',
  title: 'name',
  owned: false,
  states: true,
  fields: {
    name: text().required(),
    key: text().required(),
    kind: choice(['open', 'won', 'lost']).required(),
    order: integer().required(),
  },
});

const Maker = defineEntity('toy.maker', {
  label: { en: 'Maker' },
  plural: { en: 'Makers' },
  path: 'makers',
  title: 'name',
  fields: { name: text().required() },
});

const Kite = defineEntity('toy.kite', {
  label: { en: 'Kite', 'zh-CN': '风筝' },
  plural: { en: 'Kites', 'zh-CN': '风筝' },
  path: 'kites',
  title: 'name',
  subtitle: ['maker'],
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
    maker: ref('toy.maker').label({ en: 'Maker', 'zh-CN': '制作者' }),
    step: state('toy.step').label({ en: 'Step', 'zh-CN': '步骤' }),
    price: money().label({ en: 'Price', 'zh-CN': '价格' }),
    due: date().label({ en: 'Due', 'zh-CN': '期限' }),
    reason: text().label({ en: 'Reason', 'zh-CN': '原因' }),
    colour: choice([
      { key: 'red', label: { en: 'Red', 'zh-CN': '红' }, hue: 28 },
      { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' }, hue: 250 },
    ]).label({ en: 'Colour', 'zh-CN': '颜色' }),
  },
  board: { by: 'step', card: ['price', 'colour'], due: 'due', closed: ['lost'] },
});

let lostStep = '';

const toy = installed(
  definePlugin({
    entities: [Step, Maker, Kite],
    hooks: [
      on('toy.kite.updating', (_ctx, { before, values }: RecordWrite) => {
        const reason = 'reason' in values ? values['reason'] : before?.['reason'];
        return Promise.resolve(
          values['step'] === lostStep && !reason
            ? { reason: 'Say why it flew away.', field: 'reason' }
            : undefined,
        );
      }),
    ],
    ui: { contributions: [{ slot: 'app.nav', id: 'kites', entity: 'toy.kite' }] },
  }),
  { id: 'toy', label: { en: 'Toys', 'zh-CN': '玩具' } },
);

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };

let browser: Browser;
let host: TestHost;
let url: string;
let context: BrowserContext;
let steps: Readonly<Record<string, string>>;
const faults: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
});
afterAll(() => browser.close());

beforeEach(async () => {
  host = await createTestHost({ database: await makeDatabase(), plugins: [toy] });
  url = await host.listen();
  faults.length = 0;
});
afterEach(async () => {
  await context.close();
  await host.close();
});

async function openAsAda(options: { isPhone?: boolean; dark?: boolean } = {}): Promise<Page> {
  context = await browser.newContext({
    baseURL: url,
    locale: 'en',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: options.isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: options.isPhone ?? false,
  });
  context.setDefaultTimeout(PATIENCE.timeout);
  const setup = { workspace: 'Toys', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA };
  const headers = { Origin: url };
  const answer = await context.request.post('/api/setup', { data: setup, headers });
  expect(answer.status()).toBe(201);
  await makeSteps();
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(message.text());
  });
  page.on('request', (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(url))
      faults.push(request.url());
  });
  return page;
}

async function makeSteps(): Promise<void> {
  const kinds = [
    ['Building', 'open'],
    ['Testing', 'open'],
    ['Flying', 'won'],
    ['Lost', 'lost'],
  ] as const;
  const made = await Promise.all(
    kinds.map(async ([name, kind], order) => {
      const step = { name, kind, order, key: name.toLowerCase() };
      return [name, (await host.as('administrator').post('/api/toy/steps', step)).body.id];
    }),
  );
  steps = Object.fromEntries(made);
  lostStep = steps['Lost'] ?? '';
}

async function makeKite(name: string, step: string, more: object = {}): Promise<string> {
  const made = await host
    .as('administrator')
    .post('/api/toy/kites', { name, step: steps[step], ...more });
  expect(made).toMatchObject({ status: 201 });
  return made.body.id;
}

async function readKite(id: string): Promise<Record<string, unknown>> {
  return (await host.as('administrator').get(`/api/toy/kites/${id}`)).body;
}

const column = (page: Page, label: string) =>
  page.getByRole('region', { name: new RegExp(`^${label}, `) });
const card = (page: Page, title: string) => page.getByRole('link', { name: title, exact: true });

async function openBoard(page: Page, title: string): Promise<void> {
  await page.goto('/toy/kites?layout=board');
  await card(page, title).waitFor();
}

const price = (amount: string) => ({ price: { amount, currency: 'USD' } });

test('a card is dragged with the mouse, counts and sums follow, and undo brings it back', async () => {
  const page = await openAsAda();
  const id = await makeKite('Dragon', 'Building', price('350000'));
  await makeKite('Eagle', 'Testing', price('100000'));
  await openBoard(page, 'Dragon');
  await column(page, 'Building').getByText('$350K').first().waitFor();

  const from = await card(page, 'Dragon').boundingBox();
  const to = await column(page, 'Testing').boundingBox();
  if (!from || !to) throw new Error('The board is not shown.');
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 });
  await page.mouse.move(to.x + 120, to.y + 300, { steps: 10 });
  // What is carried follows the pointer.
  await expect
    .poll(async () => (await card(page, 'Dragon').boundingBox())?.x ?? 0, PATIENCE)
    .toBeGreaterThan(from.x + 100);
  await page.mouse.up();

  await page.getByRole('region', { name: 'Testing, 2 cards' }).waitFor();
  await column(page, 'Testing').getByText('$450K').first().waitFor();
  await expect.poll(async () => (await readKite(id))['step'], PATIENCE).toBe(steps['Testing']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('region', { name: 'Building, 1 card' }).waitFor();
  await expect.poll(async () => (await readKite(id))['step'], PATIENCE).toBe(steps['Building']);
  expect(faults).toEqual([]);
});

test('the keyboard alone lifts, carries, moves and opens a card', async () => {
  const page = await openAsAda();
  const id = await makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  await card(page, 'Dragon').focus();
  await page.keyboard.press('Space');
  await page.getByText('Lifted Dragon from Building.').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('Over Testing').waitFor();
  await page.keyboard.press('Space');
  await expect.poll(async () => (await readKite(id))['step'], PATIENCE).toBe(steps['Testing']);
  await page.getByRole('region', { name: 'Testing, 1 card' }).waitFor();

  // The next move waits for the one before.
  await expect
    .poll(async () => {
      await card(page, 'Dragon').press('Shift+ArrowRight');
      return (await readKite(id))['step'];
    }, PATIENCE)
    .toBe(steps['Flying']);
  await card(page, 'Dragon').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await page.getByText('Dragon stays in Flying').waitFor();
  await card(page, 'Dragon').press('Enter');
  await page.waitForURL(`**/toy/kites/${id}`);
  expect(faults).toEqual([]);
});

test('the menu moves a card, and a state that asks for more is given it first', async () => {
  const page = await openAsAda();
  const id = await makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  await card(page, 'Dragon').press('m');
  await page.getByRole('menuitemradio', { name: 'Lost' }).click();

  const dialog = page.getByRole('dialog', { name: 'Lost needs a little more' });
  await dialog.getByText('Say why it flew away.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('region', { name: 'Building, 1 card' }).waitFor();
  expect(await readKite(id)).toMatchObject({ step: steps['Building'], reason: null });

  await card(page, 'Dragon').press('m');
  await page.getByRole('menuitemradio', { name: 'Lost' }).click();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Wind');
  await dialog.getByRole('button', { name: 'Move to Lost' }).click();
  await page.getByRole('region', { name: 'Lost, 1 card' }).waitFor();
  expect(await readKite(id)).toMatchObject({ step: lostStep, reason: 'Wind' });

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('region', { name: 'Building, 1 card' }).waitFor();
  await expect
    .poll(() => readKite(id), PATIENCE)
    .toMatchObject({ step: steps['Building'], reason: null });
  expect(faults).toEqual([]);
});

test('what others move is shown without being asked', async () => {
  const page = await openAsAda();
  const id = await makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  await host.as('administrator').patch(`/api/toy/kites/${id}`, { step: steps['Testing'] });
  await column(page, 'Testing').getByRole('link', { name: 'Dragon' }).waitFor();
  expect(faults).toEqual([]);
});

test('a full column draws only what is in view, and reads on as it is scrolled', async () => {
  const page = await openAsAda();
  const create = Array.from({ length: 500 }, (_, at) => ({
    name: `Kite ${String(at).padStart(3, '0')}`,
    step: steps['Building'],
  }));
  expect(await host.as('administrator').post('/api/toy/kites/bulk', { create })).toMatchObject({
    status: 200,
  });
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
    }, PATIENCE)
    .toBe(1);
  expect(await drawn()).toBeLessThanOrEqual(40);
  expect(faults).toEqual([]);
});

test('on a phone one column is shown at a time, and the menu moves its cards', async () => {
  const page = await openAsAda({ isPhone: true });
  const id = await makeKite('Dragon', 'Building', { colour: 'red' });
  await openBoard(page, 'Dragon');
  await page.getByRole('button', { name: 'Actions for Dragon' }).tap();
  await page.getByRole('menuitemradio', { name: 'Testing' }).tap();
  await expect.poll(async () => (await readKite(id))['step'], PATIENCE).toBe(steps['Testing']);
  await page.getByRole('navigation', { name: 'Columns' }).getByText('Testing').tap();
  await expect
    .poll(async () => (await card(page, 'Dragon').boundingBox())?.x ?? 9999, PATIENCE)
    .toBeLessThan(60);
  expect(faults).toEqual([]);
});

test('a finger that stays lifts a card and carries it to the next column', async () => {
  const page = await openAsAda({ isPhone: true });
  const id = await makeKite('Dragon', 'Building');
  await openBoard(page, 'Dragon');
  const from = await card(page, 'Dragon').boundingBox();
  if (!from) throw new Error('The board is not shown.');
  const finger = await context.newCDPSession(page);
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
  await expect.poll(async () => (await readKite(id))['step'], PATIENCE).not.toBe(steps['Building']);
  expect(faults).toEqual([]);
});

test.each([
  ['in the light', {}],
  ['in the dark', { dark: true }],
  ['on a phone', { isPhone: true }],
])('a board can be read and worked by everybody, %s', async (_name, look) => {
  const page = await openAsAda(look);
  const maker = (await host.as('administrator').post('/api/toy/makers', { name: 'Wei' })).body.id;
  const values = { ...price('350000'), due: '2020-01-02', colour: 'blue', maker };
  await makeKite('Dragon', 'Building', values);
  await makeKite('Eagle', 'Lost', { reason: 'Wind' });
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
  expect(faults).toEqual([]);
});
