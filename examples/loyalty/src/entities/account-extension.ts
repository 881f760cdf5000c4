import { datetime, ref, rollup, type FieldBuilder } from '@tessera/sdk';

/** What `loyalty` adds to an account of `customer`: `loyalty_tier`, `loyalty_points` and `loyalty_reviewAt`. */
export const accountFields = {
  tier: ref('loyalty.tier', { onDelete: 'clear' })
    .readOnly()
    .label({ en: 'Loyalty tier', 'zh-CN': '会员等级' }),
  points: rollup({
    entity: 'loyalty.entry',
    via: 'account',
    function: 'sum',
    field: 'points',
  }).label({ en: 'Points', 'zh-CN': '积分' }),
  reviewAt: datetime()
    .readOnly()
    .indexed()
    .label({ en: 'Next look at the points', 'zh-CN': '下次积分核查时间' }),
} satisfies Readonly<Record<string, FieldBuilder<string | number>>>;
