import { expect, test } from 'vitest';
import { coverOf, isSelected, nothingSelected, toggled, withAdded } from './list-selection.ts';

const read = ['a', 'b', 'c'];

test('rows are chosen and let go one by one', () => {
  const one = toggled(nothingSelected, 'a', read);
  expect([...one.ids]).toEqual(['a']);
  expect(toggled(one, 'a', read).ids.size).toBe(0);
  expect([...withAdded(one, ['b', 'a']).ids]).toEqual(['a', 'b']);
});

test('taking one out of all leaves the rows that were read', () => {
  const all = { ids: new Set(read), all: true };
  expect(isSelected(all, 'never read')).toBe(true);
  const rest = toggled(all, 'b', read);
  expect([rest.all, ...rest.ids]).toEqual([false, 'a', 'c']);
});

test('the cover says whether some or all of what was read is chosen', () => {
  expect(coverOf(nothingSelected, read)).toBe('none');
  expect(coverOf(nothingSelected, [])).toBe('none');
  expect(coverOf(toggled(nothingSelected, 'a', read), read)).toBe('some');
  expect(coverOf(withAdded(nothingSelected, read), read)).toBe('all');
  expect(coverOf({ ids: new Set(), all: true }, [])).toBe('all');
});
