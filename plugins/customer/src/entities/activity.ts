import {
  anyRef,
  boolean,
  choice,
  date,
  datetime,
  defineEntity,
  duration,
  ref,
  text,
  type Entity,
} from '@tessera/sdk';

const fields = {
  subject: text().required().searchable().label({ en: 'Subject', 'zh-CN': '主题' }),
  type: choice([
    { key: 'note', label: { en: 'Note', 'zh-CN': '备注' } },
    { key: 'call', label: { en: 'Call', 'zh-CN': '电话' }, hue: 155 },
    { key: 'mail', label: { en: 'E-mail', 'zh-CN': '邮件' }, hue: 250 },
    { key: 'meeting', label: { en: 'Meeting', 'zh-CN': '会议' }, hue: 290 },
    { key: 'task', label: { en: 'Task', 'zh-CN': '任务' }, hue: 75 },
  ])
    .default('note')
    .required()
    .label({ en: 'Type', 'zh-CN': '类型' }),
  body: text({ multiline: true }).searchable().personal().label({ en: 'Text', 'zh-CN': '内容' }),
  status: choice([
    { key: 'planned', label: { en: 'Planned', 'zh-CN': '计划中' }, hue: 250 },
    { key: 'done', label: { en: 'Done', 'zh-CN': '已完成' }, hue: 155 },
    { key: 'cancelled', label: { en: 'Cancelled', 'zh-CN': '已取消' } },
  ]).label({ en: 'Status', 'zh-CN': '状态' }),
  direction: choice([
    { key: 'inbound', label: { en: 'Inbound', 'zh-CN': '来' } },
    { key: 'outbound', label: { en: 'Outbound', 'zh-CN': '去' } },
  ]).label({ en: 'Direction', 'zh-CN': '方向' }),
  regarding: anyRef().label({ en: 'Regarding', 'zh-CN': '关于' }),
  contact: ref('customer.contact', {
    inverse: { name: 'activities', label: { en: 'Activities', 'zh-CN': '互动' } },
  }).label({ en: 'With', 'zh-CN': '联系人' }),
  occurredAt: datetime().indexed().label({ en: 'When', 'zh-CN': '时间' }),
  dueDate: date().indexed().label({ en: 'Due', 'zh-CN': '截止日期' }),
  completedAt: datetime().label({ en: 'Completed at', 'zh-CN': '完成时间' }),
  duration: duration().label({ en: 'Duration', 'zh-CN': '时长' }),
  priority: choice([
    { key: 'high', label: { en: 'High', 'zh-CN': '高' }, hue: 28 },
    { key: 'normal', label: { en: 'Normal', 'zh-CN': '普通' } },
    { key: 'low', label: { en: 'Low', 'zh-CN': '低' } },
  ]).label({ en: 'Priority', 'zh-CN': '优先级' }),
  outcome: text().label({ en: 'Outcome', 'zh-CN': '结果' }),
  countsAsTouch: boolean().default(true).label({ en: 'Counts as touch', 'zh-CN': '计入互动' }),
};

/** A note, call, mail, meeting or task: what was done with a customer, or is to be done. */
export const Activity: Entity<'customer.activity', typeof fields> = defineEntity(
  'customer.activity',
  {
    label: { en: 'Activity', 'zh-CN': '互动' },
    plural: { en: 'Activities', 'zh-CN': '互动记录' },
    path: 'activities',
    icon: 'list-checks',
    hue: 75,
    description: {
      en: 'Notes, calls, mails, meetings and tasks with your customers.',
      'zh-CN': '与客户的备注、电话、邮件、会议和任务。',
    },
    title: 'subject',
    subtitle: ['type'],
    partitioned: true,
    timeline: { via: ['regarding', 'contact'], at: 'occurredAt' },
    fields,
    list: {
      columns: [
        'subject',
        'type',
        'status',
        'regarding',
        'contact',
        'occurredAt',
        'dueDate',
        'owner',
      ],
      sort: { field: 'occurredAt', direction: 'desc' },
    },
    board: {
      by: 'status',
      card: ['type', 'priority'],
      due: 'dueDate',
      closed: ['done', 'cancelled'],
    },
    form: [
      {
        label: { en: 'Activity', 'zh-CN': '互动' },
        fields: [
          'type',
          'subject',
          'body',
          'regarding',
          'contact',
          'occurredAt',
          'status',
          'owner',
          'team',
        ],
      },
      {
        label: { en: 'Details', 'zh-CN': '详情' },
        fields: [
          'dueDate',
          'priority',
          'direction',
          'duration',
          'outcome',
          'completedAt',
          'countsAsTouch',
        ],
      },
    ],
  },
);
