import type { Filter, LocalizedText } from '@tessera/core';
import type { ListColumn } from '../grid/list-column.ts';
import type { ListLayout, ListQuery, ListSort } from '../list/list-query.ts';

export type ViewVisibility = 'private' | 'team' | 'all';

/** A view of a list that somebody saved, as the server answers it. */
export interface SavedView {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly visibility: ViewVisibility;
  readonly team: string | null;
  readonly owner: string;
  readonly layout: ListLayout;
  readonly by: string | null;
  readonly filter: Filter | null;
  readonly sort: ListSort | null;
  readonly columns: readonly ListColumn[] | null;
  readonly version: number;
  readonly isMine: boolean;
  readonly mayChange: boolean;
  /** Fields that it names and that are not there now. */
  readonly missing: readonly string[];
  /** Plugins that are off and that it needs for some of those. */
  readonly needs: readonly {
    readonly plugin: string;
    readonly label: LocalizedText;
    readonly fields: readonly string[];
  }[];
  /** Its filter names one of them: it is not shown, for it would show something else. */
  readonly isDormant: boolean;
}

/** What is chosen when a view is saved. */
export interface ViewSharing {
  readonly name: string;
  readonly visibility: ViewVisibility;
  readonly team: string | null;
}

/** The list as the view keeps it. */
export function queryOfView(view: SavedView): ListQuery {
  const { id, layout, by, sort, columns } = view;
  return { search: '', view: id, layout, by, sort, columns, filter: view.filter ?? undefined };
}

/** What of a list goes into a view. */
export function viewOfQuery({
  layout,
  by,
  filter,
  sort,
  columns,
}: ListQuery): Pick<SavedView, 'layout' | 'by' | 'filter' | 'sort' | 'columns'> {
  return { layout, by, filter: filter ?? null, sort, columns };
}
