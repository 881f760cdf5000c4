import { setTimeout as sleep } from 'node:timers/promises';
import {
  currentExecution,
  defineHook,
  defineRoute,
  on,
  ref,
  serviceToken,
  defineEntity,
  text,
  when,
  type Plugin,
} from '@tessera/core';
import { expect, test } from 'vitest';
import type { Check } from '../src/check/check.ts';
import { dependencies } from '../src/check/dependencies.ts';
import { events } from '../src/check/events.ts';
import { installs } from '../src/check/installs.ts';
import { loadOrder } from '../src/check/load-order.ts';
import { purge } from '../src/check/purge.ts';
import { refusals } from '../src/check/refusals.ts';
import { switching } from '../src/check/switching.ts';
import { taps } from '../src/check/taps.ts';
import { texts } from '../src/check/texts.ts';
import { findingsOf, Item, Thing, toy } from './check-toys.ts';

const bothNames = { en: { 'item.new': 'New' }, 'zh-CN': { 'item.new': '新建' } };
const summary = { en: 'Tries something' };

/** A plugin that keeps every promise, with one of each part. */
const sound: Plugin = {
  locales: bothNames,
  extends: { 'base.thing': { mark: text().label({ en: 'Mark', 'zh-CN': '标记' }) } },
  permissions: [
    { name: 'toy.item.try', label: { en: 'Try', 'zh-CN': '尝试' }, roles: ['administrator'] },
  ],
  routes: [
    defineRoute({
      method: 'POST',
      path: '/try',
      summary,
      permission: 'toy.item.try',
      body: {
        type: 'object',
        properties: { name: { type: 'string' } },
        additionalProperties: false,
      },
      handler: () => ({ isTried: true }),
    }),
  ],
  hooks: [
    on('toy.item.validating', (_ctx, write) => {
      const { name } = write.values;
      return typeof name === 'string'
        ? { ...write, values: { ...write.values, name: name.trim() } }
        : undefined;
    }),
  ],
  events: [
    when('base.thing.created', async (ctx, { payload }) => {
      const items = ctx.asSystem('notes each thing').records(Item);
      if ((await items.count({ about: payload.record })) === 0)
        await items.create({ name: 'noted', about: payload.record });
    }),
  ],
  resources: [
    {
      name: 'clock',
      start: async () => setInterval(() => {}, 60_000),
      stop: async (timer) => clearInterval(timer as NodeJS.Timeout),
    },
  ],
};

test.each([loadOrder, installs, dependencies, refusals, taps, events, switching, purge, texts])(
  'a sound plugin keeps the promise of $name',
  async (check) => {
    expect(await findingsOf(check, toy(sound))).toEqual([]);
  },
);

let imports = 0;

/** What breaks exactly one promise, and a word of what is said about it. */
const broken: readonly (readonly [what: string, check: Check, plugin: Plugin, said: string])[] = [
  [
    'contributes something else each time it is looked at',
    loadOrder,
    {
      get routes() {
        const path = `/number-${++imports}`;
        return [
          defineRoute({ method: 'GET', path, summary, permission: 'signedIn', handler: () => 1 }),
        ];
      },
    },
    'make another assembly',
  ],
  [
    'writes into what belongs to another plugin when it starts',
    installs,
    {
      resources: [
        {
          name: 'diary',
          start: async (ctx) =>
            void (await ctx.asSystem('keeps a diary').records(Thing).create({ name: 'started' })),
          stop: async () => {},
        },
      ],
    },
    'base.thing, which belongs to another plugin',
  ],
  [
    'leaves a timer behind',
    switching,
    {
      resources: [
        {
          name: 'clock',
          start: async () => setInterval(() => {}, 60_000).unref(),
          stop: async () => {},
        },
      ],
    },
    'Timeout were left behind in 19 rounds, made at /',
  ],
  [
    'writes a row each time it stops',
    switching,
    {
      resources: [
        {
          name: 'diary',
          start: async () => currentExecution().assembly.database,
          stop: async (database) =>
            void (await (database as { query(sql: string): Promise<unknown> }).query(
              `update toy.item set about = coalesce(about, '') || '.'`,
            )),
        },
      ],
    },
    'toy.item',
  ],
  [
    'has a public route that nobody may use',
    refusals,
    {
      routes: [
        defineRoute({
          method: 'GET',
          path: '/open',
          summary,
          permission: 'toy.nothing.at.all',
          handler: () => {
            throw new Error('never reached');
          },
        }),
        defineRoute({
          method: 'GET',
          path: '/crash',
          summary,
          permission: 'signedIn',
          handler: () => {
            throw new Error('crash');
          },
        }),
      ],
    },
    '/api/toy/crash answers',
  ],
  [
    'takes a body of any kind',
    refusals,
    {
      routes: [
        defineRoute({
          method: 'POST',
          path: '/open',
          summary,
          permission: 'signedIn',
          body: { type: 'object', properties: { name: { type: 'string' } } },
          handler: (_ctx, { body }) => (body as { name: string }).name.length,
        }),
      ],
    },
    '500',
  ],
  [
    'hangs on rubbish',
    taps,
    {
      hooks: [
        on('toy.item.validating', async (_ctx, write) => {
          if (typeof (write as { values?: { name?: unknown } } | null)?.values?.name !== 'string')
            await sleep(60_000, undefined, { ref: false });
          return undefined;
        }),
      ],
    },
    'hangs when it is given',
  ],
  [
    'lets an error escape',
    taps,
    {
      hooks: [
        on('toy.item.validating', (_ctx, write) => {
          if (!write) void Promise.reject(new Error('forgotten promise'));
          return undefined;
        }),
      ],
    },
    'forgotten promise',
  ],
  [
    'trusts what others answer to its hook',
    taps,
    {
      offers: [defineHook({ name: 'toy.item.naming', kind: 'collect' })],
      routes: [
        defineRoute({
          method: 'GET',
          path: '/names',
          summary,
          permission: 'signedIn',
          async handler(ctx) {
            const answers = await ctx.hooks.call('toy.item.naming', {});
            return answers.map(({ value }) => value.toUpperCase());
          },
        }),
      ],
    },
    'answers rubbish in toy.item.naming',
  ],
  [
    'makes another record at each delivery',
    events,
    {
      events: [
        when('base.thing.created', async (ctx, { payload }) => {
          await ctx
            .asSystem('notes each thing')
            .records(Item)
            .create({ name: 'noted', about: payload.record });
        }),
      ],
    },
    'toy.item',
  ],
  [
    'forgets a text',
    texts,
    { locales: { en: { ...bothNames.en, 'item.old': 'Old' }, 'zh-CN': bothNames['zh-CN'] } },
    'item.old',
  ],
  [
    'has a label in one language',
    texts,
    { extends: { 'base.thing': { mark: text().label({ en: 'Mark' }) } } },
    'mark',
  ],
];

test.each(broken)('a plugin that %s does not pass %o', async (_what, check, plugin, said) => {
  const findings = await findingsOf(check, toy(plugin));
  expect(findings.map(({ message }) => message).join('\n')).toContain(said);
  for (const { remedy } of findings) expect(remedy).not.toBe('');
  expect(findings.map(({ message }) => message).join('\n')).not.toContain(
    'could not be carried out',
  );
});

test('a plugin that does not say what it requires breaks without it', async () => {
  const plugin: Plugin = {
    routes: [
      defineRoute({
        method: 'GET',
        path: '/things',
        summary,
        permission: 'signedIn',
        handler: (ctx) => ctx.services.get(serviceToken<readonly string[]>('base.things')).length,
      }),
    ],
  };
  const findings = await findingsOf(dependencies, toy(plugin, { optional: { base: '^1' } }));
  expect(findings[0]?.message).toContain('Without base');
  expect(findings[0]?.remedy).toContain('required');
});

test('a record cannot be deleted while the plugin is on, though it can while it is off', async () => {
  const Hold = defineEntity('toy.hold', {
    label: { en: 'Hold', 'zh-CN': '占用' },
    plural: { en: 'Holds', 'zh-CN': '占用' },
    path: 'holds',
    title: 'name',
    fields: {
      name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
      thing: ref('base.thing', { onDelete: 'clear' }).label({ en: 'Thing', 'zh-CN': '东西' }),
    },
  });
  const plugin: Plugin = {
    entities: [Hold],
    hooks: [on('base.thing.deleting', () => ({ reason: 'It is held.' }))],
  };
  const findings = await findingsOf(purge, toy(plugin));
  expect(findings.map(({ message }) => message).join('\n')).toContain('while it is off');
});
