import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import { withoutMissing } from '../filter/filter-dormant.ts';
import { keepUnknown } from '../grid/list-column.ts';
import type { ListColumn } from '../grid/list-column.ts';
import type { ListModel } from './list-model.ts';
import { nextSort } from './list-query.ts';
import type { ListSort } from './list-query.ts';
import {
  dormantFilterState,
  dormantState,
  emptyState,
  failedState,
  missingViewState,
  noMatchState,
  skeletonRows,
} from './list-state.ts';
import { loadPart } from '../app/part.ts';

/** The rows that somebody selected. */
export interface ListSelection {
  readonly ids: readonly string[];
  /** All that match, not only those of `ids`. */
  readonly all?: boolean;
}

/** What stands below the bars of a list, and what can happen there. */
export interface ListContent {
  readonly entity: EntityMeta;
  readonly view: FieldView;
  readonly model: ListModel;
  readonly isNarrow: boolean;
  /** The row to start at. */
  readonly place: number;
  readonly create: () => void;
  readonly opened: (id: string) => void;
  readonly selected: (selection: ListSelection) => void;
  readonly filterWanted: (field: string) => void;
  /** Somebody wants to change a record beside the list. */
  readonly editWanted: (id: string) => void;
}

/** The rows as table, cards or board, or why there are none. */
export function listContent(content: ListContent): TemplateResult {
  const { entity, view, model } = content;
  const { book, reading, saved, isMissing } = model;
  const fail = (failure: unknown, retry: () => void): TemplateResult =>
    failedState('list.failed', failure, view, retry);
  if (isMissing && book.failure) return fail(book.failure, () => void model.load());
  if (isMissing) return missingViewState(entity, view);
  const leave = (): void =>
    model.show({ filter: withoutMissing(model.query.filter, entity, view) });
  // Of another's view the filter is not told: then there is nothing to take out.
  if (saved?.isDormant && saved.filter === null) return dormantState(entity, view, saved);
  if (saved?.isDormant && model.missing.length > 0) return dormantState(entity, view, saved, leave);
  if (model.missing.length > 0) return dormantFilterState(view, model.missing, leave);
  if (model.isBoard) return board(content);
  if (reading.failure) return fail(reading.failure, () => reading.renew());
  if (reading.isLoaded && reading.total === 0) return noRows(content);
  const rows = content.isNarrow ? cards(content) : grid(content);
  return html`${reading.isLoaded ? nothing : skeletonRows(view)} ${reading.source ? rows : nothing}`;
}

function noRows({ entity, view, model, create }: ListContent): TemplateResult {
  const { search, filter } = model.query;
  return search !== '' || filter
    ? noMatchState(entity, view, () => model.show({ search: '', filter: undefined }))
    : emptyState(entity, view, create);
}

function cards({ entity, view, model, place, editWanted }: ListContent): TemplateResult {
  const { columns, reading } = model;
  return html`<ts-list-cards
    .entity=${entity}
    .columns=${columns.map(({ field }) => field)}
    .source=${reading.source}
    .view=${view}
    .total=${reading.totalText(view)}
    .startIndex=${place}
    @ts-edit-wanted=${(event: CustomEvent<{ id: string }>) => editWanted(event.detail.id)}
  ></ts-list-cards>`;
}

function grid(content: ListContent): TemplateResult {
  const { entity, view, model, place } = content;
  const { columns, query, reading } = model;
  const { update, delete: remove, export: exports } = entity.actions;
  /** A header was pressed, or its menu said which order. */
  const sorted = ({ field, sort = nextSort(query.sort, field) }: SortChange): void =>
    model.show({ sort });
  const arranged = (after: readonly ListColumn[]): void =>
    model.show({ columns: keepUnknown(entity, query.columns, after) });
  return html`<ts-list-grid
    .entity=${entity}
    .columns=${columns}
    .source=${reading.source}
    .sort=${query.sort}
    .view=${view}
    .sums=${reading.sums}
    .total=${reading.totalText(view)}
    .startIndex=${place}
    .selectable=${update || remove || exports}
    @ts-row-opened=${(event: CustomEvent<{ id: string }>) => content.opened(event.detail.id)}
    @ts-sort-changed=${(event: CustomEvent<SortChange>) => sorted(event.detail)}
    @ts-columns-changed=${(event: CustomEvent<{ columns: readonly ListColumn[] }>) => arranged(event.detail.columns)}
    @ts-filter-wanted=${(event: CustomEvent<{ field: string }>) => content.filterWanted(event.detail.field)}
    @ts-edit-wanted=${(event: CustomEvent<{ id: string }>) => content.editWanted(event.detail.id)}
    @ts-selection-changed=${(event: CustomEvent<ListSelection>) => content.selected(event.detail)}
  ></ts-list-grid>`;
}

interface SortChange {
  readonly field: string;
  readonly sort?: ListSort | null;
}

function board({ entity, view, model, opened }: ListContent): TemplateResult {
  loadPart(() => import('../board/board.ts'));
  const { filter, search, sort, by } = model.query;
  return html`<ts-board
    .entity=${entity}
    .view=${view}
    .filter=${filter}
    .search=${search}
    .sort=${sort}
    .by=${by}
    @ts-row-opened=${(event: CustomEvent<{ id: string }>) => opened(event.detail.id)}
    @ts-by-changed=${(event: CustomEvent<{ by: string | null }>) => model.show({ by: event.detail.by })}
    @ts-total-changed=${(event: CustomEvent<{ total: number }>) => model.reading.count(event.detail.total)}
  ></ts-board>`;
}
