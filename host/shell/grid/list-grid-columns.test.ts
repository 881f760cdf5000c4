import type { GridColumn } from '@vaadin/grid/vaadin-grid-column.js';
import type { FieldMeta } from '@tessera/core';
import { expect, test } from 'vitest';
import { columnsOfGrid, moved, resized, withoutColumn } from './list-grid-columns.ts';
import type { ShownColumn } from './list-column.ts';

const field = (name: string): FieldMeta => ({ name, type: 'text' }) as FieldMeta;
const columns: readonly ShownColumn[] = [
  { field: field('name') },
  { field: field('stage'), width: 180 },
  { field: field('note') },
];
const element = (path: string, width: string): GridColumn => ({ path, width }) as GridColumn;

test('a column moves by one place, never before the title', () => {
  expect(moved(columns, 'stage', 1)?.map((one) => one.field)).toEqual(['name', 'note', 'stage']);
  expect(moved(columns, 'stage', -1)).toBeUndefined();
  expect(moved(columns, 'note', 1)).toBeUndefined();
  expect(moved(columns, 'name', 1)).toBeUndefined();
});

test('a step changes one width and stays within reason', () => {
  expect(resized(columns, 'note', 150, 1)).toEqual([
    { field: 'name' },
    { field: 'stage', width: 180 },
    { field: 'note', width: 174 },
  ]);
  expect(resized(columns, 'note', 61, -1)[2]).toEqual({ field: 'note', width: 60 });
});

test('a hidden column is left out', () => {
  expect(withoutColumn(columns, 'stage')).toEqual([{ field: 'name' }, { field: 'note' }]);
});

test('what the mouse did is read from the grid; only the width of the one that was sized is chosen', () => {
  const elements = [element('note', '411px'), element('name', '312px'), element('stage', '180px')];
  expect(columnsOfGrid(elements, columns, 'name')).toEqual([
    { field: 'name', width: 312 },
    { field: 'note' },
    { field: 'stage', width: 180 },
  ]);
});
