import { choice, defineEntity, integer, percent, ref, text, type Entity } from '@tessera/sdk';

const fields = {
  name: text().required().label({ en: 'Name', 'zh-CN': '名称' }),
  pipeline: ref('sales.pipeline', {
    inverse: { name: 'stages', label: { en: 'Stages', 'zh-CN': '阶段' } },
  })
    .required()
    .label({ en: 'Pipeline', 'zh-CN': '销售流程' }),
  key: text({ maxLength: 60 }).required().label({ en: 'Key', 'zh-CN': '标识' }),
  kind: choice([
    { key: 'open', label: { en: 'Open', 'zh-CN': '进行中' }, hue: 250 },
    { key: 'won', label: { en: 'Won', 'zh-CN': '赢单' }, hue: 155 },
    { key: 'lost', label: { en: 'Lost', 'zh-CN': '输单' } },
  ])
    .required()
    .label({ en: 'Kind', 'zh-CN': '性质' }),
  order: integer({ minimum: 0 }).required().label({ en: 'Order', 'zh-CN': '顺序' }),
  probability: percent({ minimum: 0, maximum: 100 }).label({ en: 'Probability', 'zh-CN': '赢率' }),
  forecastCategory: choice([
    { key: 'pipeline', label: { en: 'Pipeline', 'zh-CN': '流程中' } },
    { key: 'bestCase', label: { en: 'Best case', 'zh-CN': '乐观' } },
    { key: 'commit', label: { en: 'Commit', 'zh-CN': '承诺' } },
    { key: 'closed', label: { en: 'Closed', 'zh-CN': '已成交' } },
    { key: 'omitted', label: { en: 'Omitted', 'zh-CN': '不计入' } },
  ]).label({ en: 'Forecast category', 'zh-CN': '预测类别' }),
  hue: integer({ minimum: 0, maximum: 360 }).label({ en: 'Colour', 'zh-CN': '颜色' }),
};

/** A step of a pipeline. Its kind says whether the opportunity is open, won or lost. */
export const Stage: Entity<'sales.stage', typeof fields> = defineEntity('sales.stage', {
  label: { en: 'Stage', 'zh-CN': '阶段' },
  plural: { en: 'Stages', 'zh-CN': '阶段' },
  path: 'stages',
  icon: 'circle-dot',
  owned: false,
  auxiliary: true,
  states: true,
  title: 'name',
  fields,
  uniques: [['pipeline', 'key']],
  list: {
    columns: ['name', 'pipeline', 'key', 'kind', 'order', 'probability'],
    sort: { field: 'order', direction: 'asc' },
  },
});
