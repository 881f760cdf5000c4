import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createTexts } from '../shell/app/texts.ts';
import type { TestHost } from '../src/testing/index.ts';
import type { Look } from './look.ts';
import { createCrmHost } from './crm-host.ts';
import { violations } from './record-page-desk.ts';

export const PASSWORD = 'correct horse battery';
const ADA = { name: 'Ada', email: 'ada@example.com', password: PASSWORD };
/** Long enough for a busy machine; who waits that long has found a fault. */
const PATIENCE_MS = 45_000;

/** A CRM with an administrator, and somebody before its door. */
export interface PeopleDesk {
  readonly host: TestHost;
  readonly url: string;
  readonly page: Page;
  /** A text of the shell in the language of the page. */
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  readonly press: (key: string, values?: Readonly<Record<string, unknown>>) => Promise<void>;
  /** The administrator comes in without the door. */
  readonly signIn: () => Promise<void>;
  /** Invites somebody and accepts in his place; answers the id. */
  readonly join: (name: string, roles?: readonly string[]) => Promise<string>;
  /** Chooses an entry of the menu of actions for somebody. */
  readonly choose: (name: string, entry: string) => Promise<void>;
  /** Notes what axe finds on what is shown, and keeps a picture where a folder is given. */
  readonly check: (name: string) => Promise<void>;
  /** What axe found, by place. */
  readonly found: Readonly<Record<string, readonly string[]>>;
  /** Errors of pages and of the console. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens it. */
export async function openPeopleDesk(browser: Browser, look: Look): Promise<PeopleDesk> {
  const { locale } = look;
  const host = await createCrmHost();
  const url = await host.listen();
  const setup = { workspace: 'Toys', currency: 'USD', timeZone: 'UTC', locale, ...ADA };
  await host.as('anonymous').post('/api/setup', setup);
  const context = await openContext(browser, url, look);
  const page = await context.newPage();
  const faults: string[] = [];
  watch(page, faults);
  const texts = await createTexts(locale);
  const t: PeopleDesk['t'] = (key, values) => texts.t(key, { ...values });
  const found: Record<string, readonly string[]> = {};
  return {
    host,
    url,
    page,
    t,
    found,
    faults,
    press: (key, values) => page.getByRole('button', { name: t(key, values), exact: true }).click(),
    async signIn() {
      const data = { email: ADA.email, password: ADA.password };
      const answer = await page.request.post('/api/auth/login', { data, headers: { Origin: url } });
      if (!answer.ok()) throw new Error(await answer.text());
    },
    async join(name, roles = []) {
      const boss = host.as('administrator');
      const { body: all } = await boss.get('/api/tessera/roles?_end=100');
      const ids = all
        .filter(({ key }: { key: string }) => roles.includes(key))
        .map(({ id }: { id: string }) => id);
      const email = `${name.toLowerCase()}@example.com`;
      const made = await boss.post('/api/tessera/users', { name, email, locale, roles: ids });
      const invited = await boss.post(`/api/tessera/users/${made.body.id}/invite`, {});
      const token = invited.body.link.split('/').at(-1);
      const accepted = await fetch(`${url}/api/auth/invitations/${token}`, {
        method: 'POST',
        headers: { Origin: url, 'Content-Type': 'application/json' },
        body: JSON.stringify({ password: PASSWORD }),
      });
      if (!accepted.ok) throw new Error(await accepted.text());
      return made.body.id;
    },
    async choose(name, entry) {
      await page.getByRole('button', { name: t('people.actionsOf', { name }) }).click();
      await page.getByRole('menuitem', { name: t(entry) }).click();
    },
    async check(name) {
      const folder = process.env['TESSERA_SHOTS'];
      if (folder) await page.screenshot({ path: `${folder}/${name}-${locale}.png` });
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
    // The browser says every refused request again; tests look at what the page says of them.
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
  });
}
