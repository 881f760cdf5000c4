/**
 * The plugin `loyalty`: points for what customers buy, and tiers that follow from them.
 * @packageDocumentation
 */
import { definePlugin, on, provide, when, type Plugin } from '@tessera/sdk';
import { LoyaltyPoints } from './contract.ts';
import { accountFields } from './entities/account-extension.ts';
import { Entry } from './entities/entry.ts';
import { Tier } from './entities/tier.ts';
import en from './locales/en.json' with { type: 'json' };
import zhCn from './locales/zh-CN.json' with { type: 'json' };
import { adjustPoints, grants, reversePoints } from './permissions.ts';
import { adjustRoute, balanceRoute, reverseRoute } from './routes/points.ts';
import { summaryRoute } from './routes/summary.ts';
import { favourGold } from './services/confidence.ts';
import { followOpportunity } from './services/earning.ts';
import {
  keepDates,
  refuseChange,
  refuseDeletion,
  refuseWrongEntry,
} from './services/entry-rules.ts';
import { followEntry } from './services/membership.ts';
import { createPoints } from './services/points.ts';
import { expireEntries, followTier } from './services/review.ts';
import { standardTiers } from './services/standard-tiers.ts';
import { settingsSchema } from './settings.ts';

export const loyalty: Plugin = definePlugin({
  config: settingsSchema,
  entities: [Tier, Entry],
  extends: { 'customer.account': accountFields },
  permissions: [adjustPoints, reversePoints],
  grants,
  services: [provide(LoyaltyPoints, createPoints)],
  hooks: [
    on(Entry, 'validating', keepDates),
    on(Entry, 'creating', refuseWrongEntry),
    on(Entry, 'updating', refuseChange),
    on(Entry, 'deleting', refuseDeletion),
    on(Entry, 'writing', followEntry),
    on('sales.opportunity.estimating', favourGold),
  ],
  events: [
    when('sales.opportunity.created', followOpportunity),
    when('sales.opportunity.updated', followOpportunity),
    when('sales.opportunity.deleted', followOpportunity),
    when('sales.opportunity.restored', followOpportunity),
    when(Tier, 'created', followTier),
    when(Tier, 'updated', followTier),
    when(Tier, 'deleted', followTier),
    when(Tier, 'restored', followTier),
  ],
  routes: [balanceRoute, adjustRoute, reverseRoute, summaryRoute],
  jobs: [expireEntries],
  seeds: standardTiers,
  locales: { en, 'zh-CN': zhCn },
  ui: {
    module: './ui/index.ts',
    contributions: [
      { slot: 'app.nav', id: 'entries', entity: 'loyalty.entry', order: 10 },
      { slot: 'app.nav', id: 'tiers', entity: 'loyalty.tier', order: 20 },
      {
        slot: 'customer.account.page.side',
        id: 'points',
        element: 'loyalty-account-points',
        label: { en: 'Points', 'zh-CN': '积分' },
        icon: 'gift',
      },
      {
        slot: 'dashboard.widget',
        id: 'points',
        element: 'loyalty-points-flow',
        label: { en: 'Points', 'zh-CN': '积分' },
        icon: 'gift',
        order: 40,
      },
    ],
  },
});
