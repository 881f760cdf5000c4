import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  choice,
  datetime,
  defineEntity,
  definePlugin,
  phone,
  ref,
  richText,
  slotOf,
  text,
} from '@tessera/core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { makeDatabase } from '../../test/setup/database.ts';
import { createTestHost, installed, type TestHost } from '../src/testing/index.ts';

const UI_FOLDER = fileURLToPath(new URL('../dist/ui/', import.meta.url));
const MODULE = '/plugins/hostile/0123456789ab/plugin.js';

/** Elements of a plugin that fail, each in its own way, and some that work. */
const ELEMENTS = `
import { html, LitElement } from 'lit';
import { TesseraElement } from '@tessera/sdk/ui';
class Base extends TesseraElement {
  static properties = { record: { attribute: false }, entity: {} };
}
export class Construct extends Base {
  static tag = 'hostile-construct';
  constructor() { super(); throw new Error('constructor'); }
}
export class Connect extends Base {
  static tag = 'hostile-connect';
  connectedCallback() { super.connectedCallback(); throw new Error('connect'); }
}
export class Render extends Base {
  static tag = 'hostile-render';
  render() { if (!globalThis.healed) throw new Error('render'); return html\`<p>healed</p>\`; }
}
export class Later extends Base {
  static tag = 'hostile-later';
  static properties = { ...Base.properties, count: { state: true } };
  constructor() { super(); this.count = 0; }
  render() {
    if (this.count > 0) throw new Error('update');
    return html\`<button @click=\${() => this.count++}>break me</button>\`;
  }
}
export class Handler extends Base {
  static tag = 'hostile-handler';
  render() { return html\`<button @click=\${async () => { await 0; throw new Error('handler'); }}>stumble</button>\`; }
}
export class Healthy extends Base {
  static tag = 'hostile-healthy';
  render() { return html\`<p>healthy for \${this.record.name}</p>\`; }
}
export class Edit extends Base {
  static tag = 'hostile-edit';
  static properties = { ...Base.properties, value: {}, label: {} };
  render() {
    return html\`<label>Dial <input .value=\${this.value ?? ''} @change=\${(event) =>
      this.dispatchEvent(new CustomEvent('ts-field-changed', { detail: { value: event.target.value }, bubbles: true, composed: true }))}></label>\`;
  }
}
export class Show extends Base {
  static tag = 'hostile-show';
  static properties = { ...Base.properties, value: {} };
  render() { return html\`<b>call \${this.value}</b>\`; }
}
export class Item extends Base {
  static tag = 'hostile-item';
  static properties = { ...Base.properties, item: {} };
  render() { return html\`<p>item of \${this.item.title}</p>\`; }
}
export class Section extends Base {
  static tag = 'hostile-section';
  static properties = { ...Base.properties, draft: { attribute: false } };
  render() {
    return html\`<button type="button" @click=\${() => this.dispatchEvent(new CustomEvent('ts-field-changed', {
      detail: { name: 'size', value: 'large' }, bubbles: true, composed: true }))}>enlarge \${this.draft.name}</button>\`;
  }
}
export class SameLit extends Base {
  static tag = 'hostile-lit';
  render() { return html\`<p>\${this instanceof LitElement ? 'one lit' : 'two lits'}</p>\`; }
}
`;

const Thing = defineEntity('hostile.thing', {
  label: { en: 'Thing', 'zh-CN': '东西' },
  plural: { en: 'Things', 'zh-CN': '东西' },
  path: 'things',
  title: 'name',
  fields: {
    name: text().required().searchable().label({ en: 'Name' }),
    size: choice(['small', 'large']).label({ en: 'Size' }),
    phone: phone().label({ en: 'Phone' }),
    story: richText().label({ en: 'Story' }),
  },
});

const Note = defineEntity('hostile.note', {
  label: { en: 'Note', 'zh-CN': '备注' },
  plural: { en: 'Notes', 'zh-CN': '备注' },
  path: 'notes',
  title: 'subject',
  timeline: { via: ['thing'], at: 'at' },
  fields: {
    subject: text().required().label({ en: 'Subject' }),
    thing: ref('hostile.thing').label({ en: 'Thing' }),
    at: datetime().required().indexed().label({ en: 'At' }),
  },
});

type Slot = 'constructor' | 'connect' | 'render' | 'later' | 'handler' | 'missing';
const FAILING: Readonly<Record<Slot, string>> = {
  constructor: 'hostile-construct',
  connect: 'hostile-connect',
  render: 'hostile-render',
  later: 'hostile-later',
  handler: 'hostile-handler',
  missing: 'hostile-nobody',
};

const hostile = (sides: readonly string[], when?: object) =>
  installed(
    definePlugin({
      entities: [Thing, Note],
      ui: {
        module: './ui/index.ts',
        contributions: [
          { slot: 'app.nav', id: 'things', entity: 'hostile.thing' },
          ...sides.map((element) => ({
            slot: slotOf(Thing, 'page.side'),
            id: `of-${element}`,
            element,
            order: 1,
          })),
          {
            slot: slotOf(Thing, 'page.side'),
            id: 'healthy',
            element: 'hostile-healthy',
            ...(when ? { when: when as never } : {}),
          },
          { slot: slotOf(Thing, 'page.side'), id: 'lit', element: 'hostile-lit' },
          { slot: 'timeline.item', id: 'item', entity: 'hostile.note', element: 'hostile-item' },
          { slot: slotOf(Thing, 'form.section'), id: 'section', element: 'hostile-section' },
          { slot: 'field.editor', id: 'dial', field: 'phone', element: 'hostile-edit' },
          {
            slot: 'field.display',
            id: 'call',
            field: 'hostile.thing.phone',
            element: 'hostile-show',
          },
        ],
      },
    }),
    { id: 'hostile', label: { en: 'Hostile plugin', 'zh-CN': '恶意插件' } },
  );

let browser: Browser;
let uiFolder: string;
let host: TestHost;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  browser = await chromium.launch(inject('chromium'));
  uiFolder = await mkdtemp(join(tmpdir(), 'tessera-ui-'));
  await cp(UI_FOLDER, uiFolder, { recursive: true });
  await mkdir(join(uiFolder, MODULE, '..'), { recursive: true });
  await writeFile(join(uiFolder, MODULE), ELEMENTS);
  await writeFile(
    join(uiFolder, 'manifest.json'),
    JSON.stringify({ plugins: { hostile: MODULE } }),
  );
});
afterAll(async () => {
  await browser.close();
  await rm(uiFolder, { recursive: true, force: true });
});

beforeEach(() => {
  faults.length = 0;
});
afterEach(async () => {
  await context.close();
  await host.close();
});

/** A host with the plugin and a page with one of its things, signed in. */
async function open(
  sides: readonly string[] = [],
  { when, prepare }: { when?: object; prepare?: (page: Page) => Promise<unknown> } = {},
): Promise<string> {
  host = await createTestHost({
    database: await makeDatabase(),
    plugins: [hostile(sides, when)],
    uiFolder,
  });
  const baseURL = await host.listen();
  context = await browser.newContext({ baseURL, locale: 'en', reducedMotion: 'reduce' });
  context.setDefaultTimeout(20_000);
  const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct-horse-9' };
  const setup = { workspace: 'Toys', currency: 'USD', timeZone: 'UTC', locale: 'en', ...ada };
  await context.request.post('/api/setup', { data: setup, headers: { Origin: baseURL } });
  const made = await host
    .as('administrator')
    .post('/api/hostile/things', { name: 'Amber', size: 'small', phone: '+86 21 5555 1000' });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  await prepare?.(page);
  await page.goto(`/hostile/things/${made.body.id}`);
  await page.getByRole('heading', { name: 'Amber', level: 1 }).waitFor();
  return made.body.id;
}

const card = () => page.getByRole('alert').filter({ hasText: 'Hostile plugin' });

test('a contribution that fails in any way shows a card with its plugin, and all else works', async () => {
  await open([FAILING.constructor, FAILING.connect, FAILING.render, FAILING.missing]);
  await expect.poll(() => card().getByRole('button', { name: 'Try again' }).count()).toBe(4);
  await page.getByText('healthy for Amber').waitFor();
  expect(await card().count()).toBe(4);
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByText('Ada').or(page.getByText('administrator')).first().waitFor();
  expect(faults).toEqual([]);
});

test('trying again brings a contribution back that has recovered', async () => {
  await open([FAILING.render]);
  await card().waitFor();
  await page.evaluate(() => Object.assign(globalThis, { healed: true }));
  await card().getByRole('button', { name: 'Try again' }).click();
  await page.getByText('healed', { exact: true }).waitFor();
  expect(await card().count()).toBe(0);
  expect(faults).toEqual([]);
});

test('a contribution that fails in a later update is replaced by its card', async () => {
  await open([FAILING.later]);
  await page.getByRole('button', { name: 'break me' }).click();
  await card().waitFor();
  expect(await page.getByRole('button', { name: 'break me' }).count()).toBe(0);
  await card().getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'break me' }).waitFor();
  expect(faults).toEqual([]);
});

test('an error after a press names its plugin and leaves the element standing', async () => {
  await open([FAILING.handler]);
  await page.getByRole('button', { name: 'stumble' }).click();
  await card().waitFor();
  await page.getByRole('button', { name: 'stumble' }).waitFor();
  await page.getByText('healthy for Amber').waitFor();
  expect(await card().count()).toBe(1);
});

test('a module that fails to load shows cards, and comes when it is tried again', async () => {
  let isBroken = true;
  await open([], {
    prepare: (of) =>
      of.route(`**${MODULE}*`, (route) => (isBroken ? route.abort() : route.continue())),
  });
  await card().first().waitFor();
  isBroken = false;
  while ((await card().count()) > 0)
    await card().first().getByRole('button', { name: 'Try again' }).click();
  await page.getByText('healthy for Amber').waitFor();
  expect(await card().count()).toBe(0);
});

test('a module that never answers is given up', async () => {
  const asked = Promise.withResolvers<void>();
  await open([], {
    prepare: async (of) => {
      await of.clock.install();
      await of.route(`**${MODULE}*`, () => asked.resolve());
    },
  });
  await asked.promise;
  await page.clock.fastForward('01:00');
  await card().first().waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  expect(faults).toEqual([]);
});

test('`when` decides by the record', async () => {
  const id = await open([], { when: { size: 'large' } });
  await page.getByText('one lit').waitFor();
  expect(await page.getByText('healthy for Amber').count()).toBe(0);
  await host.as('administrator').patch(`/api/hostile/things/${id}`, { size: 'large' });
  await page.getByText('healthy for Amber').waitFor();
  expect(faults).toEqual([]);
});

test('a plugin edits and shows a kind of field in its own way', async () => {
  const id = await open();
  await page.getByRole('complementary').getByText('call +86 21 5555 1000').waitFor();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Dial' }).fill('+86 10 5555 2000');
  await form.getByRole('textbox', { name: 'Dial' }).press('Tab');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('complementary').getByText('call +86 10 5555 2000').waitFor();
  const { body } = await host.as('administrator').get(`/api/hostile/things/${id}`);
  expect(body).toMatchObject({ phone: '+86 10 5555 2000' });
  expect(faults).toEqual([]);
});

test('a plugin shows its records in the timeline, and adds a section to a form', async () => {
  const id = await open();
  await page.getByRole('textbox', { name: 'Write: note' }).fill('Met the keeper');
  await page.keyboard.press('Control+Enter');
  await page.getByText('item of Met the keeper').waitFor();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'enlarge Amber' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });
  const { body } = await host.as('administrator').get(`/api/hostile/things/${id}`);
  expect(body).toMatchObject({ size: 'large' });
  expect(faults).toEqual([]);
});

test('formatted text is written with the keyboard, and what is pasted into it is harmless', async () => {
  const id = await open();
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const form = page.getByRole('dialog');
  const story = form.getByRole('textbox', { name: 'Story' });
  await story.click();
  await page.keyboard.press('Control+b');
  await page.keyboard.type('Bold');
  await page.keyboard.press('Control+b');
  await page.keyboard.press('Enter');
  await story.evaluate((element) => {
    const data = new DataTransfer();
    data.setData(
      'text/html',
      '<p onclick="x()" style="color:red">pasted<script>x()</script></p><a href="javascript:x()">bad</a>',
    );
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
  const { body } = await host.as('administrator').get(`/api/hostile/things/${id}`);
  expect(body.story).toMatch(/^<p><strong>Bold<\/strong><\/p><p>pasted/);
  expect(body.story).not.toMatch(/script|onclick|style/);
  const shown = page.getByRole('complementary').locator('ts-rich-text-view');
  expect(await shown.locator('strong').textContent()).toBe('Bold');
  expect(faults).toEqual([]);
});

test('the page runs no script but its own, and its import map by its hash', async () => {
  await open();
  await page.getByText('one lit').waitFor();
  const html = await readFile(join(uiFolder, 'index.html'), 'utf8');
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>/g)].map(([, rest]) => rest);
  expect(inline).toEqual([' type="importmap"']);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.body.append(script);
    return 'ran' in globalThis;
  });
  expect(ran).toBe(false);
});
