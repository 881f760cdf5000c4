import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  anyRef,
  choice,
  datetime,
  defineEntity,
  definePlugin,
  integer,
  richText,
  text,
} from '@tessera/core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const Case = defineEntity('desk.case', {
  label: { en: 'Case', 'zh-CN': '事项' },
  plural: { en: 'Cases', 'zh-CN': '事项' },
  path: 'cases',
  title: 'name',
  fields: {
    name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
    count: integer().label({ en: 'Count', 'zh-CN': '数量' }),
    colour: choice([
      { key: 'red', label: { en: 'Red', 'zh-CN': '红' }, hue: 28 },
      { key: 'blue', label: { en: 'Blue', 'zh-CN': '蓝' }, hue: 250 },
    ]).label({ en: 'Colour', 'zh-CN': '颜色' }),
    story: richText().label({ en: 'Story', 'zh-CN': '经过' }),
  },
  form: [
    { label: { en: 'Main', 'zh-CN': '主要' }, fields: ['name', 'count'] },
    { label: { en: 'Looks', 'zh-CN': '外观' }, fields: ['colour', 'story'] },
  ],
  list: { columns: ['name', 'count'], sort: { field: 'name', direction: 'asc' } },
});

const Entry = defineEntity('desk.entry', {
  label: { en: 'Entry', 'zh-CN': '条目' },
  plural: { en: 'Entries', 'zh-CN': '条目' },
  path: 'entries',
  title: 'subject',
  timeline: { via: ['about'], at: 'at' },
  fields: {
    subject: text().required().label({ en: 'Subject', 'zh-CN': '主题' }),
    kind: choice([
      { key: 'note', label: { en: 'Note', 'zh-CN': '备注' } },
      { key: 'call', label: { en: 'Call', 'zh-CN': '电话' } },
    ])
      .default('note')
      .required()
      .label({ en: 'Kind', 'zh-CN': '种类' }),
    about: anyRef().label({ en: 'About', 'zh-CN': '关于' }),
    at: datetime().required().indexed().label({ en: 'At', 'zh-CN': '时间' }),
  },
});

const desk = installed(
  definePlugin({
    entities: [Case, Entry],
    grants: {
      'sales-rep': [
        { entity: 'desk.case', actions: { create: 'all', read: 'all', update: 'all' } },
        { entity: 'desk.entry', actions: { create: 'all', read: 'all' } },
      ],
    },
    ui: { contributions: [{ slot: 'app.nav', id: 'cases', entity: 'desk.case' }] },
  }),
  { id: 'desk', label: { en: 'Desk', 'zh-CN': '办公桌' } },
);

const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };

/** How Ada looks at the desk. */
export interface DeskLook {
  readonly theme?: 'light' | 'dark';
  readonly isPhone?: boolean;
}

/** A host with cases, and Ada in a browser. */
export interface Desk {
  readonly host: TestHost;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of the page, in the console, and requests to others. */
  readonly faults: readonly string[];
  make(values: object): Promise<string>;
  read(id: string): Promise<Readonly<Record<string, unknown>>>;
  write(id: string, values: object): Promise<void>;
  close(): Promise<void>;
}

/** Opens a desk. axe needs to run in the page, so that its policy for scripts is off where `look` is given. */
export async function openDesk(browser: Browser, look?: DeskLook): Promise<Desk> {
  const host = await createTestHost({ database: await makeDatabase(), plugins: [desk] });
  const url = await host.listen();
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: look?.theme ?? 'light',
    viewport: look?.isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: look?.isPhone ?? false,
    bypassCSP: look !== undefined,
  });
  context.setDefaultTimeout(20_000);
  const made = await context.request.post('/api/setup', {
    data: { workspace: 'Desk', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ADA },
    headers: { Origin: url },
  });
  expect(made.status()).toBe(201);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isRefusal) faults.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== new URL(url).origin) faults.push(request.url());
  });
  const administrator = host.as('administrator');
  return {
    host,
    context,
    page,
    faults,
    make: async (values) => {
      const answer = await administrator.post('/api/desk/cases', values);
      expect(answer).toMatchObject({ status: 201 });
      return answer.body.id;
    },
    read: async (id) => (await administrator.get(`/api/desk/cases/${id}`)).body,
    write: async (id, values) => {
      expect(await administrator.patch(`/api/desk/cases/${id}`, values)).toMatchObject({
        status: 200,
      });
    },
    close: async () => {
      await context.close();
      await host.close();
    },
  };
}

/** What of a page breaks WCAG 2.0 to 2.2, A and AA, one line a place. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (levels) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations: found } = await axe.run({ runOnly: levels });
    return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  }, WCAG_22_AA);
}
