import { definePlugin, defineEntity, ref, text } from '@tessera/sdk';
import { installed } from '@tessera/host/testing';

const Award = defineEntity('badge.award', {
  label: { en: 'Award' },
  plural: { en: 'Awards' },
  path: 'awards',
  title: 'name',
  owned: false,
  fields: {
    name: text().required(),
    account: ref('customer.account', { onDelete: 'cascade' }),
    tier: ref('loyalty.tier', { soft: true }),
  },
});

/** Another partner's plugin about the same records: it refers to accounts and tiers, and adds a field to both. */
export const badge = installed(
  definePlugin({
    entities: [Award],
    extends: {
      'customer.account': { level: text() },
      'loyalty.tier': { colour: text() },
    },
  }),
  { id: 'badge', requires: { customer: '*' }, optional: { loyalty: '*' } },
);
