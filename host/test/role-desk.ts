import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createTexts } from '../shell/app/texts.ts';
import type { TestHost } from '../src/testing/index.ts';
import type { Look } from './look.ts';
import { createCrmHost } from './crm-host.ts';
import { violations } from './record-page-desk.ts';

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
/** Long enough for a busy machine; who waits that long has found a fault. */
const PATIENCE_MS = 45_000;

/** A CRM with an administrator before the roles, and a sales representative whose rights they change. */
export interface RoleDesk {
  readonly host: TestHost;
  readonly url: string;
  readonly page: Page;
  /** Id of the sales representative. */
  readonly rep: string;
  /** A text of the shell in the language of the page. */
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  /** Id of the role with a key. */
  readonly role: (key: string) => Promise<string>;
  readonly press: (key: string) => Promise<void>;
  /** Notes what axe finds on what is shown. */
  readonly check: (name: string) => Promise<void>;
  /** What axe found, by place. */
  readonly found: Readonly<Record<string, readonly string[]>>;
  /** Errors of pages and of the console, answers of 400 and more. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens it. */
export async function openRoleDesk(browser: Browser, look: Look): Promise<RoleDesk> {
  const { locale } = look;
  const host = await createCrmHost();
  const url = await host.listen();
  const setup = { workspace: 'Toys', currency: 'USD', timeZone: 'UTC', locale, ...ADA };
  await host.as('anonymous').post('/api/setup', setup);
  const rep = await host.user({ name: 'Grace Hopper', roles: ['sales-rep'] });
  const context = await openContext(browser, url, look);
  const page = await context.newPage();
  const faults: string[] = [];
  watch(page, faults);
  const signedIn = await page.request.post('/api/auth/login', {
    data: { email: ADA.email, password: ADA.password },
    headers: { Origin: url },
  });
  if (!signedIn.ok()) throw new Error(await signedIn.text());
  const texts = await createTexts(locale);
  const t: RoleDesk['t'] = (key, values) => texts.t(key, { ...values });
  const found: Record<string, readonly string[]> = {};
  return {
    host,
    url,
    page,
    rep,
    t,
    found,
    faults,
    async role(key) {
      const { body } = await host.as('administrator').get(`/api/tessera/roles?key=${key}`);
      return body[0].id;
    },
    press: (key) => page.getByRole('button', { name: t(key), exact: true }).click(),
    async check(name) {
      const wrong = await violations(page);
      if (wrong.length > 0) found[name] = wrong;
    },
    async close() {
      await context.close();
      await host.close();
    },
  };
}

async function openContext(browser: Browser, url: string, look: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    locale: look.locale,
    timezoneId: 'UTC',
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    viewport: look.isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: look.isPhone,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser says every refused request again; those are told by their answers below.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() >= 400)
      faults.push(`${response.status()} ${response.request().method()} ${pathname}`);
  });
}
