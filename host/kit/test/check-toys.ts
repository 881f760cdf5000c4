import {
  choice,
  defineEntity,
  definePlugin,
  text,
  type HookType,
  type InstalledPlugin,
  type Plugin,
} from '@tessera/core';
import { installed } from '@tessera/host/testing';
import { inject } from 'vitest';
import type { Check, Finding } from '../src/check/check.ts';
import { openValueWorld } from '../src/check/open-world.ts';
import { runChecks } from '../src/check/run-checks.ts';

declare module '@tessera/sdk' {
  interface EntityTypes {
    'base.thing': typeof Thing;
    'toy.item': typeof Item;
  }
  interface PermissionTypes {
    'toy.item.try': true;
    'toy.nothing.at.all': true;
  }
  interface HookTypes {
    'toy.item.naming': HookType<'collect', object, string>;
  }
}

export const Thing = defineEntity('base.thing', {
  label: { en: 'Thing', 'zh-CN': '东西' },
  plural: { en: 'Things', 'zh-CN': '东西' },
  path: 'things',
  title: 'name',
  fields: {
    name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
    size: choice(['small', 'large']).label({ en: 'Size', 'zh-CN': '大小' }),
    // Its column begins as one of the toy's would.
    toyCode: text().label({ en: 'Toy code', 'zh-CN': '玩具代码' }),
  },
});

/** A plugin that others build on. */
const base: InstalledPlugin = installed(
  definePlugin({
    entities: [Thing],
  }),
  { id: 'base', label: { en: 'Base', 'zh-CN': '基础' } },
);

/** What a toy has besides what is broken in it. */
export const Item = defineEntity('toy.item', {
  label: { en: 'Item', 'zh-CN': '项目' },
  plural: { en: 'Items', 'zh-CN': '项目' },
  path: 'items',
  title: 'name',
  fields: {
    name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
    about: text().label({ en: 'About', 'zh-CN': '关于' }),
  },
});

/** The plugin `toy`, which builds on `base`. */
export function toy(
  plugin: Plugin,
  how: { readonly requires?: object; readonly optional?: object } = { requires: { base: '^1' } },
): InstalledPlugin {
  const label = { en: 'Toy', 'zh-CN': '玩具' };
  // As it is: a getter stays one.
  const whole = Object.defineProperties(
    { entities: [Item] },
    Object.getOwnPropertyDescriptors(plugin),
  );
  return installed(definePlugin(whole), { id: 'toy', label, ...how } as { id: string });
}

/** Everything that a check says about a plugin that is only a value. */
export async function findingsOf(
  check: Check,
  subject: InstalledPlugin,
): Promise<readonly Finding[]> {
  const world = await openValueWorld(subject, [base], { postgres: inject('postgres') });
  try {
    const { results } = await runChecks(world, [check]);
    return results[0]?.findings ?? [];
  } finally {
    await world.close();
  }
}
