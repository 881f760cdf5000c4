/**
 * The plugin `loyalty` 1.1: tiers with benefits and welcome points, bonus points, and a card with the members of each tier.
 * @packageDocumentation
 */
import { definePlugin, type Plugin } from '@tessera/sdk';
import { loyalty as before } from '../../../src/index.ts';
import { bonusRoute, grantBonus } from './bonus.ts';
import { Tier } from './tier.ts';

const { entities = [], permissions = [], routes = [], locales = {}, ui } = before;

export const loyalty: Plugin = definePlugin({
  ...before,
  entities: [Tier, ...entities.filter(({ id }) => id !== Tier.id)],
  permissions: [...permissions, grantBonus],
  routes: [...routes, bonusRoute],
  locales: {
    en: { ...locales['en'], 'members.title': 'Members by tier', 'members.none': 'No members yet.' },
    'zh-CN': { ...locales['zh-CN'], 'members.title': '各等级会员数', 'members.none': '暂无会员。' },
  },
  ui: {
    module: './ui/index.ts',
    contributions: [
      ...(ui?.contributions ?? []),
      {
        slot: 'dashboard.widget',
        id: 'members',
        element: 'loyalty-tier-members',
        label: { en: 'Members by tier', 'zh-CN': '各等级会员数' },
        icon: 'award',
        order: 50,
      },
    ],
  },
});
