import type { Filter } from '@tessera/core';
import { expect, test } from 'vitest';
import { isShown } from './slot-when.ts';

const RECORD = {
  stage: { id: 's1', title: 'Won', kind: 'won' },
  amount: { amount: '120.50', currency: 'CNY' },
  owner: 'u1',
  marks: ['old'],
  note: null,
};

const SHOWN: readonly (readonly [Filter | undefined, boolean])[] = [
  [undefined, true],
  [{ owner: '$me' }, true],
  [{ owner: { ne: '$me' } }, false],
  [{ stage: 's1' }, true],
  [{ 'stage.kind': { in: ['won', 'lost'] } }, true],
  [{ amount: { gte: 100, lt: 1000 } }, true],
  [{ amount: { gt: '120.50' } }, false],
  [{ marks: { hasAny: ['new', 'old'] } }, true],
  [{ marks: { hasNone: ['old'] } }, false],
  [{ note: null }, true],
  [{ note: { isNull: false } }, false],
  [{ or: [{ owner: 'nobody' }, { stage: 's1' }] }, true],
  [{ not: { stage: 's1' } }, false],
  [{ nothing: 'x' }, false],
];

test.each(SHOWN)('%j decides by the record', (when, isExpected) => {
  expect(isShown(when, RECORD, 'u1')).toBe(isExpected);
});

test.each<Filter>([
  { note: { within: 'P30D' } },
  { not: { note: { within: 'P30D' } } },
  { or: [{ note: { under: 'x' } }, { owner: 'nobody' }] },
])('%j cannot be judged here, so nothing is shown', (when) => {
  expect(isShown(when, RECORD, 'u1')).toBe(false);
});
