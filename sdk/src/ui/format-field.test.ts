import type { FieldType } from '@tessera/core';
import { expect, test } from 'vitest';
import { formatField } from './format-field.ts';

const values: readonly (readonly [FieldType, unknown, string, string])[] = [
  ['integer', 1234567, '1,234,567', '1,234,567'],
  ['decimal', '12.5', '12.5', '12.5'],
  [
    'decimal',
    '12345678901234567.8901',
    '12,345,678,901,234,567.8901',
    '12,345,678,901,234,567.8901',
  ],
  ['percent', 12.5, '12.5 %', '12.5 %'],
  ['money', { amount: '180.32', currency: 'CNY' }, '¥180.32', '¥180.32'],
  ['money', { amount: '248000.00', currency: 'USD' }, '$248,000', '$248,000'],
  ['date', '2026-11-28', 'Nov 28, 2026', '2026年11月28日'],
  ['datetime', '2026-11-28T20:30:00Z', 'Nov 29, 2026, 4:30 AM', '2026年11月29日 04:30'],
  ['duration', 5400, '1 hr 30 min', '1小时 30分钟'],
  ['text', 'as it is', 'as it is', 'as it is'],
  ['text', null, '', ''],
];

test.each(values)(
  'a %s reads as people of each language write it: %j',
  (type, value, english, chinese) => {
    const shown = (locale: string): string =>
      formatField(value, { type }, locale, 'Asia/Shanghai').replaceAll(/[\u00a0\u202f]/g, ' ');
    expect([shown('en'), shown('zh-CN')]).toEqual([english, chinese]);
  },
);

test('a choice is shown by its label, an unknown one by its key', () => {
  const field = {
    type: 'choices' as const,
    options: [{ key: 'vip', label: { en: 'Important', 'zh-CN': '重要' } }],
  };
  expect(formatField(['vip', 'old'], field, 'zh-CN')).toBe('重要, old');
});

test('a roll-up is shown as what it counts', () => {
  const field = { type: 'rollup' as const, valueType: 'money' as const };
  expect(formatField({ amount: '9.90', currency: 'EUR' }, field, 'en')).toBe('€9.90');
});
