import {
  address,
  choice,
  defineEntity,
  integer,
  money,
  phone,
  ref,
  text,
  url,
  type Entity,
} from '@tessera/sdk';
import { industries } from './industry.ts';
import { lifecycleStages } from './lifecycle-stage.ts';

const fields = {
  name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
  legalName: text().searchable().label({ en: 'Legal name', 'zh-CN': '法定名称' }),
  kind: choice([
    { key: 'company', label: { en: 'Company', 'zh-CN': '企业' }, hue: 250 },
    { key: 'household', label: { en: 'Household', 'zh-CN': '家庭' }, hue: 75 },
    { key: 'person', label: { en: 'Person', 'zh-CN': '个人' }, hue: 155 },
  ])
    .default('company')
    .label({ en: 'Kind', 'zh-CN': '客户性质' }),
  accountType: choice([
    { key: 'prospect', label: { en: 'Prospect', 'zh-CN': '潜在客户' }, hue: 75 },
    { key: 'customer', label: { en: 'Customer', 'zh-CN': '客户' }, hue: 155 },
    { key: 'partner', label: { en: 'Partner', 'zh-CN': '合作伙伴' }, hue: 250 },
    { key: 'supplier', label: { en: 'Supplier', 'zh-CN': '供应商' }, hue: 290 },
    { key: 'competitor', label: { en: 'Competitor', 'zh-CN': '竞争对手' }, hue: 28 },
    { key: 'other', label: { en: 'Other', 'zh-CN': '其他' } },
  ]).label({ en: 'Type', 'zh-CN': '客户类型' }),
  industry: choice(industries).indexed().label({ en: 'Industry', 'zh-CN': '行业' }),
  lifecycleStage: choice(lifecycleStages)
    .default('potential')
    .indexed()
    .label({ en: 'Lifecycle stage', 'zh-CN': '生命周期阶段' }),
  parent: ref('customer.account', {
    inverse: { name: 'subsidiaries', label: { en: 'Subsidiaries', 'zh-CN': '下级客户' } },
  }).label({ en: 'Parent account', 'zh-CN': '上级客户' }),
  location: text().indexed().label({ en: 'Location', 'zh-CN': '所在地' }),
  annualRevenue: money().label({ en: 'Annual revenue', 'zh-CN': '年收入' }),
  employees: integer({ minimum: 0 }).label({ en: 'Employees', 'zh-CN': '员工人数' }),
  foundedYear: integer({ minimum: 1000, maximum: 9999, ungrouped: true }).label({
    en: 'Founded',
    'zh-CN': '成立年份',
  }),
  website: url().label({ en: 'Website', 'zh-CN': '网站' }),
  phone: phone().searchable().label({ en: 'Phone', 'zh-CN': '电话' }),
  taxId: text({ maxLength: 40 })
    .searchable()
    .personal()
    .label({ en: 'Tax ID', 'zh-CN': '统一社会信用代码' }),
  billingAddress: address().label({ en: 'Billing address', 'zh-CN': '账单地址' }),
  shippingAddress: address().label({ en: 'Shipping address', 'zh-CN': '收货地址' }),
  description: text({ multiline: true }).label({ en: 'Description', 'zh-CN': '描述' }),
};

/** A company or household that one sells to, buys from or works with. */
export const Account: Entity<'customer.account', typeof fields> = defineEntity('customer.account', {
  label: { en: 'Account', 'zh-CN': '客户' },
  plural: { en: 'Accounts', 'zh-CN': '客户' },
  path: 'accounts',
  icon: 'building-2',
  hue: 250,
  description: {
    en: 'Companies and households: who they are, where they are, and everything you have done together.',
    'zh-CN': '企业与家庭客户：基本信息、所在地，以及双方往来的全部记录。',
  },
  title: 'name',
  subtitle: ['industry', 'location'],
  fields,
  list: {
    columns: [
      'name',
      'industry',
      'location',
      'lifecycleStage',
      'annualRevenue',
      'employees',
      'owner',
      'updatedAt',
    ],
    sort: { field: 'name', direction: 'asc' },
  },
  board: { by: 'lifecycleStage', card: ['industry', 'annualRevenue'], sums: ['annualRevenue'] },
  form: [
    {
      label: { en: 'Profile', 'zh-CN': '基本信息' },
      fields: [
        'name',
        'kind',
        'accountType',
        'industry',
        'lifecycleStage',
        'parent',
        'owner',
        'team',
      ],
    },
    {
      label: { en: 'Size', 'zh-CN': '规模' },
      fields: ['annualRevenue', 'employees', 'foundedYear'],
    },
    {
      label: { en: 'Where to find them', 'zh-CN': '联系方式' },
      fields: ['location', 'website', 'phone', 'billingAddress', 'shippingAddress'],
    },
    { label: { en: 'More', 'zh-CN': '其他' }, fields: ['legalName', 'taxId', 'description'] },
  ],
});
