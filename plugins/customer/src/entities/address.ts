import { address, boolean, choice, defineEntity, ref, text, type Entity } from '@tessera/sdk';

const inverse = { name: 'addresses', label: { en: 'Addresses', 'zh-CN': '地址' } } as const;

const fields = {
  name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
  purpose: choice([
    { key: 'office', label: { en: 'Office', 'zh-CN': '办公' } },
    { key: 'billing', label: { en: 'Billing', 'zh-CN': '账单' } },
    { key: 'shipping', label: { en: 'Shipping', 'zh-CN': '收货' } },
    { key: 'home', label: { en: 'Home', 'zh-CN': '住宅' } },
  ]).label({ en: 'Purpose', 'zh-CN': '用途' }),
  address: address().required().personal().label({ en: 'Address', 'zh-CN': '地址' }),
  isPrimary: boolean().default(false).label({ en: 'Primary', 'zh-CN': '首选' }),
  account: ref('customer.account', { onDelete: 'cascade', inverse }).label({
    en: 'Account',
    'zh-CN': '客户',
  }),
  contact: ref('customer.contact', { onDelete: 'cascade', inverse }).label({
    en: 'Contact',
    'zh-CN': '联系人',
  }),
};

/** A further place of an account or a contact, beside the billing and shipping address. */
export const PostalAddress: Entity<'customer.address', typeof fields> = defineEntity(
  'customer.address',
  {
    label: { en: 'Address', 'zh-CN': '地址' },
    plural: { en: 'Addresses', 'zh-CN': '地址' },
    path: 'addresses',
    icon: 'map-pin',
    title: 'name',
    auxiliary: true,
    shareVia: 'account',
    fields,
    list: { columns: ['name', 'purpose', 'address', 'isPrimary', 'account', 'contact'] },
  },
);
