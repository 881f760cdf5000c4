import { expect, test } from 'vitest';
import type { EntityMeta } from '@tessera/core';
import { keepUnknown, moveColumn, readColumns, shownColumns, writeColumns } from './list-column.ts';

const entity = {
  title: 'name',
  fields: [{ name: 'name' }, { name: 'stage' }, { name: 'amount' }],
  list: { columns: ['stage', 'name'] },
} as unknown as EntityMeta;

function names(columns: ReturnType<typeof shownColumns>): readonly string[] {
  return columns.map(({ field }) => field.name);
}

test('columns are read as they were written', () => {
  const columns = [{ field: 'name', width: 300 }, { field: 'stage' }];
  expect(writeColumns(columns)).toBe('name:300,stage');
  expect(readColumns(writeColumns(columns))).toEqual(columns);
});

test('rubbish, doubles and impossible widths do not come through', () => {
  expect(readColumns('a,a:90,b:0,c:99999,<d>,,e:x')).toEqual([
    { field: 'a' },
    { field: 'b', width: 60 },
    { field: 'c', width: 1000 },
  ]);
  expect(readColumns(null)).toBe(null);
});

test('the title comes first, and what is not there now is left out but kept in mind', () => {
  const chosen = [{ field: 'amount' }, { field: 'gone' }, { field: 'name', width: 200 }];
  expect(names(shownColumns(entity, chosen))).toEqual(['name', 'amount']);
  expect(names(shownColumns(entity, null))).toEqual(['name', 'stage']);
  expect(keepUnknown(entity, chosen, [{ field: 'name' }])).toEqual([
    { field: 'name' },
    { field: 'gone' },
  ]);
});

test('a column moves to a place that is there, and nowhere else', () => {
  const columns = [{ field: 'a' }, { field: 'b' }, { field: 'c' }];
  expect(moveColumn(columns, 2, 0).map(({ field }) => field)).toEqual(['c', 'a', 'b']);
  expect(moveColumn(columns, 0, 3)).toBe(columns);
});
