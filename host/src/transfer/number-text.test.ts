import { expect, test } from 'vitest';
import { isSameNumber, multiply, parseNumber } from './number-text.ts';

test.each([
  ['1100.04', '.', { number: '1100.04' }],
  ['1,100.04', '.', { number: '1100.04' }],
  ['1.100,04', ',', { number: '1100.04' }],
  ['1 100,04', ',', { number: '1100.04' }],
  ['12,34,567', '.', { number: '1234567' }],
  ['¥1,200', '.', { number: '1200', unit: '¥' }],
  ['-$5', '.', { number: '-5', unit: '$' }],
  ['1,200.50 EUR', '.', { number: '1200.50', unit: 'EUR' }],
  ['(1,000)', '.', { number: '-1000' }],
  ['−3', '.', { number: '-3' }],
  ['-0', '.', { number: '0' }],
  ['12.5%', '.', { number: '12.5' }],
  ['１２', '.', { number: '12' }],
  ['007', '.', { number: '7' }],
  ['1,23', '.', undefined],
  ['1.2.3', '.', undefined],
  ['twelve', '.', undefined],
  [',', '.', undefined],
  ['1e5', '.', undefined],
] as const)('%s with the decimal mark %s', (text, decimal, expected) => {
  expect(parseNumber(text, decimal)).toEqual(expected);
});

test('products are exact', () => {
  expect(multiply('1100.04', '1000000')).toBe('1100040000');
  expect(multiply('0.1', '0.2')).toBe('0.02');
  expect(multiply('-1.50', '2')).toBe('-3');
  expect(multiply('0', '-5')).toBe('0');
});

test('zeros at the end make no difference', () => {
  expect(isSameNumber('1054.00', '1054')).toBe(true);
  expect(isSameNumber(3, '3.0')).toBe(true);
  expect(isSameNumber('0.1', '0.10001')).toBe(false);
});
