/**
 * The plugin `elements`: a page that shows what `@tessera/sdk/ui` has.
 * @packageDocumentation
 */
import { definePlugin, type Plugin } from '@tessera/sdk';
import en from './locales/en.json' with { type: 'json' };
import zhCn from './locales/zh-CN.json' with { type: 'json' };

const label = { en: 'Elements', 'zh-CN': '界面元素' };

export const elements: Plugin = definePlugin({
  locales: { en, 'zh-CN': zhCn },
  ui: {
    module: './ui/index.ts',
    contributions: [
      { slot: 'app.nav', id: 'gallery', path: '/elements', label, icon: 'shapes' },
      { slot: 'app.page', id: 'page', path: '/elements', element: 'elements-gallery', label },
    ],
  },
});
