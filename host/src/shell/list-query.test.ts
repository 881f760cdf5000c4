import { expect, test } from 'vitest';
import { nextSort, readListQuery, writeListQuery } from './list-query.ts';

test('an address says all that a list shows', () => {
  const query = {
    search: 'blue & co',
    sort: { field: 'amount', direction: 'desc' as const },
    filter: { stage: { in: ['won'] } },
  };
  expect(readListQuery(writeListQuery(query))).toEqual(query);
  expect(writeListQuery({ search: '', sort: null, filter: undefined })).toBe('');
});

test.each(['?filter=nonsense', '?filter=[1]', '?filter=null', '?sort=', '?sort=-'])(
  '%s asks for nothing',
  (address) => {
    expect(readListQuery(address)).toEqual({ search: '', sort: null, filter: undefined });
  },
);

test('a header goes from ascending over descending to the order of the entity', () => {
  const ascending = nextSort({ field: 'name', direction: 'asc' }, 'amount');
  const descending = nextSort(ascending, 'amount');
  expect([ascending, descending, nextSort(descending, 'amount')]).toEqual([
    { field: 'amount', direction: 'asc' },
    { field: 'amount', direction: 'desc' },
    null,
  ]);
});
