import fc from 'fast-check';
import type { Filter } from '@tessera/core';
import { expect, test } from 'vitest';
import { countConditions, fromTree, toTree, withoutEmptyGroups } from './filter-node.ts';
import type { FilterGroup, FilterNode } from './filter-node.ts';

const field = fc.constantFrom('name', 'stage', 'amount', 'account.industry', '__proto__');
const scalar = fc.oneof(fc.constantFrom('a', '$me', '2026-01-31'), fc.integer(), fc.boolean());
const anyCondition: fc.Arbitrary<FilterNode> = fc
  .oneof(
    fc.tuple(
      fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'contains', 'endsWith', 'within'),
      scalar,
    ),
    fc.tuple(
      fc.constantFrom('in', 'notIn', 'hasAny', 'hasAll', 'hasNone', 'under'),
      fc.array(scalar, { maxLength: 3 }),
    ),
    fc.tuple(fc.constant('isNull'), fc.boolean()),
    fc.tuple(fc.constant('between'), fc.array(scalar, { minLength: 2, maxLength: 2 })),
  )
  .chain(([operator, value]) =>
    field.map((name) => ({ kind: 'condition', field: name, operator, value }) as FilterNode),
  );

const { group: anyTree } = fc.letrec<{ group: FilterGroup; node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyCondition,
    tie('group'),
    fc.record({
      kind: fc.constant('related' as const),
      path: fc.constantFrom('contacts', 'account.contacts'),
      quantifier: fc.constantFrom('some' as const, 'none' as const, 'every' as const),
      group: tie('group'),
    }),
    fc.record({
      kind: fc.constant('foreign' as const),
      filter: fc.constantFrom({ place: { near: [1, 2] } }, { place: {} }, 7, null, { or: 1 }),
    }),
  ),
  group: fc.record({
    kind: fc.constant('group' as const),
    join: fc.constantFrom('and' as const, 'or' as const),
    isNegated: fc.boolean(),
    nodes: fc.array(tie('node'), { maxLength: 4 }),
  }),
}));

test('a tree becomes a filter, and the filter the same tree again, over the wire too', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const filter = fromTree(tree);
      const read =
        filter === undefined ? undefined : (JSON.parse(JSON.stringify(filter)) as Filter);
      expect(toTree(read)).toEqual(tree);
    }),
    { numRuns: 2000 },
  );
});

test('a flat filter keeps its short writing', () => {
  const filter = { stage: { in: ['won'] }, amount: { gte: '100', lte: '900' } };
  expect(fromTree(toTree(filter))).toEqual(filter);
  expect(fromTree(toTree(undefined))).toBeUndefined();
});

test('groups that nothing was put into ask nothing', () => {
  const empty: FilterGroup = { kind: 'group', join: 'or', isNegated: false, nodes: [] };
  const tree = toTree({ and: [{ name: 'a' }, { or: [] }] });
  expect(fromTree(withoutEmptyGroups(tree))).toEqual({ name: { eq: 'a' } });
  expect(fromTree(withoutEmptyGroups(empty))).toBeUndefined();
});

test('conditions are counted however deep they are', () => {
  const filter = {
    name: 'a',
    or: [{ name: 'b' }, { not: { amount: { gt: 1 }, stage: 'won' } }],
    contacts: { some: { email: { contains: '@x' } } },
  };
  expect(countConditions(toTree(filter))).toBe(5);
});
