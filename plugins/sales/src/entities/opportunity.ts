import {
  autonumber,
  choice,
  date,
  datetime,
  defineEntity,
  money,
  percent,
  ref,
  state,
  text,
  type Entity,
} from '@tessera/sdk';

const fields = {
  name: text().required().searchable().label({ en: 'Name', 'zh-CN': '名称' }),
  number: autonumber('OPP-{000000}').searchable().label({ en: 'Number', 'zh-CN': '编号' }),
  account: ref('customer.account', {
    inverse: { name: 'opportunities', label: { en: 'Opportunities', 'zh-CN': '商机' } },
  }).label({ en: 'Account', 'zh-CN': '客户' }),
  primaryContact: ref('customer.contact', {
    inverse: { name: 'opportunities', label: { en: 'Opportunities', 'zh-CN': '商机' } },
  }).label({ en: 'Primary contact', 'zh-CN': '主要联系人' }),
  product: ref('sales.product', {
    inverse: { name: 'opportunities', label: { en: 'Opportunities', 'zh-CN': '商机' } },
  }).label({ en: 'Product', 'zh-CN': '产品' }),
  pipeline: ref('sales.pipeline').label({ en: 'Pipeline', 'zh-CN': '销售流程' }),
  stage: state('sales.stage', { within: 'pipeline' }).label({ en: 'Stage', 'zh-CN': '阶段' }),
  stageEnteredAt: datetime()
    .readOnly()
    .label({ en: 'In this stage since', 'zh-CN': '进入阶段时间' }),
  amount: money().label({ en: 'Amount', 'zh-CN': '金额' }),
  probability: percent({ minimum: 0, maximum: 100 }).label({ en: 'Probability', 'zh-CN': '赢率' }),
  forecastCategory: choice([
    { key: 'pipeline', label: { en: 'Pipeline', 'zh-CN': '流程中' } },
    { key: 'bestCase', label: { en: 'Best case', 'zh-CN': '乐观' }, hue: 75 },
    { key: 'commit', label: { en: 'Commit', 'zh-CN': '承诺' }, hue: 250 },
    { key: 'closed', label: { en: 'Closed', 'zh-CN': '已成交' }, hue: 155 },
    { key: 'omitted', label: { en: 'Omitted', 'zh-CN': '不计入' } },
  ]).label({ en: 'Forecast category', 'zh-CN': '预测类别' }),
  engageDate: date().label({ en: 'Engaged on', 'zh-CN': '接洽日期' }),
  closeDate: date().indexed().label({ en: 'Close date', 'zh-CN': '预计成交日期' }),
  closedAt: datetime().readOnly().label({ en: 'Closed at', 'zh-CN': '关闭时间' }),
  lossReason: text().label({ en: 'Loss reason', 'zh-CN': '输单原因' }),
  nextStep: text().label({ en: 'Next step', 'zh-CN': '下一步' }),
  description: text({ multiline: true }).label({ en: 'Description', 'zh-CN': '描述' }),
};

/** A sale that may come about: worked through the stages of a pipeline until it is won or lost. */
export const Opportunity: Entity<'sales.opportunity', typeof fields> = defineEntity(
  'sales.opportunity',
  {
    label: { en: 'Opportunity', 'zh-CN': '商机' },
    plural: { en: 'Opportunities', 'zh-CN': '商机' },
    path: 'opportunities',
    icon: 'target',
    hue: 45,
    description: {
      en: 'Every sale you are working on, from the first talk to won or lost.',
      'zh-CN': '从初步接洽到赢单或输单的每一笔销售机会。',
    },
    title: 'name',
    subtitle: ['account', 'number'],
    fields,
    indexes: [
      ['stage', 'closeDate'],
      ['account', 'stage'],
    ],
    list: {
      columns: [
        'name',
        'account',
        'stage',
        'amount',
        'probability',
        'product',
        'closeDate',
        'owner',
        'updatedAt',
      ],
      sort: { field: 'updatedAt', direction: 'desc' },
    },
    board: {
      by: 'stage',
      card: ['amount', 'probability'],
      sums: ['amount'],
      weight: 'probability',
      due: 'closeDate',
      enteredAt: 'stageEnteredAt',
      staleAfterDays: 30,
      closed: ['won', 'lost'],
    },
    form: [
      {
        label: { en: 'Opportunity', 'zh-CN': '商机' },
        fields: ['name', 'account', 'primaryContact', 'product', 'owner', 'team'],
      },
      {
        label: { en: 'Pipeline', 'zh-CN': '销售流程' },
        fields: [
          'pipeline',
          'stage',
          'amount',
          'probability',
          'forecastCategory',
          'engageDate',
          'closeDate',
          'nextStep',
        ],
      },
      {
        label: { en: 'Outcome', 'zh-CN': '结果' },
        fields: ['closedAt', 'lossReason', 'stageEnteredAt'],
      },
      { label: { en: 'More', 'zh-CN': '其他' }, fields: ['number', 'description'] },
    ],
  },
);
