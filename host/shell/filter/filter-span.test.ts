import { expect, test } from 'vitest';
import { readSpan, writeDay, writeSpan } from './filter-span.ts';

test.each([
  ['-P30D', { isBack: true, count: 30, unit: 'D' }],
  ['P2W', { isBack: false, count: 2, unit: 'W' }],
] as const)('%s is a span that is written as it was read', (text, span) => {
  expect(readSpan(text)).toEqual(span);
  expect(writeSpan(span)).toBe(text);
});

test.each([
  ['$today-P3M', { isBack: true, count: 3, unit: 'M' }],
  ['$today+P1Y', { isBack: false, count: 1, unit: 'Y' }],
] as const)('%s is a day that is written as it was read', (text, span) => {
  expect(readSpan(text)).toEqual(span);
  expect(writeDay(span)).toBe(text);
});

test('what is more than one number of one unit is none', () => {
  expect(['P1M2W', 'PT4H', 'thisMonth', '$today', '', '$today-PT1H'].map(readSpan)).toEqual(
    Array.from({ length: 6 }),
  );
});
