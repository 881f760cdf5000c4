import type { Context, JsonSchema } from '@tessera/sdk';

/** The settings of `loyalty`. */
export interface LoyaltySettings {
  /** Points for each unit of the base currency. */
  readonly pointsPerUnit: number;
  /** Months until points expire; 0 for never. */
  readonly expiresAfterMonths: number;
  /** What a point is worth in the base currency. */
  readonly pointValue: number;
  /** Percentage points that a deal with an account of the tier `gold` is likelier to be won. */
  readonly goldBoost: number;
  /** Taking back points that were used may leave a balance below zero. */
  readonly mayGoNegative: boolean;
  /** Key of the voucher service; a secret. */
  readonly partnerKey?: string;
}

const DEFAULTS: LoyaltySettings = {
  pointsPerUnit: 1,
  expiresAfterMonths: 24,
  pointValue: 0.01,
  goldBoost: 5,
  mayGoNegative: true,
};

/** The settings of the running plugin, each with its default. */
export function settingsOf({ config }: Pick<Context, 'config'>): LoyaltySettings {
  return { ...DEFAULTS, ...(config as Partial<LoyaltySettings>) };
}

/** The form of the settings is made from this: `title` is English, `x-title` has every language. */
export const settingsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    pointsPerUnit: {
      type: 'number',
      minimum: 0,
      maximum: 1000,
      default: DEFAULTS.pointsPerUnit,
      title: 'Points per unit of currency',
      'x-title': { en: 'Points per unit of currency', 'zh-CN': '每单位货币的积分' },
      description: 'An opportunity that is won earns its amount in the base currency times this.',
      'x-description': {
        en: 'An opportunity that is won earns its amount in the base currency times this.',
        'zh-CN': '赢单后，积分为商机金额（本位币）乘以此值。',
      },
    },
    expiresAfterMonths: {
      type: 'integer',
      minimum: 0,
      maximum: 120,
      default: DEFAULTS.expiresAfterMonths,
      title: 'Months until points expire',
      'x-title': { en: 'Months until points expire', 'zh-CN': '积分有效期（月）' },
      description: '0: points never expire. Points that are there already keep their date.',
      'x-description': {
        en: '0: points never expire. Points that are there already keep their date.',
        'zh-CN': '0 表示永不过期。已有积分的到期时间不变。',
      },
    },
    pointValue: {
      type: 'number',
      minimum: 0,
      maximum: 1000,
      default: DEFAULTS.pointValue,
      title: 'Value of a point',
      'x-title': { en: 'Value of a point', 'zh-CN': '每点积分的价值' },
      description: 'In the base currency; for what the points outstanding are worth.',
      'x-description': {
        en: 'In the base currency; for what the points outstanding are worth.',
        'zh-CN': '以本位币计，用于核算未使用积分的价值。',
      },
    },
    goldBoost: {
      type: 'number',
      minimum: 0,
      maximum: 50,
      default: DEFAULTS.goldBoost,
      title: 'Gold customers: likelier to buy by',
      'x-title': { en: 'Gold customers: likelier to buy by', 'zh-CN': '金牌客户赢率加成' },
      description: 'Percentage points added to the probability of an opportunity in a new stage.',
      'x-description': {
        en: 'Percentage points added to the probability of an opportunity in a new stage.',
        'zh-CN': '商机进入新阶段时，赢率增加的百分点。',
      },
    },
    mayGoNegative: {
      type: 'boolean',
      default: DEFAULTS.mayGoNegative,
      title: 'Allow a balance below zero',
      'x-title': { en: 'Allow a balance below zero', 'zh-CN': '允许积分为负' },
      description:
        'When points are taken back that were used already. Otherwise only what is left is taken back.',
      'x-description': {
        en: 'When points are taken back that were used already. Otherwise only what is left is taken back.',
        'zh-CN': '冲回已使用的积分时允许余额为负；否则只冲回剩余部分。',
      },
    },
    partnerKey: {
      type: 'string',
      maxLength: 200,
      secret: true,
      title: 'Key of the voucher service',
      'x-title': { en: 'Key of the voucher service', 'zh-CN': '兑换券服务密钥' },
      description: 'Stored encrypted and never shown again.',
      'x-description': {
        en: 'Stored encrypted and never shown again.',
        'zh-CN': '加密保存，之后不再显示。',
      },
    },
  },
};
