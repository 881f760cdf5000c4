import { expect, test } from 'vitest';
import type { FieldMeta } from '@tessera/core';
import { totalOf, totalsOf } from './list-total.ts';

function field(given: Partial<FieldMeta>): FieldMeta {
  return { name: 'one', type: 'text', access: 'read', filterable: true, ...given } as FieldMeta;
}

test('money is summed unless something else is wanted', () => {
  const amount = field({ type: 'money' });
  expect(totalOf(amount, {})).toBe('sum');
  expect(totalOf(amount, { one: 'avg' })).toBe('avg');
  expect(totalOf(amount, { one: null })).toBe(null);
});

test('what cannot be had of a field is not asked for', () => {
  expect(totalsOf(field({ type: 'text' }))).toEqual([]);
  expect(totalsOf(field({ type: 'money', access: 'mask' }))).toEqual([]);
  expect(totalsOf(field({ type: 'percent' }))).not.toContain('sum');
  expect(totalsOf(field({ type: 'rollup', valueType: 'date' }))).toContain('max');
  expect(totalOf(field({ type: 'date' }), { one: 'sum' })).toBe(null);
});
