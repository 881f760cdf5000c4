import type { InstalledPlugin } from '@tessera/core';
import {
  chromium,
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
/** Long enough for a busy machine. */
const PATIENCE_MS = 45_000;
const MOST_A_REQUEST = 1000;

export interface Look {
  readonly locale?: 'en' | 'zh-CN';
  readonly isPhone?: boolean;
  readonly dark?: boolean;
  /** `Authorization` of somebody else than Ada. */
  readonly authorization?: string;
}

/** What the tests of a file visit. */
interface Sight {
  readonly plugins: readonly InstalledPlugin[];
  /** Paths below `/api` of what a test may leave behind, what points to others first. */
  readonly left: readonly string[];
  /** Whether a host refuses something in these tests: a browser complains of that, too. */
  readonly mayRefuse?: boolean;
}

interface Place {
  readonly host: TestHost;
  readonly url: string;
  /** One a look: who looks in the same way again has the code of the pages already. */
  readonly contexts: Map<string, BrowserContext>;
}

/** A host a language, and a browser in which Ada looks at it; at the beginning of a test nothing is there. */
export class Visit {
  host!: TestHost;
  url = '';
  context!: BrowserContext;
  /** What a page complained of, and requests that left the host. */
  readonly faults: string[] = [];
  readonly #sight: Sight;
  readonly #places = new Map<string, Place>();
  #browser!: Browser;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  /** Starts and ends it all around the tests of a file. */
  static around(sight: Sight): Visit {
    const visit = new Visit(sight);
    visit.stand();
    return visit;
  }

  /** To be called where tests are declared. */
  protected stand(): void {
    beforeAll(async () => {
      this.#browser = await chromium.launch(inject('chromium'));
    });
    beforeEach(() => this.#clear());
    afterEach(() => this.#leave());
    afterAll(async () => {
      await this.#browser.close();
      for (const { host } of this.#places.values()) await host.close();
    });
  }

  /** A page of Ada, or of whom the authorization is, in a host that speaks her language. */
  async page(look: Look = {}): Promise<Page> {
    const { contexts } = await this.enter(look.locale);
    const key = JSON.stringify(look);
    this.context = contexts.get(key) ?? (await this.#open(look));
    contexts.set(key, this.context);
    const page = await this.context.newPage();
    this.#watch(page);
    return page;
  }

  /** Makes the host of a language the one that is visited. */
  protected async enter(locale = 'en'): Promise<Place> {
    const place = this.#places.get(locale) ?? (await this.#start(locale));
    this.#places.set(locale, place);
    ({ host: this.host, url: this.url } = place);
    return place;
  }

  async #start(locale: string): Promise<Place> {
    const database = await makeDatabase();
    const host = await createTestHost({ database, plugins: this.#sight.plugins });
    const url = await host.listen();
    const setup = { workspace: 'Toys', currency: 'USD', timeZone: 'UTC', locale, ...ADA };
    const made = await fetch(`${url}/api/setup`, {
      method: 'POST',
      headers: { Origin: url, 'Content-Type': 'application/json' },
      body: JSON.stringify(setup),
    });
    must(made.status === 201, 'The host could not be set up.');
    return { host, url, contexts: new Map() };
  }

  async #open({
    locale = 'en',
    isPhone = false,
    dark,
    authorization,
  }: Look): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      baseURL: this.url,
      locale,
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      colorScheme: dark ? 'dark' : 'light',
      viewport: isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      hasTouch: isPhone,
      ...(authorization ? { extraHTTPHeaders: { Authorization: authorization } } : {}),
    });
    context.setDefaultTimeout(PATIENCE_MS);
    if (authorization) return context;
    const { email, password } = ADA;
    const headers = { Origin: this.url };
    const answer = await context.request.post('/api/auth/login', {
      data: { email, password },
      headers,
    });
    must(answer.ok(), 'Ada could not sign in.');
    return context;
  }

  /** Closes what the test has opened; the browser remembers nothing of how it was arranged. */
  async #leave(): Promise<void> {
    for (const page of this.#browser.contexts().flatMap((context) => context.pages())) {
      if (page.url().startsWith(this.url)) await page.evaluate(() => localStorage.clear());
      await page.close();
    }
  }

  /** Removes what the test before has made, and forgets its faults. */
  async #clear(): Promise<void> {
    this.faults.length = 0;
    if (!this.context) return;
    for (const path of this.#sight.left) await this.#clearRecords(path);
    await this.#clearViews(this.context.request);
  }

  async #clearRecords(path: string): Promise<void> {
    const admin = this.host.as('administrator');
    for (;;) {
      const found = await admin.get(`/api/${path}?fields=id&_end=${MOST_A_REQUEST}`);
      if (found.body.length === 0) return;
      const ids = found.body.map(({ id }: { id: string }) => id);
      const gone = await admin.post(`/api/${path}/bulk`, { delete: ids });
      must(gone.status === 200, `${path} could not be cleared: ${JSON.stringify(gone.body)}`);
    }
  }

  async #clearViews(request: APIRequestContext): Promise<void> {
    const { views } = (await (await request.get('/api/views')).json()) as { views: Saved[] };
    for (const { id } of views)
      await request.delete(`/api/views/${id}`, { headers: { Origin: this.url } });
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      const isRefusal = message.text().startsWith('Failed to load resource');
      const isExpected = isRefusal && this.#sight.mayRefuse;
      if (message.type() === 'error' && !isExpected) this.faults.push(message.text());
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (/^https?:$/.test(protocol) && origin !== this.url) this.faults.push(request.url());
    });
  }
}

interface Saved {
  readonly id: string;
}

function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
