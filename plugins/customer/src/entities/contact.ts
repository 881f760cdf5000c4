import { choice, date, defineEntity, email, phone, ref, text, type Entity } from '@tessera/sdk';

const fields = {
  fullName: text({ maxLength: 512 }).readOnly().searchable().label({ en: 'Name', 'zh-CN': '姓名' }),
  familyName: text().required().label({ en: 'Family name', 'zh-CN': '姓' }),
  givenName: text().label({ en: 'Given name', 'zh-CN': '名' }),
  salutation: text({ maxLength: 40 }).label({ en: 'Salutation', 'zh-CN': '称呼' }),
  account: ref('customer.account', {
    inverse: { name: 'contacts', label: { en: 'Contacts', 'zh-CN': '联系人' } },
  }).label({ en: 'Account', 'zh-CN': '客户' }),
  jobTitle: text().label({ en: 'Job title', 'zh-CN': '职位' }),
  department: text().label({ en: 'Department', 'zh-CN': '部门' }),
  email: email().searchable().personal().label({ en: 'E-mail', 'zh-CN': '电子邮件' }),
  phone: phone().searchable().personal().label({ en: 'Phone', 'zh-CN': '电话' }),
  reportsTo: ref('customer.contact', {
    inverse: { name: 'reports', label: { en: 'Direct reports', 'zh-CN': '下属' } },
  }).label({ en: 'Reports to', 'zh-CN': '汇报对象' }),
  birthday: date().personal().sensitive().label({ en: 'Birthday', 'zh-CN': '生日' }),
  preferredChannel: choice([
    { key: 'email', label: { en: 'E-mail', 'zh-CN': '电子邮件' } },
    { key: 'phone', label: { en: 'Phone', 'zh-CN': '电话' } },
    { key: 'wechat', label: { en: 'WeChat', 'zh-CN': '微信' } },
    { key: 'visit', label: { en: 'Visit', 'zh-CN': '拜访' } },
  ]).label({ en: 'Preferred channel', 'zh-CN': '偏好渠道' }),
  preferredLanguage: choice([
    { key: 'en', label: { en: 'English', 'zh-CN': '英语' } },
    { key: 'zh-CN', label: { en: 'Chinese', 'zh-CN': '中文' } },
  ]).label({ en: 'Preferred language', 'zh-CN': '偏好语言' }),
  description: text({ multiline: true }).label({ en: 'Description', 'zh-CN': '描述' }),
};

/** A person one deals with, usually at an account. */
export const Contact: Entity<'customer.contact', typeof fields> = defineEntity('customer.contact', {
  label: { en: 'Contact', 'zh-CN': '联系人' },
  plural: { en: 'Contacts', 'zh-CN': '联系人' },
  path: 'contacts',
  icon: 'contact-round',
  hue: 155,
  description: {
    en: 'People at your accounts, with every way to reach them.',
    'zh-CN': '客户中的联系人，以及联系他们的各种方式。',
  },
  title: 'fullName',
  subtitle: ['jobTitle', 'account'],
  person: { name: 'fullName', email: 'email', phone: 'phone' },
  shareVia: 'account',
  fields,
  list: {
    columns: ['fullName', 'account', 'jobTitle', 'email', 'phone', 'owner', 'updatedAt'],
    sort: { field: 'fullName', direction: 'asc' },
  },
  form: [
    {
      label: { en: 'Person', 'zh-CN': '个人信息' },
      fields: ['familyName', 'givenName', 'salutation', 'birthday', 'owner', 'team'],
    },
    {
      label: { en: 'Work', 'zh-CN': '工作' },
      fields: ['account', 'jobTitle', 'department', 'reportsTo'],
    },
    {
      label: { en: 'Ways to reach', 'zh-CN': '联系方式' },
      fields: ['email', 'phone', 'preferredChannel', 'preferredLanguage'],
    },
    { label: { en: 'More', 'zh-CN': '其他' }, fields: ['description'] },
  ],
});
