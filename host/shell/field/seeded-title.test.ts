import type { AppMeta } from '@tessera/core';
import { expect, test } from 'vitest';
import { seededTitle } from './seeded-title.ts';

const meta = {
  locales: {
    en: { shop: { 'seed.won': 'Won', 'page.won': 'Won it' } },
    'zh-CN': { shop: { 'seed.won': '赢单', 'page.won': '赢了' } },
  },
} as unknown as AppMeta;

test.each([
  ['shop.stage', 'Won', 'zh-CN', '赢单'],
  ['shop.stage', 'Won', 'en', 'Won'],
  ['shop.stage', 'Won it', 'zh-CN', 'Won it'],
  ['shop.stage', 'Renamed', 'zh-CN', 'Renamed'],
  ['other.stage', 'Won', 'zh-CN', 'Won'],
])('%s “%s” is shown in %s as %s', (entity, title, locale, shown) => {
  expect(seededTitle(meta, entity, title, locale)).toBe(shown);
});
