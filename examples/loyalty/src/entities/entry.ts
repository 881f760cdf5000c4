import {
  choice,
  datetime,
  defineEntity,
  integer,
  ref,
  text,
  user,
  type Entity,
} from '@tessera/sdk';

const fields = {
  reason: text().required().label({ en: 'Reason', 'zh-CN': '原因' }),
  account: ref('customer.account', {
    onDelete: 'cascade',
    inverse: { name: 'pointEntries', label: { en: 'Points', 'zh-CN': '积分' } },
  })
    .required()
    .label({ en: 'Account', 'zh-CN': '客户' }),
  points: integer().required().label({ en: 'Points', 'zh-CN': '积分' }),
  kind: choice([
    { key: 'earned', label: { en: 'Earned', 'zh-CN': '获得' }, hue: 155 },
    { key: 'adjusted', label: { en: 'Adjusted', 'zh-CN': '调整' }, hue: 250 },
    { key: 'redeemed', label: { en: 'Used', 'zh-CN': '使用' }, hue: 290 },
    { key: 'expired', label: { en: 'Expired', 'zh-CN': '过期' } },
    { key: 'reversed', label: { en: 'Taken back', 'zh-CN': '冲回' }, hue: 28 },
  ])
    .default('adjusted')
    .label({ en: 'Kind', 'zh-CN': '类型' }),
  occurredAt: datetime().indexed().label({ en: 'Date', 'zh-CN': '日期' }),
  expiresAt: datetime().indexed().label({ en: 'Expires', 'zh-CN': '到期时间' }),
  sourceKey: text().unique().readOnly().label({ en: 'Source', 'zh-CN': '来源标识' }),
  against: ref('loyalty.entry').readOnly().label({ en: 'Against', 'zh-CN': '对应条目' }),
  by: user().readOnly().label({ en: 'Recorded by', 'zh-CN': '记录人' }),
};

/** A line of the points ledger. It is written once and never changed; the sum over an account is its balance. */
export const Entry: Entity<'loyalty.entry', typeof fields> = defineEntity('loyalty.entry', {
  label: { en: 'Points entry', 'zh-CN': '积分条目' },
  plural: { en: 'Points', 'zh-CN': '积分' },
  path: 'entries',
  icon: 'gift',
  hue: 75,
  description: {
    en: 'Every point that came and went, and why.',
    'zh-CN': '每一笔积分的来龙去脉。',
  },
  owned: false,
  shareVia: 'account',
  title: 'reason',
  subtitle: ['account', 'points'],
  fields,
  indexes: [['account', 'occurredAt']],
  list: {
    columns: ['occurredAt', 'account', 'points', 'kind', 'reason', 'expiresAt', 'by'],
    sort: { field: 'occurredAt', direction: 'desc' },
  },
});
