import type { ChoiceOption } from '@tessera/sdk';

/** The five stages of a customer relationship (客户关系生命周期), and the two beside them. */
export const lifecycleStages = [
  { key: 'potential', label: { en: 'Potential', 'zh-CN': '潜在' }, hue: 75 },
  { key: 'closed', label: { en: 'Closed', 'zh-CN': '成交' }, hue: 250 },
  { key: 'existing', label: { en: 'Existing', 'zh-CN': '现有' }, hue: 155 },
  { key: 'loyal', label: { en: 'Loyal', 'zh-CN': '忠诚' }, hue: 290 },
  { key: 'atRisk', label: { en: 'At risk', 'zh-CN': '有流失风险' }, hue: 45 },
  { key: 'defected', label: { en: 'Defected', 'zh-CN': '流失' }, hue: 28 },
] as const satisfies readonly ChoiceOption[];
