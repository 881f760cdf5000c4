import {
  choice,
  defineEntity,
  definePlugin,
  defineRoute,
  text,
  when,
  type InstalledPlugin,
  type RecordEvent,
} from '@tessera/core';
import { installed } from '../src/testing/installed.ts';

export const Thing = defineEntity('base.thing', {
  label: { en: 'Thing', 'zh-CN': '东西' },
  plural: { en: 'Things', 'zh-CN': '东西' },
  path: 'things',
  title: 'name',
  fields: { name: text().required().searchable(), size: choice(['small', 'large']) },
});

const Item = defineEntity('addon.item', {
  label: { en: 'Item', 'zh-CN': '项目' },
  plural: { en: 'Items', 'zh-CN': '项目' },
  path: 'items',
  owned: false,
  title: 'name',
  fields: { name: text().required(), about: text().unique() },
});

/** A plugin that always runs. */
export const base: InstalledPlugin = installed(
  definePlugin({
    entities: [Thing],
    grants: {
      'sales-rep': [
        {
          entity: 'base.thing',
          actions: { create: 'own', read: 'own', update: 'own', delete: 'own' },
        },
      ],
    },
    routes: [
      defineRoute({
        method: 'GET',
        path: '/whoami',
        summary: { en: 'Who am I' },
        permission: 'public',
        handler: ({ principal }) => ({ kind: principal.kind }),
      }),
    ],
  }),
  { id: 'base' },
);

/** A plugin that is switched: it extends the other one and listens to it. */
export const addon: InstalledPlugin = installed(
  definePlugin({
    entities: [Item],
    extends: { 'base.thing': { tier: choice(['gold', 'silver']).label({ en: 'Tier' }) } },
    events: [
      when(Thing, 'created', async (ctx, message) => {
        const { record } = message.payload as RecordEvent;
        const items = ctx.asSystem('notes each new thing').records(Item);
        if ((await items.count({ about: record })) === 0)
          await items.create({ name: `noted ${record}`, about: record });
      }),
    ],
  }),
  { id: 'addon', requires: { base: '^1' } },
);
