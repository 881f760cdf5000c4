import { defineEntity, integer, text, type Entity } from '@tessera/sdk';
import { Tier as before } from '../../../src/entities/tier.ts';

const { perks: _, ...kept } = before.fields;
const fields = {
  ...kept,
  benefits: text({ multiline: true }).was('perks').label({ en: 'Benefits', 'zh-CN': '权益' }),
  welcomePoints: integer({ minimum: 0 }).label({ en: 'Welcome points', 'zh-CN': '升级赠送积分' }),
};

/** The tiers of 1.1: what they give is called benefits, and reaching one gives points. */
export const Tier: Entity<'loyalty.tier', typeof fields> = defineEntity('loyalty.tier', {
  label: before.label,
  plural: before.plural,
  path: before.path,
  icon: 'award',
  hue: 75,
  owned: false,
  title: 'name',
  fields,
  list: { columns: ['name', 'minimumPoints', 'welcomePoints', 'benefits', 'responsible'] },
});
