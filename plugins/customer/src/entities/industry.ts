import type { ChoiceOption } from '@tessera/sdk';

/** Line of business of an account. */
export const industries = [
  { key: 'technology', label: { en: 'Technology', 'zh-CN': '科技' }, hue: 265 },
  { key: 'software', label: { en: 'Software', 'zh-CN': '软件' }, hue: 250 },
  { key: 'telecommunications', label: { en: 'Telecommunications', 'zh-CN': '电信' }, hue: 230 },
  { key: 'manufacturing', label: { en: 'Manufacturing', 'zh-CN': '制造' }, hue: 60 },
  { key: 'retail', label: { en: 'Retail', 'zh-CN': '零售' }, hue: 45 },
  { key: 'finance', label: { en: 'Finance', 'zh-CN': '金融' }, hue: 155 },
  { key: 'medical', label: { en: 'Medical', 'zh-CN': '医疗' }, hue: 190 },
  { key: 'education', label: { en: 'Education', 'zh-CN': '教育' }, hue: 110 },
  { key: 'employment', label: { en: 'Employment', 'zh-CN': '人力资源' }, hue: 330 },
  { key: 'marketing', label: { en: 'Marketing', 'zh-CN': '市场营销' }, hue: 310 },
  { key: 'entertainment', label: { en: 'Entertainment', 'zh-CN': '文娱' }, hue: 290 },
  { key: 'services', label: { en: 'Services', 'zh-CN': '服务' }, hue: 75 },
  { key: 'logistics', label: { en: 'Logistics', 'zh-CN': '物流' }, hue: 210 },
  { key: 'energy', label: { en: 'Energy', 'zh-CN': '能源' }, hue: 28 },
  { key: 'government', label: { en: 'Government', 'zh-CN': '政府' } },
  { key: 'other', label: { en: 'Other', 'zh-CN': '其他' } },
] as const satisfies readonly ChoiceOption[];
