import { expect, test } from 'vitest';
import { matchRank } from './palette-match.ts';

test.each([
  ['create', 'Create deal', 0],
  ['deal cr', 'Create deal', 1],
  ['reate', 'Create deal', 2],
  ['cd', 'Create deal', 3],
  ['crtdl', 'Create deal', 4],
  ['cafe', 'Café', 0],
  ['ＤＥＡＬ', 'deal', 0],
  ['商机', '创建商机', 2],
  ['', 'anything', 0],
])('“%s” means “%s” with rank %d', (typed, label, rank) => {
  expect(matchRank(typed, [label])).toBe(rank);
});

test.each([
  ['xyz', 'Create deal'],
  ['laed', 'Create deal'],
  ['商户', '创建商机'],
])('“%s” does not mean “%s”', (typed, label) => {
  expect(matchRank(typed, [label])).toBeUndefined();
});

test('the best of several labels counts', () => {
  expect(matchRank('deal', ['创建商机', 'Create deal', 'Deals'])).toBe(0);
});
