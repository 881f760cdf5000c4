import { expect, test } from 'vitest';
import { fullName } from './full-name.ts';

test.each([
  ['Okafor', 'Ada', 'Ada Okafor'],
  ['王', '晓彤', '王晓彤'],
  ['Prince', null, 'Prince'],
  ['欧阳', '', '欧阳'],
])('%s and %s make %s', (family, given, expected) => {
  expect(fullName(family, given)).toBe(expected);
});
