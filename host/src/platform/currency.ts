import { boolean, date, decimal, defineEntity, integer, text } from '@tessera/core';

/** A currency that amounts may be in, by its ISO 4217 code. */
export const Currency = defineEntity('tessera.currency', {
  label: { en: 'Currency', 'zh-CN': '币种' },
  plural: { en: 'Currencies', 'zh-CN': '币种' },
  path: 'currencies',
  icon: 'coins',
  owned: false,
  title: 'code',
  subtitle: ['name'],
  fields: {
    code: text({ maxLength: 3 }).required().unique().label({ en: 'Code', 'zh-CN': '代码' }),
    name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
    /** Digits after the point: 0 for JPY, 2 for CNY, 3 for KWD. */
    exponent: integer({ minimum: 0, maximum: 4 })
      .required()
      .label({ en: 'Decimal places', 'zh-CN': '小数位数' }),
    active: boolean().default(false).label({ en: 'In use', 'zh-CN': '启用' }),
  },
  list: {
    columns: ['code', 'name', 'exponent', 'active'],
    sort: { field: 'code', direction: 'asc' },
  },
});

/** What one unit of a currency was worth in another from a day on: `amount in from × rate = amount in to`. */
export const ExchangeRate = defineEntity('tessera.exchangeRate', {
  label: { en: 'Exchange rate', 'zh-CN': '汇率' },
  plural: { en: 'Exchange rates', 'zh-CN': '汇率' },
  path: 'exchange-rates',
  icon: 'arrow-left-right',
  owned: false,
  title: 'from',
  subtitle: ['to', 'date'],
  fields: {
    from: text({ maxLength: 3 }).required().label({ en: 'From', 'zh-CN': '源币种' }),
    to: text({ maxLength: 3 }).required().label({ en: 'To', 'zh-CN': '目标币种' }),
    date: date().required().label({ en: 'From day', 'zh-CN': '生效日期' }),
    rate: decimal({ scale: 10 }).required().label({ en: 'Rate', 'zh-CN': '汇率' }),
    provider: text().label({ en: 'Taken from', 'zh-CN': '数据来源' }),
  },
  uniques: [['from', 'to', 'date']],
  list: {
    columns: ['from', 'to', 'date', 'rate', 'provider'],
    sort: { field: 'date', direction: 'desc' },
  },
});
