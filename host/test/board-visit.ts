import {
  chromium,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, type TestHost } from '../src/testing/index.ts';
import { boardToys } from './board-toys.ts';

/** Long enough for a busy machine. */
const PATIENCE_MS = 45_000;
const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
const STEPS = [
  ['Building', 'open'],
  ['Testing', 'open'],
  ['Flying', 'won'],
  ['Lost', 'lost'],
] as const;

interface Look {
  readonly isPhone?: boolean;
  readonly dark?: boolean;
  /** `Authorization` of somebody else than Ada. */
  readonly authorization?: string;
}

/** What a test may leave behind, what points to others first. */
const LEFT = ['boats', 'kites', 'phases', 'lines', 'makers'];
const MOST_A_REQUEST = 1000;

/** A host with kites and boats, none at the beginning of a test, and a browser that looks at their boards. */
export class BoardVisit {
  host!: TestHost;
  context!: BrowserContext;
  /** Ids of the steps by name. */
  steps: Readonly<Record<string, string>> = {};
  /** What a browser complained of, and requests that left the host. */
  readonly faults: string[] = [];
  /** One a look: who looks in the same way again has the code of the pages already. */
  readonly #contexts = new Map<string, BrowserContext>();
  #browser!: Browser;
  #url = '';

  /** Starts and ends it all around the tests of a file. */
  static around(): BoardVisit {
    const visit = new BoardVisit();
    beforeAll(async () => {
      visit.#browser = await chromium.launch(inject('chromium'));
      visit.host = await createTestHost({ database: await makeDatabase(), plugins: [boardToys] });
      visit.#url = await visit.host.listen();
      await visit.#setUp();
    });
    afterAll(async () => {
      await visit.#browser.close();
      await visit.host.close();
    });
    beforeEach(async () => {
      visit.faults.length = 0;
      for (const path of LEFT) await visit.#clear(path);
    });
    afterEach(() => visit.#leave());
    return visit;
  }

  /** A page of Ada, or of whom the authorization is. */
  async page(look: Look = {}): Promise<Page> {
    const key = JSON.stringify(look);
    this.context = this.#contexts.get(key) ?? (await this.#open(look));
    this.#contexts.set(key, this.context);
    const page = await this.context.newPage();
    this.#watch(page);
    return page;
  }

  async make(path: string, values: object): Promise<string> {
    const made = await this.host.as('administrator').post(`/api/toy/${path}`, values);
    must(made.status === 201, `${path} could not be made: ${JSON.stringify(made.body)}`);
    return made.body.id;
  }

  makeKite(name: string, step: string, more: object = {}): Promise<string> {
    return this.make('kites', { name, step: this.steps[step], ...more });
  }

  async makeKites(count: number, step: string): Promise<void> {
    const create = Array.from({ length: count }, (_, at) => ({
      name: `Kite ${String(at).padStart(3, '0')}`,
      step: this.steps[step],
    }));
    const made = await this.host.as('administrator').post('/api/toy/kites/bulk', { create });
    must(made.status === 200, `Kites could not be made: ${JSON.stringify(made.body)}`);
  }

  async readKite(id: string): Promise<Record<string, unknown>> {
    return (await this.host.as('administrator').get(`/api/toy/kites/${id}`)).body;
  }

  async moveKite(id: string, step: string): Promise<void> {
    const moved = await this.host
      .as('administrator')
      .patch(`/api/toy/kites/${id}`, { step: this.steps[step] });
    must(moved.status === 200, `A kite was not moved: ${JSON.stringify(moved.body)}`);
  }

  async #setUp(): Promise<void> {
    const data = { workspace: 'Toys', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA };
    const answer = await fetch(`${this.#url}/api/setup`, {
      method: 'POST',
      headers: { Origin: this.#url, 'Content-Type': 'application/json' },
      body: JSON.stringify(data),
    });
    must(answer.status === 201, 'The host could not be set up.');
    const made: [string, string][] = [];
    for (const [order, [name, kind]] of STEPS.entries())
      made.push([name, await this.make('steps', { name, kind, order, key: name.toLowerCase() })]);
    this.steps = Object.fromEntries(made);
  }

  async #open(look: Look): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      baseURL: this.#url,
      locale: 'en',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      colorScheme: look.dark ? 'dark' : 'light',
      viewport: look.isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      hasTouch: look.isPhone ?? false,
      ...(look.authorization ? { extraHTTPHeaders: { Authorization: look.authorization } } : {}),
    });
    context.setDefaultTimeout(PATIENCE_MS);
    if (look.authorization) return context;
    const { email, password } = ADA;
    const headers = { Origin: this.#url };
    const data = { email, password };
    const answer = await context.request.post('/api/auth/login', { data, headers });
    must(answer.ok(), 'Ada could not sign in.');
    return context;
  }

  /** Closes what the test has opened; the browser remembers nothing of how it was arranged. */
  async #leave(): Promise<void> {
    for (const page of [...this.#contexts.values()].flatMap((context) => context.pages())) {
      if (page.url().startsWith(this.#url)) await page.evaluate(() => localStorage.clear());
      await page.close();
    }
  }

  /** Deletes all records of a type. */
  async #clear(path: string): Promise<void> {
    const admin = this.host.as('administrator');
    for (;;) {
      const found = await admin.get(`/api/toy/${path}?fields=id&_end=${MOST_A_REQUEST}`);
      if (found.body.length === 0) return;
      const ids = found.body.map(({ id }: { id: string }) => id);
      const gone = await admin.post(`/api/toy/${path}/bulk`, { delete: ids });
      must(gone.status === 200, `${path} could not be cleared: ${JSON.stringify(gone.body)}`);
    }
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) this.faults.push(message.text());
    });
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(this.#url))
        this.faults.push(request.url());
    });
  }
}

/** A column of the board that is shown. */
export const column = (page: Page, label: string): Locator =>
  page.getByRole('region', { name: new RegExp(`^${label}, `) });

/** A card, by its title. */
export const card = (page: Page, title: string): Locator =>
  page.getByRole('link', { name: title, exact: true });

export async function openBoard(page: Page, title: string): Promise<void> {
  await page.goto('/toy/kites?layout=board');
  await card(page, title).waitFor();
}

/** Drags a card with the mouse over something; to let it go is left to the test. */
export async function drag(page: Page, title: string, over: Locator): Promise<void> {
  const from = await card(page, title).boundingBox();
  const to = await over.boundingBox();
  if (!from || !to) throw new Error('The board is not shown.');
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + Math.min(300, to.height / 2), { steps: 10 });
}

export const price = (amount: string): object => ({ price: { amount, currency: 'USD' } });

function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
