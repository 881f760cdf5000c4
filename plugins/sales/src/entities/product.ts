import { boolean, choice, defineEntity, money, text, type Entity } from '@tessera/sdk';

const fields = {
  name: text().required().unique().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
  sku: text({ maxLength: 80 }).unique().searchable().label({ en: 'SKU', 'zh-CN': '产品编码' }),
  series: text().indexed().label({ en: 'Series', 'zh-CN': '系列' }),
  type: choice([
    { key: 'good', label: { en: 'Good', 'zh-CN': '实物' }, hue: 250 },
    { key: 'service', label: { en: 'Service', 'zh-CN': '服务' }, hue: 155 },
    { key: 'subscription', label: { en: 'Subscription', 'zh-CN': '订阅' }, hue: 290 },
  ])
    .default('good')
    .label({ en: 'Type', 'zh-CN': '类型' }),
  price: money().label({ en: 'List price', 'zh-CN': '标价' }),
  unit: text({ maxLength: 40 }).label({ en: 'Unit', 'zh-CN': '单位' }),
  active: boolean().default(true).label({ en: 'Active', 'zh-CN': '在售' }),
  description: text({ multiline: true }).label({ en: 'Description', 'zh-CN': '描述' }),
};

/** Something that is sold. */
export const Product: Entity<'sales.product', typeof fields> = defineEntity('sales.product', {
  label: { en: 'Product', 'zh-CN': '产品' },
  plural: { en: 'Products', 'zh-CN': '产品' },
  path: 'products',
  icon: 'package',
  hue: 290,
  description: { en: 'What you sell, and for how much.', 'zh-CN': '销售的产品与标价。' },
  owned: false,
  title: 'name',
  subtitle: ['series'],
  fields,
  list: {
    columns: ['name', 'sku', 'series', 'type', 'price', 'active'],
    sort: { field: 'name', direction: 'asc' },
  },
});
