import type { EntityMeta, Filter } from '@tessera/core';

/** Which records of a list are exported, and how. */
export interface ExportAsk {
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' } | null | undefined;
  /** Names of fields in their order; all fields when not given. */
  readonly columns?: readonly (string | { readonly field: string })[] | null | undefined;
  readonly format: 'csv' | 'xlsx';
  /** Language of the labels; that of the user's profile when not given. */
  readonly locale?: string | undefined;
}

/** The address from which a browser downloads an export. A selection is a filter: `{id: {in: […]}}`. */
export function exportUrl(entity: Pick<EntityMeta, 'path'>, ask: ExportAsk): string {
  const names = new URLSearchParams({ format: ask.format });
  const columns = (ask.columns ?? []).map((one) => (typeof one === 'string' ? one : one.field));
  if (columns.length > 0) names.set('columns', columns.join(','));
  if (ask.sort) {
    names.set('_sort', ask.sort.field);
    names.set('_order', ask.sort.direction);
  }
  if (ask.search) names.set('q', ask.search);
  if (ask.filter) names.set('filter', JSON.stringify(ask.filter));
  if (ask.locale) names.set('locale', ask.locale);
  return `/api/${entity.path}/export?${names.toString()}`;
}
