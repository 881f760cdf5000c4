import { createDatabase } from '@tessera/core';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillRecords } from './fill-records.ts';
import { launchBrowser, openAda, type Look } from './visitor.ts';
import { ADA, createWorld, type World } from './world.ts';

const MOST_ROWS = 40;
/** The bench data in `npm run test:full`, a sample of it in `npm test`. */
const COUNTS = process.env['TESSERA_TEST_FULL']
  ? { accounts: 100_000, contacts: 500_000, opportunities: 2_000, activities: 0 }
  : { accounts: 500, contacts: 5_000, opportunities: 100, activities: 0 };

let browser: Browser;
let world: World;
beforeAll(async () => {
  browser = await launchBrowser();
  world = await createWorld('en');
  const setup = { workspace: 'Initech', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA };
  await world.host.as('anonymous').post('/api/setup', setup);
  const owner = new pg.Pool(world.connection);
  await fillRecords(world.host.kernel, createDatabase(owner), COUNTS);
  await owner.end();
}, 900_000);
afterAll(async () => {
  await browser?.close();
  await world?.host.close();
});

/** Elements that show a row, in the table or as cards; those that the table keeps for later are hidden. */
function countRows(page: Page): Promise<number> {
  return page.evaluate(() => {
    const within = (root: ParentNode, selector: string): Element[] => [
      ...root.querySelectorAll(selector),
      ...[...root.querySelectorAll('*')].flatMap((one) =>
        one.shadowRoot ? within(one.shadowRoot, selector) : [],
      ),
    ];
    const rows = within(document, 'ts-list-grid')
      .flatMap((grid) => within(grid.shadowRoot!, '#items tr'))
      .filter((row) => !(row as HTMLElement).hidden);
    const cards = within(document, 'ts-list-cards').flatMap((list) =>
      within(list.shadowRoot!, 'li'),
    );
    return Math.max(rows.length, cards.length);
  });
}

const LOOKS: readonly (readonly [string, Look])[] = [
  ['in a table', {}],
  ['as cards on a phone', { isPhone: true }],
];

test.each(LOOKS)('however far one scrolls, few rows are in the page, %s', async (_name, look) => {
  const ada = await openAda(browser, world, look);
  const { page } = ada;
  await page.goto('/customer/contacts');
  await expect.poll(() => countRows(page)).toBeGreaterThan(5);
  await page.mouse.move(200, 500);
  const seen: number[] = [];
  for (let step = 0; step < 30; step++) {
    await page.mouse.wheel(0, 400 * (step + 1));
    await page.waitForTimeout(60);
    seen.push(await countRows(page));
  }
  expect(Math.max(...seen)).toBeLessThanOrEqual(MOST_ROWS);
  expect(Math.min(...seen)).toBeGreaterThan(5);
  expect(ada.faults).toEqual([]);
  await ada.close();
});
