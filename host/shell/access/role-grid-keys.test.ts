import { expect, test } from 'vitest';
import { nextPlace } from './role-grid-keys.ts';

// The first row has no head, the second only a head and one cell, the third has a gap.
const ROWS = [
  [1, 2, 3],
  [0, 1],
  [0, 1, 3],
];

test.each([
  ['ArrowRight', { row: 0, column: 1 }, { row: 0, column: 2 }],
  ['ArrowLeft', { row: 0, column: 1 }, undefined],
  ['ArrowRight', { row: 2, column: 1 }, { row: 2, column: 3 }],
  ['ArrowDown', { row: 0, column: 3 }, { row: 2, column: 3 }],
  ['ArrowUp', { row: 2, column: 3 }, { row: 0, column: 3 }],
  ['ArrowDown', { row: 2, column: 1 }, undefined],
  ['Home', { row: 1, column: 1 }, { row: 1, column: 0 }],
  ['End', { row: 0, column: 1 }, { row: 0, column: 3 }],
  ['a', { row: 0, column: 1 }, undefined],
])('%s from %o leads to %o', (key, from, to) => {
  expect(nextPlace(ROWS, from, key)).toEqual(to);
});

test('Ctrl with Home and End leads to the corners', () => {
  const from = { row: 1, column: 1 };
  expect(nextPlace(ROWS, from, 'Home', true)).toEqual({ row: 0, column: 1 });
  expect(nextPlace(ROWS, from, 'End', true)).toEqual({ row: 2, column: 3 });
});
