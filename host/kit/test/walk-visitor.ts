import { chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';

/** Long enough for a busy machine; who waits that long has found a fault. */
const PATIENCE_MS = 90_000;

/** A person before a browser. */
export interface Visitor {
  readonly page: Page;
  /** Errors of the page and of its console. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Opens a browser in which an administrator has signed in, in English. */
export async function openVisitor(url: string, email: string, password: string): Promise<Visitor> {
  const browser = await chromium.launch(inject('chromium'));
  const context = await browser.newContext({ baseURL: url, locale: 'en', reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  const headers = { Origin: url };
  const answer = await context.request.post('/api/auth/login', {
    data: { email, password },
    headers,
  });
  if (!answer.ok()) throw new Error(`Nobody signs in as ${email}: ${answer.status()}`);
  await context.request.patch('/api/auth/profile', { data: { locale: 'en' }, headers });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { page, faults, close: () => browser.close() };
}
