import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { ADA, type Locale, type World } from './world.ts';

/** Long enough for a busy machine; who waits that long has found a fault. */
const PATIENCE_MS = 45_000;

export interface Look {
  readonly theme?: 'light' | 'dark';
  /** 390 pixels wide, with a finger. */
  readonly isPhone?: boolean;
  /** The language of the browser; that of the world, if it is not said. */
  readonly locale?: Locale;
}

/** Who can sign in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Somebody with a browser of their own. */
export interface Visitor {
  readonly page: Page;
  /** One more tab of the same browser. */
  openTab(): Promise<Page>;
  /** What must not happen: errors of pages, errors in the console, requests to other hosts, answers of 400 and more. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch(inject('chromium'));
}

/** Opens a browser window on a world; nobody is signed in. */
export async function openVisitor(
  browser: Browser,
  world: World,
  look: Look = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: world.url,
    locale: look.locale ?? world.locale,
    timezoneId: 'UTC',
    colorScheme: look.theme ?? 'light',
    reducedMotion: 'reduce',
    viewport: look.isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: look.isPhone ?? false,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  const openTab = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('console', (message) => {
      // The browser says every refused request again; those are told by their answers below.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && url.origin !== world.url)
        faults.push(`request: ${request.url()}`);
    });
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.status() >= 400)
        faults.push(`${response.status()} ${response.request().method()} ${pathname}`);
    });
    return page;
  };
  return { page: await openTab(), openTab, faults, close: () => context.close() };
}

/** Opens a browser window in which {@link ADA} is signed in. */
export function openAda(browser: Browser, world: World, look: Look = {}): Promise<Visitor> {
  return openAs(browser, world, ADA, look);
}

/** Opens a browser window in which somebody is signed in. */
export async function openAs(
  browser: Browser,
  world: World,
  { email, password }: Person,
  look: Look = {},
): Promise<Visitor> {
  const visitor = await openVisitor(browser, world, look);
  const answer = await visitor.page.request.post('/api/auth/login', {
    data: { email, password },
    headers: { Origin: world.url },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  return visitor;
}
