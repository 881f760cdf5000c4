import { parse, validate, version } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { newIds } from './new-ids.ts';

afterEach(() => vi.useRealTimers());

const momentOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

test('ids of a batch are UUIDs of version 7 of the present, in rising order and each its own', () => {
  const now = Date.parse('2026-11-22T10:20:30.123Z');
  vi.useFakeTimers({ toFake: ['Date'], now });
  const ids = newIds(5000);
  expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([]);
  expect(ids.filter((id) => (parse(id)[8] ?? 0) >> 6 !== 0b10)).toEqual([]);
  expect(new Set(ids.map(momentOf))).toEqual(new Set([now]));
  expect(ids.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(ids);
  expect(new Set(ids)).toHaveLength(5000);
});

test('two batches of the same moment have no id in common', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  expect(new Set([...newIds(1000), ...newIds(1000)])).toHaveLength(2000);
});

test('those that are asked for one by one rise too', () => {
  const ids = Array.from({ length: 1000 }, () => newIds(1)[0] ?? '');
  expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([]);
  expect(ids.toSorted((one, other) => (one < other ? -1 : 1))).toEqual(ids);
});

test('none are asked for', () => {
  expect(newIds(0)).toEqual([]);
});
