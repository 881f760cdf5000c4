import { defineEntity, integer, text, user, type Entity } from '@tessera/sdk';

const fields = {
  name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
  key: text({ maxLength: 40 }).required().unique().label({ en: 'Key', 'zh-CN': '标识' }),
  minimumPoints: integer({ minimum: 0 })
    .required()
    .label({ en: 'Points in 12 months', 'zh-CN': '12 个月内所需积分' }),
  perks: text({ multiline: true }).label({ en: 'Perks', 'zh-CN': '权益' }),
  hue: integer({ minimum: 0, maximum: 360 }).label({ en: 'Colour', 'zh-CN': '颜色' }),
  responsible: user().label({ en: 'Responsible', 'zh-CN': '负责人' }),
};

/** A standing that accounts reach by the points of twelve months. */
export const Tier: Entity<'loyalty.tier', typeof fields> = defineEntity('loyalty.tier', {
  label: { en: 'Tier', 'zh-CN': '会员等级' },
  plural: { en: 'Tiers', 'zh-CN': '会员等级' },
  path: 'tiers',
  icon: 'award',
  hue: 75,
  description: {
    en: 'What customers reach by the points of twelve months, and what it gives them.',
    'zh-CN': '客户凭 12 个月积分达到的等级及其权益。',
  },
  owned: false,
  title: 'name',
  fields,
  list: {
    columns: ['name', 'minimumPoints', 'perks', 'responsible'],
    sort: { field: 'minimumPoints', direction: 'asc' },
  },
});
