import {
  defineHook,
  definePlugin,
  Role,
  Team,
  User,
  type InstalledPlugin,
  type Plugin,
} from '@tessera/core';
import { Attachment } from './attachment.ts';
import { audienceGuards } from './audience-guards.ts';
import { Currency, ExchangeRate } from './currency.ts';
import { currencyRows } from './iso-currencies.ts';
import { permissions } from './permissions.ts';
import { rateGuards } from './rate-guards.ts';
import { platformGrants, roleTexts, seededRoles } from './roles.ts';
import { userGuards } from './user-guards.ts';
import { userInvariants } from './user-invariants.ts';

const platform: Plugin = definePlugin({
  entities: [Role, Team, User, Currency, ExchangeRate, Attachment],
  permissions,
  grants: platformGrants,
  offers: [defineHook({ name: 'tessera.person.erasing', kind: 'guard', timeoutMs: 10_000 })],
  hooks: [...userGuards, ...audienceGuards, ...userInvariants, ...rateGuards],
  seeds: [
    {
      entity: 'tessera.role',
      key: ['key'],
      rows: seededRoles.map(({ name, ...role }) => ({ ...role, name: name.en })),
    },
    { entity: 'tessera.currency', key: ['code'], rows: currencyRows() },
  ],
  ui: {
    contributions: [
      { slot: 'app.nav', id: 'users', entity: 'tessera.user', group: 'settings', order: 910 },
      { slot: 'app.nav', id: 'teams', entity: 'tessera.team', group: 'settings', order: 920 },
      { slot: 'app.nav', id: 'roles', entity: 'tessera.role', group: 'settings', order: 930 },
      {
        slot: 'app.nav',
        id: 'currencies',
        entity: 'tessera.currency',
        group: 'settings',
        order: 940,
      },
      {
        slot: 'app.nav',
        id: 'exchange-rates',
        entity: 'tessera.exchangeRate',
        group: 'settings',
        order: 950,
      },
      { slot: 'tessera.user.page.action', id: 'access', element: 'tessera-user-access' },
      { slot: 'tessera.role.page.action', id: 'matrix', element: 'tessera-role-link' },
    ],
  },
  locales: {
    en: { 'nav.settings': 'Settings', ...roleTexts('en') },
    'zh-CN': { 'nav.settings': '设置', ...roleTexts('zh-CN') },
  },
});

/** The plugin `tessera`, which the kernel always runs: users, teams, roles, currencies, attachments. */
export const installedPlatform: InstalledPlugin = {
  manifest: {
    id: 'tessera',
    name: '@tessera/host',
    version: '0.1.0',
    engine: '*',
    requires: {},
    optional: {},
    label: { en: 'Tessera', 'zh-CN': 'Tessera' },
  },
  plugin: platform,
};
