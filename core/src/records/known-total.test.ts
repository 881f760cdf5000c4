import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Assembly } from '../plugin/assembly.ts';
import { knownTotal, noteTotal } from './known-total.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

test('of many who ask after a while one counts again, and what it finds holds for all', () => {
  const assembly = {} as Assembly;
  expect(knownTotal(assembly, 'balls')).toBeUndefined();
  noteTotal(assembly, 'balls', 'beyond');
  expect(knownTotal(assembly, 'balls')).toBe('beyond');
  expect(knownTotal(assembly, 'kites')).toBeUndefined();
  vi.advanceTimersByTime(5001);
  expect([1, 2, 3].map(() => knownTotal(assembly, 'balls'))).toEqual([
    undefined,
    'beyond',
    'beyond',
  ]);
  noteTotal(assembly, 'balls', 'within');
  expect(knownTotal(assembly, 'balls')).toBe('within');
  vi.advanceTimersByTime(60_000);
  expect(knownTotal(assembly, 'balls')).toBeUndefined();
});

test('what nobody has counted again for a minute is not known any more', () => {
  const assembly = {} as Assembly;
  noteTotal(assembly, 'balls', 'beyond');
  for (let second = 0; second < 60; second += 5) {
    knownTotal(assembly, 'balls');
    vi.advanceTimersByTime(5000);
  }
  expect([1, 2].map(() => knownTotal(assembly, 'balls'))).toEqual([undefined, undefined]);
});
