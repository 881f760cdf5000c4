import type { Filter } from '@tessera/core';

/** What a list shows, as its address says it: `?q=…&sort=-amount&filter={…}`. */
export interface ListQuery {
  readonly search: string;
  readonly sort: ListSort | null;
  readonly filter: Filter | undefined;
}

export interface ListSort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** Reads the query part of an address. A filter that is no JSON object is left out. */
export function readListQuery(address: string): ListQuery {
  const names = new URLSearchParams(address);
  const sort = names.get('sort') ?? '';
  return {
    search: names.get('q') ?? '',
    sort: sort === '' || sort === '-' ? null : toSort(sort),
    filter: toFilterObject(names.get('filter')),
  };
}

/** Writes the query part of an address, with its `?`; empty when there is nothing to say. */
export function writeListQuery(query: ListQuery): string {
  const names = new URLSearchParams();
  if (query.search !== '') names.set('q', query.search);
  if (query.sort)
    names.set('sort', `${query.sort.direction === 'desc' ? '-' : ''}${query.sort.field}`);
  if (query.filter) names.set('filter', JSON.stringify(query.filter));
  const text = names.toString();
  return text === '' ? '' : `?${text}`;
}

/** The order after one more click on a header: ascending, descending, then the entity's own order. */
export function nextSort(current: ListSort | null, field: string): ListSort | null {
  if (current?.field !== field) return { field, direction: 'asc' };
  return current.direction === 'asc' ? { field, direction: 'desc' } : null;
}

function toSort(text: string): ListSort {
  return text.startsWith('-')
    ? { field: text.slice(1), direction: 'desc' }
    : { field: text, direction: 'asc' };
}

function toFilterObject(text: string | null): Filter | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Filter)
      : undefined;
  } catch {
    return undefined;
  }
}
