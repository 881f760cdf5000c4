import {
  choice,
  defineEntity,
  definePlugin,
  integer,
  ref,
  rollup,
  text,
  user,
  type InstalledPlugin,
} from '../src/index.ts';
import { install } from './world.ts';

/** What others build on. */
export const Account = defineEntity('shop.account', {
  label: { en: 'Account' },
  plural: { en: 'Accounts' },
  path: 'accounts',
  title: 'name',
  fields: { name: text().required().searchable(), city: text() },
});

/** Goes with its account. */
export const Entry = defineEntity('loyal.entry', {
  label: { en: 'Entry' },
  plural: { en: 'Entries' },
  path: 'entries',
  title: 'name',
  fields: {
    name: text().required().searchable(),
    points: integer(),
    account: ref('shop.account', { onDelete: 'cascade' }),
  },
});

/** Goes with its entry. */
export const Reward = defineEntity('loyal.reward', {
  label: { en: 'Reward' },
  plural: { en: 'Rewards' },
  path: 'rewards',
  title: 'name',
  owned: false,
  fields: { name: text().required(), entry: ref('loyal.entry', { onDelete: 'cascade' }) },
});

/** Forgets its account, or keeps it. */
export const Card = defineEntity('loyal.card', {
  label: { en: 'Card' },
  plural: { en: 'Cards' },
  path: 'cards',
  title: 'name',
  fields: {
    name: text().required(),
    account: ref('shop.account', { onDelete: 'clear' }),
    holder: ref('shop.account', { onDelete: 'restrict' }),
    bearer: user().unique(),
    issuer: user().readOnly(),
  },
});

export const shop: InstalledPlugin = install(definePlugin({ entities: [Account] }), { id: 'shop' });

export const loyal: InstalledPlugin = install(
  definePlugin({
    entities: [Entry, Reward, Card],
    permissions: [{ name: 'loyal.point.adjust', label: { en: 'Adjust points' } }],
    extends: {
      'shop.account': {
        tier: choice(['bronze', 'gold']).required(),
        code: text().unique(),
        advisor: user(),
        points: rollup({
          entity: 'loyal.entry',
          via: 'account',
          function: 'sum',
          field: 'points',
        }),
      },
    },
  }),
  { id: 'loyal', requires: { shop: '^1' } },
);
