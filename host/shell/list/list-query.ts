import type { Filter } from '@tessera/core';
import { readColumns, writeColumns } from '../grid/list-column.ts';
import type { ListColumn } from '../grid/list-column.ts';

/** What a list shows, as its address says it: `?view=…&layout=board&by=stage&q=…&sort=-amount&filter={…}&columns=name,stage:180`. */
export interface ListQuery {
  readonly search: string;
  readonly sort: ListSort | null;
  readonly filter: Filter | undefined;
  readonly layout: ListLayout;
  /** Field whose values are the columns of the board; null when the board chooses. */
  readonly by: string | null;
  /** Null: the entity's own. */
  readonly columns: readonly ListColumn[] | null;
  /** Id of the saved view; null: the entity's own list. */
  readonly view: string | null;
}

export type ListLayout = 'table' | 'board';

export interface ListSort {
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

/** The list of an entity with nothing asked. */
export const plainListQuery: ListQuery = {
  search: '',
  sort: null,
  filter: undefined,
  layout: 'table',
  by: null,
  columns: null,
  view: null,
};

/** The id of the saved view that an address names. */
export function viewOfAddress(address: string): string | null {
  return new URLSearchParams(address).get('view') || null;
}

/**
 * Reads the query part of an address. What the address does not say is as in the saved view it names; a name with
 * nothing behind it takes that away. A filter that is no JSON object is as if it were not there.
 */
export function readListQuery(address: string, saved: ListQuery = plainListQuery): ListQuery {
  const names = new URLSearchParams(address);
  const read = <T>(name: string, before: T, of: (text: string) => T): T => {
    const text = names.get(name);
    return text === null ? before : of(text);
  };
  return {
    search: names.get('q') ?? '',
    sort: read('sort', saved.sort, toSort),
    filter: read('filter', saved.filter, (text) => toFilterObject(text, saved.filter)),
    layout: read('layout', saved.layout, (text) => (text === 'board' ? 'board' : 'table')),
    by: read('by', saved.by, (text) => text || null),
    columns: read('columns', saved.columns, readColumns),
    view: viewOfAddress(address),
  };
}

/** Writes the query part of an address, with its `?`: what differs from the saved view. Empty when there is nothing to say. */
export function writeListQuery(query: ListQuery, saved: ListQuery = plainListQuery): string {
  const names = new URLSearchParams();
  if (query.view !== null) names.set('view', query.view);
  const before = partsOf(saved);
  for (const [name, text] of Object.entries(partsOf(query))) {
    if (text !== before[name]) names.set(name, text);
  }
  if (query.search !== '') names.set('q', query.search);
  const text = names.toString();
  return text === '' ? '' : `?${text}`;
}

/** Whether two queries show the same but for the words searched: those belong to no view. */
export function isSameView(one: ListQuery, other: ListQuery): boolean {
  return JSON.stringify(partsOf(one)) === JSON.stringify(partsOf(other));
}

/** The order after one more click on a header: ascending, descending, then the entity's own order. */
export function nextSort(current: ListSort | null, field: string): ListSort | null {
  if (current?.field !== field) return { field, direction: 'asc' };
  return current.direction === 'asc' ? { field, direction: 'desc' } : null;
}

/** What a view keeps, as its address says it. */
function partsOf(query: ListQuery): Readonly<Record<string, string>> {
  const { sort, filter, layout, by, columns } = query;
  return {
    layout,
    by: by ?? '',
    sort: sort ? `${sort.direction === 'desc' ? '-' : ''}${sort.field}` : '',
    filter: filter ? JSON.stringify(filter) : '',
    columns: writeColumns(columns),
  };
}

function toSort(text: string): ListSort | null {
  if (text === '' || text === '-') return null;
  return text.startsWith('-')
    ? { field: text.slice(1), direction: 'desc' }
    : { field: text, direction: 'asc' };
}

function toFilterObject(text: string, before: Filter | undefined): Filter | undefined {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Filter)
      : before;
  } catch {
    return before;
  }
}
