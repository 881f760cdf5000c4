import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAda, type Visitor } from './visitor.ts';
import { createLivedInWorld, createWorld, ADA, type World } from './world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Every example is a write of its own, 2,600 in all, with a browser beside it. */
const MAKING_MS = 240_000;
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let browser: Browser;
let world: World;
let visitor: Visitor;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await visitor.close();
  await world.host.close();
});

/** What axe finds within one element. */
async function violations(page: Page, element: string): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    async ([selector, rules]) => {
      const find = (root: Document | ShadowRoot): Element | undefined => {
        const hit = root.querySelector(selector);
        if (hit) return hit;
        for (const { shadowRoot } of root.querySelectorAll('*')) {
          const inner = shadowRoot && find(shadowRoot);
          if (inner) return inner;
        }
        return undefined;
      };
      const { axe } = globalThis as unknown as {
        axe: {
          run(
            node: unknown,
            options: object,
          ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      };
      const found = await axe.run(find(document), { runOnly: rules });
      return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
    [element, WCAG] as const,
  );
}

test('one click fills the workspace, the widgets show it, a task is ticked off, and one click takes it away', async () => {
  world = await createWorld('en');
  const setup = { workspace: 'Initech', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA };
  await world.host.as('anonymous').post('/api/setup', setup);
  visitor = await openAda(browser, world);
  const { page } = visitor;
  await page.goto('/');
  await page.getByRole('button', { name: 'Fill with example data' }).click();
  await page.getByRole('progressbar', { name: 'Making a year of example data…' }).waitFor();
  await page
    .getByRole('heading', { name: 'Example data is in this workspace' })
    .waitFor({ timeout: MAKING_MS });
  expect(await page.getByRole('link', { name: 'Accounts 120' }).count()).toBe(1);

  const tasks = page.locator('customer-my-tasks');
  await tasks.getByRole('heading', { name: 'Today' }).waitFor();
  const first = tasks.getByRole('checkbox').first();
  const name = (await first.getAttribute('aria-label')) ?? '';
  const open = Number(
    await tasks
      .getByRole('link', { name: /Show all/ })
      .locator('.num')
      .innerText(),
  );
  await first.focus();
  await page.keyboard.press('Enter');
  await page.getByText(`“${name.replace('Done: ', '')}” is done.`).waitFor();
  const linksTo = (count: number) => tasks.getByRole('link', { name: `Show all ${count}` }).count();
  await expect.poll(() => linksTo(open - 1)).toBe(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => linksTo(open)).toBe(1);

  const pipeline = page.locator('sales-pipeline-bars');
  await pipeline.getByText(/in \d+ open opportunities/).waitFor();
  for (const element of ['ts-sample-data', 'customer-my-tasks', 'sales-pipeline-bars'])
    expect(await violations(page, element)).toEqual([]);
  const bar = pipeline.getByRole('button', { name: /Engaging/ });
  const count = (await bar.innerText()).match(/(\d+)\s*$/)?.[1];
  await bar.click();
  await page.waitForURL(/\/sales\/opportunities\?.*filter=/);
  await page.getByText(`${count} records`).waitFor();

  const [deal] = (await world.admin.get('/api/sales/opportunities?stage.kind=open&_end=1')).body;
  await page.goto(`/customer/accounts/${deal.account}`);
  const card = page.locator('sales-account-opportunities');
  await card.getByText(/next close on/).waitFor();
  expect(await card.getByRole('listitem').count()).toBeGreaterThan(0);
  expect(await violations(page, 'sales-account-opportunities')).toEqual([]);

  await page.goto('/settings/workspace');
  await page.getByRole('button', { name: 'Take the example data away' }).click();
  await page
    .getByRole('button', { name: 'Fill with example data' })
    .waitFor({ timeout: MAKING_MS });
  expect((await world.admin.get('/api/customer/accounts')).body).toEqual([]);
  expect(visitor.faults).toEqual([]);
}, 600_000);

test('where people have records of their own the home page offers nothing; the settings do, in Chinese too', async () => {
  world = await createLivedInWorld('zh-CN');
  visitor = await openAda(browser, world, { theme: 'dark', isPhone: true });
  const { page } = visitor;
  await page.goto('/');
  await page.locator('sales-pipeline-bars').getByText('1 个在谈商机').waitFor();
  await page.locator('customer-my-tasks').getByText('暂无待办').waitFor();
  expect(await page.getByRole('button', { name: '填入示例数据' }).count()).toBe(0);
  await page.goto('/settings/workspace');
  await page.getByRole('button', { name: '填入示例数据' }).waitFor();
  expect(await violations(page, 'ts-sample-data')).toEqual([]);
  expect(visitor.faults).toEqual([]);
});
