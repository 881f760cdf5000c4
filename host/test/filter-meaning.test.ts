import { matches, type Filter } from '@tessera/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromTree, toTree } from '../shell/filter/filter-node.ts';

const value = fc.constantFrom(1, 2, 3);
const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => {
  const name = fc.constantFrom('one', 'two');
  const condition = fc.oneof(
    value,
    fc.constant(null),
    fc.array(value, { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('gt', 'gte', 'lt', 'lte', 'ne', 'eq'), value, { minKeys: 1 }),
    fc.constantFrom({ eq: null }, { ne: null }, { isNull: 'true' }, { isNull: false }),
  );
  const parts = fc.array(tie('filter'), { maxLength: 3 });
  return {
    filter: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.dictionary(name, condition, { maxKeys: 2 }) as fc.Arbitrary<never>,
      fc.record({ and: parts, one: condition }, { requiredKeys: ['and'] }) as fc.Arbitrary<never>,
      fc.record(
        { or: parts, two: condition, and: parts },
        { requiredKeys: ['or'] },
      ) as fc.Arbitrary<never>,
      fc.record({ not: tie('filter') }) as fc.Arbitrary<never>,
    ),
  };
}).filter;
const anyRecord = fc.record({ one: fc.option(value), two: fc.option(value) });

test('a filter in any writing means the same after it was taken apart and put together', () => {
  fc.assert(
    fc.property(
      anyFilter,
      fc.array(anyRecord, { minLength: 1, maxLength: 8 }),
      (filter, records) => {
        const again = fromTree(toTree(filter)) ?? {};
        expect(records.map((record) => matches(again, record))).toEqual(
          records.map((record) => matches(filter, record)),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
