import type { Contribution } from '@tessera/core';
import type { TestHost } from '@tessera/host/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const PERSON = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
const PATIENCE_MS = 20_000;

/** A signed-in page of a host. */
export interface Stage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors in the console and those that nobody caught, as they come. */
  readonly faults: string[];
}

/** Opens the shell of a host that was set up in a browser, as Ada. axe has to run in the page, so its policy for scripts is off. */
export async function openStage(
  host: TestHost,
  browser: Browser,
  theme: 'light' | 'dark',
): Promise<Stage> {
  const baseURL = await addressOf(host);
  const context = await browser.newContext({
    baseURL,
    locale: 'en',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: theme,
    bypassCSP: true,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await signIn(context, baseURL);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => void faults.push(error.message));
  page.on('console', (message) => {
    // The shell tells by a warning what it caught of a contribution.
    const isCaught = message.type() === 'warning' && message.text().startsWith('The plugin ');
    if (message.type() === 'error' || isCaught) faults.push(message.text());
  });
  await page.goto('/');
  await page.waitForFunction(
    `customElements.get('ts-slot') && document.querySelector('ts-app')?.shadowRoot?.querySelector('ts-frame')`,
  );
  return { context, page, faults };
}

const addresses = new WeakMap<TestHost, Promise<string>>();

/** A host listens once, however many look at it. */
function addressOf(host: TestHost): Promise<string> {
  let address = addresses.get(host);
  if (!address) addresses.set(host, (address = host.listen()));
  return address;
}

/** Makes Ada, who administers the workspace: as long as there are no users at all. */
export async function setUp(host: TestHost): Promise<void> {
  const setup = { workspace: 'Check', currency: 'USD', timeZone: 'UTC', locale: 'en', ...PERSON };
  const origin = await addressOf(host);
  const answer = await fetch(`${origin}/api/setup`, {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json' },
    body: JSON.stringify(setup),
  });
  if (!answer.ok) throw new Error(`The host could not be set up: ${await answer.text()}`);
}

async function signIn(context: BrowserContext, origin: string): Promise<void> {
  const { email, password } = PERSON;
  const signed = await context.request.post('/api/auth/login', {
    data: { email, password },
    headers: { Origin: origin },
  });
  if (!signed.ok()) throw new Error(`Ada could not sign in: ${await signed.text()}`);
}

/** Whether a contribution came to be seen, or why not. */
export interface Mounted {
  readonly isShown: boolean;
  readonly reason: string;
}

/**
 * Puts a contribution on a stage over the page as the shell does, takes it off and puts it there again, so many times. It stays there in
 * the end.
 */
export async function mountOften(
  page: Page,
  one: Contribution,
  plugin: string,
  context: Readonly<Record<string, unknown>>,
  rounds: number,
): Promise<Mounted> {
  const wanted = { slot: one.slot, key: `${plugin}/${one.id}`, tag: one.element, context, rounds };
  return page.evaluate<Mounted>(`(${PERFORM})(${JSON.stringify(wanted)})`);
}

/** Runs in the page; plain text, since the kit itself knows no DOM. `when` is left out: the element has to work once it is shown. */
const PERFORM = `async ({ slot, key, tag, context, rounds }) => {
  const app = document.querySelector('ts-app').shadowRoot;
  app.querySelector('#tessera-stage')?.remove();
  const stage = document.createElement('div');
  stage.id = 'tessera-stage';
  stage.style.cssText = 'position:fixed;inset:0;z-index:999;overflow:auto;padding:24px;background:var(--ts-bg,canvas);color:var(--ts-fg,canvastext)';
  app.append(stage);
  const until = async (found) => {
    for (const end = performance.now() + 10000; performance.now() < end; await new Promise(requestAnimationFrame)) {
      if (found()) return true;
    }
    return false;
  };
  for (let round = 1; round <= rounds; round++) {
    const place = document.createElement('ts-slot');
    place.name = slot;
    place.only = key;
    place.context = context;
    stage.replaceChildren(place);
    const card = () => place.shadowRoot?.querySelector('.card');
    const element = () => place.shadowRoot?.querySelector(tag);
    if (!(await until(() => element() || card())))
      return { isShown: false, reason: 'its element <' + tag + '> did not come within 10 s.' };
    await element()?.updateComplete;
    if (card()) return { isShown: false, reason: 'the shell shows a card in its place: ' + card().textContent.trim() };
    if (round < rounds) stage.replaceChildren();
  }
  await new Promise((settle) => setTimeout(settle, 300));
  return { isShown: true, reason: '' };
}`;
