import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { TestHost } from '@tessera/host/testing';
import type { Browser, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
const PATIENCE_MS = 45_000;

export interface Look {
  readonly theme: 'light' | 'dark';
  readonly locale: 'en' | 'zh-CN';
  readonly width: number;
}

/** An administrator before a browser, and what must not happen there. */
export interface Desk {
  readonly page: Page;
  readonly faults: readonly string[];
}

/** Sets the workspace up with its first administrator; answers where it is served. */
export async function openWorkspace(host: TestHost): Promise<string> {
  const workspace = { workspace: 'Points', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA };
  const { status } = await host.as('anonymous').post('/api/setup', workspace);
  if (status !== 201) throw new Error(`The workspace was not set up: ${status}`);
  return host.listen();
}

/** Opens a browser window in which the administrator is signed in. */
export async function openDesk(
  browser: Browser,
  url: string,
  { theme, locale, width }: Look,
): Promise<Desk> {
  const context = await browser.newContext({
    baseURL: url,
    locale,
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: width < 760,
    viewport: { width, height: 900 },
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const headers = { Origin: url };
  const { email, password } = ADA;
  await context.request.post('/api/auth/login', { data: { email, password }, headers });
  await context.request.patch('/api/auth/profile', { data: { locale }, headers });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { page, faults };
}

/** What WCAG 2.2 AA finds wrong with the page, a line for each rule. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{
          readonly violations: readonly { id: string; nodes: readonly { html: string }[] }[];
        }>;
      };
    };
    const { violations: found } = await axe.run({ runOnly, resultTypes: ['violations'] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, WCAG_22_AA);
}
