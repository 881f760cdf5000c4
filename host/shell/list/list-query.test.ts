import { expect, test } from 'vitest';
import {
  isSameView,
  nextSort,
  plainListQuery,
  readListQuery,
  writeListQuery,
} from './list-query.ts';
import type { ListQuery } from './list-query.ts';

const full: ListQuery = {
  search: 'blue & co',
  sort: { field: 'amount', direction: 'desc' },
  filter: { stage: { in: ['won'] } },
  layout: 'board',
  by: 'stage',
  columns: [{ field: 'name' }, { field: 'stage', width: 180 }],
  view: 'a1',
};

test('an address says all that a list shows', () => {
  expect(readListQuery(writeListQuery(full))).toEqual(full);
  expect(writeListQuery(plainListQuery)).toBe('');
});

test('beside a saved view an address says only what differs, also what was taken away', () => {
  const saved = { ...full, search: '' };
  expect(writeListQuery(saved, saved)).toBe('?view=a1');
  expect(readListQuery('?view=a1', saved)).toEqual(saved);
  const changed = { ...saved, filter: undefined, sort: null, columns: null, by: null };
  const address = writeListQuery(changed, saved);
  expect(address).toBe('?view=a1&by=&sort=&filter=&columns=');
  expect(readListQuery(address, saved)).toEqual(changed);
  expect(readListQuery('?view=a1&layout=table', saved).layout).toBe('table');
});

test('words that are searched do not change a view', () => {
  expect(isSameView(full, { ...full, search: '' })).toBe(true);
  expect(isSameView(full, { ...full, by: null })).toBe(false);
});

test.each([
  '?filter=nonsense',
  '?filter=[1]',
  '?filter=null',
  '?sort=',
  '?sort=-',
  '?layout=pie',
  '?columns=,,:12,a b',
  '?view=',
  '?by=',
])('%s asks for nothing', (address) => {
  expect(readListQuery(address)).toEqual(plainListQuery);
});

test('a filter that cannot be read never widens a saved view', () => {
  expect(readListQuery('?view=a1&filter={', full).filter).toEqual(full.filter);
});

test('a header goes from ascending over descending to the order of the entity', () => {
  const ascending = nextSort({ field: 'name', direction: 'asc' }, 'amount');
  const descending = nextSort(ascending, 'amount');
  expect([ascending, descending, nextSort(descending, 'amount')]).toEqual([
    { field: 'amount', direction: 'asc' },
    { field: 'amount', direction: 'desc' },
    null,
  ]);
});
