import { expect, test } from 'vitest';
import { fromZoned, toZoned } from './field-moment.ts';

test.each([
  ['2026-11-28T09:30:00.000Z', 'Asia/Shanghai', '2026-11-28T17:30'],
  ['2026-11-28T20:00:00.000Z', 'Asia/Shanghai', '2026-11-29T04:00'],
  ['2026-07-01T00:00:00.000Z', 'America/New_York', '2026-06-30T20:00'],
  ['2026-01-01T00:00:00.000Z', 'Asia/Kathmandu', '2026-01-01T05:45'],
])('%s in %s is %s, and back', (moment, zone, local) => {
  expect(toZoned(moment, zone)).toBe(local);
  expect(fromZoned(local, zone)).toBe(moment);
});

test('on the day the clocks change, morning and evening have their own offsets', () => {
  expect(fromZoned('2026-03-29T01:00', 'Europe/Berlin')).toBe('2026-03-29T00:00:00.000Z');
  expect(fromZoned('2026-03-29T12:00', 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z');
});
