import { boolean, choice, datetime, defineEntity, ref, text, type Entity } from '@tessera/sdk';

const inverse = {
  name: 'contactPoints',
  label: { en: 'Ways to reach', 'zh-CN': '联系方式' },
} as const;

const fields = {
  value: text().required().searchable().personal().label({ en: 'Value', 'zh-CN': '内容' }),
  kind: choice([
    { key: 'email', label: { en: 'E-mail', 'zh-CN': '电子邮件' }, hue: 250 },
    { key: 'phone', label: { en: 'Phone', 'zh-CN': '电话' }, hue: 155 },
    { key: 'mobile', label: { en: 'Mobile', 'zh-CN': '手机' }, hue: 155 },
    { key: 'fax', label: { en: 'Fax', 'zh-CN': '传真' } },
    { key: 'wechat', label: { en: 'WeChat', 'zh-CN': '微信' }, hue: 140 },
    { key: 'qq', label: { en: 'QQ', 'zh-CN': 'QQ' }, hue: 230 },
    { key: 'whatsapp', label: { en: 'WhatsApp', 'zh-CN': 'WhatsApp' }, hue: 150 },
    { key: 'linkedin', label: { en: 'LinkedIn', 'zh-CN': '领英' }, hue: 240 },
    { key: 'weibo', label: { en: 'Weibo', 'zh-CN': '微博' }, hue: 28 },
    { key: 'url', label: { en: 'Web page', 'zh-CN': '网页' } },
    { key: 'other', label: { en: 'Other', 'zh-CN': '其他' } },
  ])
    .required()
    .label({ en: 'Kind', 'zh-CN': '类型' }),
  normalized: text()
    .readOnly()
    .indexed()
    .personal()
    .label({ en: 'Normalised', 'zh-CN': '标准化值' }),
  purpose: choice([
    { key: 'work', label: { en: 'Work', 'zh-CN': '工作' } },
    { key: 'home', label: { en: 'Home', 'zh-CN': '家庭' } },
    { key: 'other', label: { en: 'Other', 'zh-CN': '其他' } },
  ]).label({ en: 'Label', 'zh-CN': '标签' }),
  isPrimary: boolean().default(false).label({ en: 'Primary', 'zh-CN': '首选' }),
  contact: ref('customer.contact', { onDelete: 'cascade', inverse }).label({
    en: 'Contact',
    'zh-CN': '联系人',
  }),
  account: ref('customer.account', { onDelete: 'cascade', inverse }).label({
    en: 'Account',
    'zh-CN': '客户',
  }),
  verifiedAt: datetime().label({ en: 'Verified at', 'zh-CN': '验证时间' }),
};

/** One way to reach a contact or an account; each has several, and one primary of each kind. */
export const ContactPoint: Entity<'customer.contactPoint', typeof fields> = defineEntity(
  'customer.contactPoint',
  {
    label: { en: 'Way to reach', 'zh-CN': '联系方式' },
    plural: { en: 'Ways to reach', 'zh-CN': '联系方式' },
    path: 'contact-points',
    icon: 'at-sign',
    title: 'value',
    subtitle: ['kind'],
    auxiliary: true,
    shareVia: 'contact',
    fields,
    list: { columns: ['value', 'kind', 'purpose', 'isPrimary', 'contact', 'account'] },
  },
);
