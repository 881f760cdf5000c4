import type { Page } from 'playwright-core';
import type { Place } from './workspace.ts';

/** One screen of the UI, and how to come to it. */
export interface Screen {
  readonly name: string;
  /** Where there is such a screen; everywhere, if it is not said. */
  readonly only?: 'wide' | 'phone';
  readonly show: (page: Page, place: Place) => Promise<unknown>;
  /** Takes back what it did to the page. */
  readonly leave?: (page: Page, place: Place) => Promise<unknown>;
}

const CSV = [
  'Name,Industry,Website,Employees,Country',
  'Orchid Foods,retail,https://orchid.example.com,120,SG',
  '云杉医疗,medical,https://yunshan.example.com,85,CN',
  'Kestrel Energy,energy,https://kestrel.example.com,many,GB',
].join('\n');

const PAUSE_MS = 75;
const MOST_PAUSES = 400;
/** Looks in a row that find nothing on its way: what a press has begun is seen only after a moment. */
const QUIET_LOOKS = 2;

/**
 * Waits until no bone that is in view stands for what is to come: a column of a board is read when it is seen. The live connection never ends,
 * so the network is never idle.
 */
async function settled(page: Page): Promise<void> {
  let quiet = 0;
  for (let pause = 0; pause < MOST_PAUSES && quiet < QUIET_LOOKS; pause += 1) {
    await page.waitForTimeout(PAUSE_MS);
    quiet = (await bonesInView(page)) === 0 ? quiet + 1 : 0;
  }
  if (quiet < QUIET_LOOKS) throw new Error('It is still loading.');
}

function bonesInView(page: Page): Promise<number> {
  return page.locator('.skeleton, [aria-busy="true"]').evaluateAll(
    (all) =>
      all.filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
      }).length,
  );
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('ts-frame').waitFor();
  await page.locator('h1').first().waitFor();
  await settled(page);
}

type Act = (page: Page, place: Place) => Promise<unknown>;

function at(
  name: string,
  path: (place: Place) => string,
  act?: Act,
  more: Pick<Screen, 'only' | 'leave'> = {},
): Screen {
  return {
    name,
    ...more,
    async show(page, place) {
      await open(page, path(place));
      await act?.(page, place);
      if (act) await settled(page);
    },
  };
}

/** Presses the button with a text. */
function press(key: string): Act {
  return (page, { t }) => page.getByRole('button', { name: t(key), exact: true }).click();
}

function openTab(key: string): Act {
  return (page, { t }) => page.getByRole('tab', { name: t(key) }).click();
}

const WIDE = { only: 'wide' } as const;
const PHONE = { only: 'phone' } as const;

const ADVANCED = JSON.stringify({
  or: [
    { and: [{ closeDate: { within: 'P90D' } }, { owner: '$me' }] },
    { 'account.industry': { in: ['retail', 'technology'] } },
  ],
});
const CHIPS = JSON.stringify({ and: [{ owner: '$me' }, { closeDate: { within: 'P90D' } }] });

const FILTERED = `/sales/opportunities?sort=-amount&filter=${encodeURIComponent(CHIPS)}`;
const accounts = (): string => '/customer/accounts';
const account = (place: Place): string => `/customer/accounts/${place.account}`;
const board = (): string => '/sales/opportunities?layout=board';
const importing = (): string => '/import?entity=customer.account';

/** All screens, as a new user meets them. */
export const screens: readonly Screen[] = [
  at('home', () => '/'),
  at('navigation', () => '/', press('frame.more'), PHONE),
  at('list', () => '/sales/opportunities'),
  at('list-filtered', () => FILTERED),
  at('list-selected', accounts, select, WIDE),
  at('list-columns', accounts, press('columns.title'), WIDE),
  at('list-export', accounts, press('export.open'), WIDE),
  at('list-save-view', () => FILTERED, press('view.save'), WIDE),
  at('list-bulk-edit', accounts, bulkEdit, WIDE),
  at(
    'filter',
    () => `/sales/opportunities?filter=${encodeURIComponent(ADVANCED)}`,
    (page, { t }) =>
      page.getByRole('button', { name: t('filter.advanced.count', { count: 3 }) }).click(),
  ),
  at('board', board, cards),
  at('board-menu', board, (page) =>
    page.getByRole('article').first().getByRole('link').first().press('m'),
  ),
  at('activities', () => '/customer/activities'),
  at('record-account', account),
  at('record-files', account, openTab('tab.files')),
  at('record-history', account, openTab('tab.history')),
  at('record-menu', account, press('record.more')),
  at('record-opportunity', ({ opportunity }) => `/sales/opportunities/${opportunity}`),
  at('form', () => '/sales/opportunities/new'),
  at(
    'palette',
    () => '/sales/opportunities',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('an');
    },
  ),
  at('search', () => '/search?q=an'),
  at('shortcuts', accounts, (page) => page.keyboard.press('?'), WIDE),
  at('import', importing),
  at('import-columns', importing, upload),
  at('import-check', importing, check),
  at('import-report', importing, runImport, { leave: takeBack }),
  at('plugins', () => '/plugins'),
  at('plugin', () => '/plugins/loyalty', partOfPlugin('ts-plugin-overview')),
  at('plugin-settings', () => '/plugins/loyalty/settings', partOfPlugin('form')),
  at('plugin-health', () => '/plugins/loyalty/health', partOfPlugin('dl')),
  at('plugin-history', () => '/plugins/loyalty/history', partOfPlugin('li')),
  at('plugin-upgrade', ({ upgrade }) => `/plugins/packages/${upgrade}`, openSchema),
  at('plugin-purge', () => '/plugins/loyalty', askPurge),
  at('settings-profile', () => '/settings/profile'),
  at('settings-tokens', () => '/settings/tokens'),
  at('settings-people', () => '/settings/people'),
  at('settings-teams', () => '/settings/teams'),
  at('settings-workspace', () => '/settings/workspace'),
  at(
    'settings-sample-data',
    () => '/settings/workspace',
    (page) => page.locator('ts-sample-data').scrollIntoViewIfNeeded(),
  ),
  at('missing', () => '/nowhere'),
];

/** Waits until an element of the page of a plugin is there. */
function partOfPlugin(selector: string): Act {
  return (page) => page.locator('ts-plugin').locator(selector).first().waitFor();
}

async function openSchema(page: Page, { t }: Place): Promise<void> {
  await page.getByText(t('plugins.schemaNow')).click();
  await page.locator('ts-plugin-package pre').first().waitFor();
}

async function askPurge(page: Page, place: Place): Promise<void> {
  await press('plugins.purge')(page, place);
  await page.getByRole('dialog').getByRole('textbox').waitFor();
}

async function cards(page: Page): Promise<void> {
  await page.getByRole('article').first().waitFor();
}

async function select(page: Page): Promise<void> {
  const boxes = page.locator('ts-list-grid input[type=checkbox]:visible');
  for (const row of [1, 2, 3]) await boxes.nth(row).click();
}

async function bulkEdit(page: Page, { t }: Place): Promise<void> {
  await select(page);
  await page.getByRole('button', { name: t('bulk.edit'), exact: true }).click();
  await page.getByRole('dialog').getByRole('combobox').first().selectOption('industry');
}

async function upload(page: Page): Promise<void> {
  await page.locator('ts-import-upload input[type=file]').setInputFiles({
    name: 'companies.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(CSV),
  });
  await page.locator('ts-import-mapping').waitFor();
}

async function check(page: Page, { t }: Place): Promise<void> {
  await upload(page);
  await page.getByRole('button', { name: t('import.toCheck') }).click();
  await page.getByText(t('import.willFail')).waitFor();
}

async function runImport(page: Page, place: Place): Promise<void> {
  await check(page, place);
  await page.getByRole('button', { name: place.t('import.startWithout') }).click();
  await page.getByText(place.t('import.status.done'), { exact: true }).waitFor();
}

async function takeBack(page: Page, { t }: Place): Promise<void> {
  await page.getByRole('button', { name: t('import.undo') }).click();
  await page.getByText(t('import.status.undone'), { exact: true }).waitFor();
}
