import { expect, test } from 'vitest';
import { toChips, toFilter } from './filter-chip.ts';

test('a filter becomes a chip for each condition, and the chips the same filter again', () => {
  const filter = { stage: { in: ['won'] }, amount: { gte: '100' }, owner: { in: ['$me'] } };
  expect(toChips(filter)).toEqual([
    { field: 'stage', operator: 'in', value: ['won'] },
    { field: 'amount', operator: 'gte', value: '100' },
    { field: 'owner', operator: 'in', value: ['$me'] },
  ]);
  expect(toFilter(toChips(filter))).toEqual(filter);
});

test('short forms of a filter are read as what they mean', () => {
  expect(
    toChips({
      name: 'Ada',
      parent: null,
      stage: ['won', 'lost'],
      and: [{ amount: { gt: 1, lt: 9 } }],
    }),
  ).toEqual([
    { field: 'name', operator: 'eq', value: 'Ada' },
    { field: 'parent', operator: 'isNull', value: true },
    { field: 'stage', operator: 'in', value: ['won', 'lost'] },
    { field: 'amount', operator: 'gt', value: 1 },
    { field: 'amount', operator: 'lt', value: 9 },
  ]);
});

test('two conditions on one field stay two', () => {
  const chips = toChips({ and: [{ amount: { gt: 1 } }, { amount: { lt: 9 } }] });
  expect(toFilter(chips)).toEqual({ and: [{ amount: { gt: 1 } }, { amount: { lt: 9 } }] });
});

test('what no chip can say is kept whole', () => {
  const filter = {
    or: [{ name: 'a' }, { name: 'b' }],
    contacts: { some: { email: { contains: '@x' } } },
  };
  expect(toFilter(toChips(filter))).toEqual(filter);
  expect(toFilter([])).toBeUndefined();
});
