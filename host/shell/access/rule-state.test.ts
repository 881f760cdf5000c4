import { expect, test } from 'vitest';
import { isMoving, markOf } from './rule-state.ts';

test('a rule that is off is off, whatever was done with it last', () => {
  expect(markOf({ isActive: false, state: 'applied' })).toBe('off');
  expect(markOf({ isActive: true, state: 'dormant' })).toBe('dormant');
});

test('one looks again while a rule is on its way', () => {
  expect(isMoving({ isActive: true, state: 'waiting' })).toBe(true);
  expect(isMoving({ isActive: true, state: 'applying' })).toBe(true);
  expect(isMoving({ isActive: true, state: 'applied' })).toBe(false);
  expect(isMoving({ isActive: false, state: 'waiting' })).toBe(false);
});
