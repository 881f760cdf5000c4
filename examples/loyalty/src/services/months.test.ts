import { expect, test } from 'vitest';
import { addMonths } from './months.ts';

test.each([
  ['2026-01-15T08:30:00.000Z', 12, '2027-01-15T08:30:00.000Z'],
  ['2026-01-31T00:00:00.000Z', 1, '2026-02-28T00:00:00.000Z'],
  ['2024-02-29T00:00:00.000Z', 12, '2025-02-28T00:00:00.000Z'],
  ['2026-03-31T00:00:00.000Z', -1, '2026-02-28T00:00:00.000Z'],
  ['2026-01-15T00:00:00.000Z', -12, '2025-01-15T00:00:00.000Z'],
])('%s and %i months are %s', (moment, months, expected) => {
  expect(addMonths(moment, months)).toBe(expected);
});
