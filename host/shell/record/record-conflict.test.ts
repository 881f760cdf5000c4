import { expect, test } from 'vitest';
import { conflictsOf, decidedChanges } from './record-conflict.ts';

test('only a field that both changed, and to different values, is a conflict', () => {
  const before = { name: 'a', city: 'b', stage: { id: 's1', title: 'New' } };
  const mine = { name: 'mine', city: 'same', stage: 's2' };
  const theirs = { name: 'theirs', city: 'same', stage: { id: 's1', title: 'New' } };
  expect(conflictsOf(before, mine, theirs)).toEqual([
    { field: 'name', mine: 'mine', theirs: 'theirs' },
  ]);
});

test('where theirs is taken nothing is written', () => {
  expect(decidedChanges({ name: 'mine', city: 'x' }, new Set(['name']))).toEqual({ city: 'x' });
});
