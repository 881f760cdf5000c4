import type { Filter } from '@tessera/core';

export type ViewVisibility = 'private' | 'team' | 'all';

/** What a saved view shows. */
export interface ViewContent {
  readonly layout: 'table' | 'board';
  /** Field whose values are the columns of the board. */
  readonly by: string | null;
  readonly filter: Filter | null;
  readonly sort: { readonly field: string; readonly direction: 'asc' | 'desc' } | null;
  /** Null: the entity's own columns. */
  readonly columns: readonly { readonly field: string; readonly width?: number }[] | null;
}

/** A saved view as it is kept. */
export interface SavedView {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly visibility: ViewVisibility;
  /** The team it is for, when it is for one. */
  readonly team: string | null;
  readonly owner: string;
  readonly content: ViewContent;
  /** Every field that it names, as paths. */
  readonly uses: readonly string[];
  readonly version: number;
}
