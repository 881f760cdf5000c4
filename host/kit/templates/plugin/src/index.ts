import { definePlugin, on, provide, type Plugin } from '@tessera/sdk';
import { ITEMS } from './contract.ts';
import { Item } from './entities/item.ts';
import en from './locales/en.json' with { type: 'json' };
import zhCn from './locales/zh-CN.json' with { type: 'json' };
import { finishItems, grants } from './permissions.ts';
import { finish } from './routes/finish.ts';
import { createItems } from './services/items.ts';
import { keepFinishedAt } from './services/keep-finished-at.ts';

/** The table of contents: all that the plugin contributes, and no logic. */
export const myPlugin: Plugin = definePlugin({
  entities: [Item],
  permissions: [finishItems],
  grants,
  services: [provide(ITEMS, createItems)],
  hooks: [on('my-plugin.item.validating', keepFinishedAt)],
  routes: [finish],
  locales: { en, 'zh-CN': zhCn },
  ui: {
    module: './ui/index.ts',
    contributions: [
      { slot: 'app.nav', id: 'items', entity: 'my-plugin.item', order: 50 },
      {
        slot: 'dashboard.widget',
        id: 'open-items',
        element: 'my-plugin-open-items',
        label: { en: 'Open tasks', 'zh-CN': '待办任务' },
        icon: 'list-checks',
        order: 50,
      },
    ],
  },
});
