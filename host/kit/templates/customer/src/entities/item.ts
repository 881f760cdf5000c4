import { choice, date, datetime, defineEntity, ref, text, type Entity } from '@tessera/sdk';

const fields = {
  name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
  status: choice([
    { key: 'open', label: { en: 'Open', 'zh-CN': '待办' }, hue: 250 },
    { key: 'finished', label: { en: 'Finished', 'zh-CN': '已完成' }, hue: 155 },
  ])
    .default('open')
    .label({ en: 'Status', 'zh-CN': '状态' }),
  account: ref('customer.account').label({ en: 'Customer', 'zh-CN': '客户' }),
  due: date().label({ en: 'Due', 'zh-CN': '截止日期' }),
  finishedAt: datetime().label({ en: 'Finished at', 'zh-CN': '完成时间' }),
};

/** Table, API, list, form and page are made from this. */
export const Item: Entity<'my-plugin.item', typeof fields> = defineEntity('my-plugin.item', {
  label: { en: 'Task', 'zh-CN': '任务' },
  plural: { en: 'Tasks', 'zh-CN': '任务' },
  path: 'items',
  icon: 'list-checks',
  hue: 200,
  description: { en: 'Something to do, and by when.', 'zh-CN': '要做的事情及其期限。' },
  title: 'name',
  fields,
  list: {
    columns: ['name', 'account', 'status', 'due', 'owner'],
    sort: { field: 'due', direction: 'asc' },
  },
});
