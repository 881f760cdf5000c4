import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Assembly } from '../plugin/assembly.ts';
import { isKnownBeyond, noteTotal } from './known-total.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('of many who ask after a while one counts again, and what it finds holds for all', () => {
  const assembly = {} as Assembly;
  expect(isKnownBeyond(assembly, 'balls')).toBe(false);
  noteTotal(assembly, 'balls', true);
  expect(isKnownBeyond(assembly, 'balls')).toBe(true);
  expect(isKnownBeyond(assembly, 'kites')).toBe(false);
  vi.advanceTimersByTime(5001);
  expect([1, 2, 3].map(() => isKnownBeyond(assembly, 'balls'))).toEqual([false, true, true]);
  noteTotal(assembly, 'balls', false);
  expect(isKnownBeyond(assembly, 'balls')).toBe(false);
});

test('what nobody has counted again for a minute is not known any more', () => {
  const assembly = {} as Assembly;
  noteTotal(assembly, 'balls', true);
  for (let second = 0; second < 60; second += 5) {
    isKnownBeyond(assembly, 'balls');
    vi.advanceTimersByTime(5000);
  }
  expect([1, 2].map(() => isKnownBeyond(assembly, 'balls'))).toEqual([false, false]);
});
