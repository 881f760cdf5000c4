import { expect, test } from 'vitest';
import { pointsFor, valueOf } from './point-value.ts';

test.each([
  ['0.29', 100, 29],
  ['1000.00', 1, 1000],
  ['1000.99', 1, 1000],
  ['99.99', 0.1, 9],
  ['0.00', 5, 0],
])('an amount of %s at %f points a unit earns %i', (amount, perUnit, points) => {
  expect(pointsFor(amount, perUnit)).toBe(points);
});

test('points are worth their number times the value of one', () => {
  expect(valueOf(1234, 0.01)).toBe('12.34');
  expect(valueOf(-5, 0.5)).toBe('-2.50');
});
