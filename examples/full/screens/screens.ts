import type { Page } from 'playwright-core';
import type { Place } from './workspace.ts';

/** One screen of the UI, and how to come to it. */
export interface Screen {
  readonly name: string;
  /** There is nothing of the kind on a phone. */
  readonly isWide?: boolean;
  show(page: Page, place: Place): Promise<unknown>;
  /** Takes back what it did to the page. */
  leave?(page: Page): Promise<unknown>;
}

const CSV = [
  'Company,Industry,Website,Employees,Country',
  'Orchid Foods,retail,https://orchid.example.com,120,SG',
  '云杉医疗,medical,https://yunshan.example.com,85,CN',
  'Kestrel Energy,energy,https://kestrel.example.com,many,GB',
].join('\n');

/** Waits until no bone stands for what is to come. The live connection never ends, so the network is never idle. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(700);
  await page.locator('.skeleton, [aria-busy="true"]').first().waitFor({ state: 'detached' });
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('ts-frame').waitFor();
  await settled(page);
}

function at(
  name: string,
  path: (place: Place) => string,
  act?: (page: Page, place: Place) => Promise<unknown>,
  isWide = false,
): Screen {
  return {
    name,
    isWide,
    async show(page, place) {
      await open(page, path(place));
      await act?.(page, place);
      if (act) await settled(page);
    },
  };
}

const ADVANCED = JSON.stringify({
  or: [
    { and: [{ closeDate: { within: 'P90D' } }, { owner: '$me' }] },
    { 'account.industry': { in: ['retail', 'technology'] } },
  ],
});
const CHIPS = JSON.stringify({ and: [{ owner: '$me' }, { closeDate: { within: 'P90D' } }] });

/** All screens, as a new user meets them. */
export const screens: readonly Screen[] = [
  at('home', () => '/'),
  at('list', () => '/sales/opportunities'),
  at(
    'list-filtered',
    () => `/sales/opportunities?sort=-amount&filter=${encodeURIComponent(CHIPS)}`,
  ),
  at(
    'list-selected',
    () => '/customer/accounts',
    async (page) => {
      for (const row of [1, 2, 3])
        await page.locator('vaadin-grid-cell-content vaadin-checkbox').nth(row).click();
    },
    true,
  ),
  at(
    'list-columns',
    () => '/customer/accounts',
    (page, { t }) => page.getByRole('button', { name: t('columns.title') }).click(),
    true,
  ),
  at(
    'filter',
    () => `/sales/opportunities?filter=${encodeURIComponent(ADVANCED)}`,
    (page, { t }) =>
      page.getByRole('button', { name: t('filter.advanced.count', { count: 3 }) }).click(),
  ),
  at('board', () => '/sales/opportunities?layout=board'),
  at('activities', () => '/customer/activities'),
  at('record-account', ({ account }) => `/customer/accounts/${account}`),
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
  at(
    'shortcuts',
    () => '/customer/accounts',
    (page) => page.keyboard.press('?'),
    true,
  ),
  at('import', () => '/import?entity=customer.account'),
  at('import-columns', () => '/import?entity=customer.account', upload),
  at(
    'import-check',
    () => '/import?entity=customer.account',
    async (page, place) => {
      await upload(page);
      await page.getByRole('button', { name: place.t('import.toCheck') }).click();
      await page.getByText(place.t('import.willFail')).waitFor();
    },
  ),
  at('plugins', () => '/plugins'),
  at('settings-profile', () => '/settings/profile'),
  at('settings-people', () => '/settings/people'),
  at('settings-teams', () => '/settings/teams'),
  at('settings-workspace', () => '/settings/workspace'),
  at('missing', () => '/nowhere'),
];

async function upload(page: Page): Promise<void> {
  await page.locator('ts-import-upload input[type=file]').setInputFiles({
    name: 'companies.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(CSV),
  });
  await page.locator('ts-import-mapping').waitFor();
}
