import { icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Filter } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from '../field/field-template.ts';
import { midSentence } from '../field/field-words.ts';
import { importPath } from '../import/import-path.ts';
import type { ListColumn } from '../grid/list-column.ts';
import '../grid/list-column-menu.ts';
import { mayImport } from './list-may-import.ts';
import './list-popover.ts';
import type { ListLayout, ListQuery, ListSort } from './list-query.ts';
import './list-sort-menu.ts';
import type { ListTotals } from './list-total.ts';
import '../saved-view/saved-view-tabs.ts';
import type { ViewCommand } from '../saved-view/saved-view-tabs.ts';
import type { SavedView } from '../saved-view/saved-view.ts';

/** What the title bar shows. */
export interface TitleBar {
  readonly entity: EntityMeta;
  readonly view: FieldView;
  readonly views: readonly SavedView[];
  readonly current: string | null;
  readonly first: string | null;
  readonly isNarrow: boolean;
  /** The menu that exports what is shown; nothing where one may not. */
  readonly exports: TemplateResult | typeof nothing;
  readonly create: () => void;
  readonly command: (command: ViewCommand) => void;
}

/** What the list is of, its views, and what can be begun. */
export function titleBar(bar: TitleBar): TemplateResult {
  const { entity, view, isNarrow } = bar;
  const label = view.t('list.create', { entity: midSentence(view.localized(entity.label)) });
  const actions = html`<ts-slot name=${`${entity.id}.list.action`}></ts-slot>${bar.exports}
    ${importLink(entity, view, isNarrow)}`;
  return html`<header class="title-bar">
    <span class="icon">${icon(entity.icon, 16)}</span>
    <h1 class="ell">${view.localized(entity.plural)}</h1>
    <ts-saved-view-tabs
      .entity=${entity}
      .views=${bar.views}
      .current=${bar.current}
      .first=${bar.first}
      ?narrow=${isNarrow}
      @ts-view-command=${(event: CustomEvent<{ command: ViewCommand }>) => bar.command(event.detail.command)}
    ></ts-saved-view-tabs>
    ${
      isNarrow
        ? html`<ts-list-popover bare icon="ellipsis" .label=${view.t('list.more')}>
            <div class="menu">${actions}</div>
          </ts-list-popover>`
        : actions
    }
    ${
      entity.actions.create
        ? html`<button
            class="btn primary ${isNarrow ? 'icon' : ''}"
            aria-keyshortcuts="c"
            aria-label=${isNarrow ? label : nothing}
            @click=${bar.create}
          >
            ${icon('plus', 16)} ${isNarrow ? nothing : html`<span>${label}</span>`}
          </button>`
        : nothing
    }
  </header>`;
}

function importLink(
  entity: EntityMeta,
  view: FieldView,
  isNarrow: boolean,
): TemplateResult | typeof nothing {
  if (!mayImport(entity, view)) return nothing;
  const label = view.t('list.import');
  return isNarrow
    ? html`<a class="line" href=${importPath(entity)}>${icon('upload', 16)} ${label}</a>`
    : html`<a class="btn ghost icon" href=${importPath(entity)} aria-label=${label} title=${label}
        >${icon('upload', 16)}</a
      >`;
}

export interface ViewBarActions {
  readonly searched: (words: string) => void;
  /** Goes on to the rows. */
  readonly left: () => void;
  readonly filtered: (filter: Filter | undefined) => void;
  readonly sorted: (sort: ListSort | null) => void;
  readonly columns: (columns: readonly ListColumn[] | null) => void;
  readonly totalled: (totals: ListTotals) => void;
  readonly laid: (layout: ListLayout) => void;
  readonly command: (command: ViewCommand) => void;
}

/** What the view bar shows. */
export interface ViewBar {
  readonly entity: EntityMeta;
  readonly view: FieldView;
  readonly query: ListQuery;
  readonly totals: ListTotals;
  /** Fields that a board can be made of. */
  readonly boards: readonly FieldMeta[];
  readonly isChanged: boolean;
  /** Whether the saved view that is shown may be changed. */
  readonly mayUpdate: boolean;
}

/** What narrows and arranges the list. */
export function viewBar(bar: ViewBar, actions: ViewBarActions): TemplateResult {
  const { entity, view, query } = bar;
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    actions.left();
  };
  return html`<div class="view-bar" role="search">
    ${bar.boards.length > 0 ? layoutSwitch(view, query.layout, actions.laid) : nothing}
    <label class="search">
      ${icon('search', 14)}
      <input
        type="search"
        aria-label=${view.t('list.search.label', { entities: midSentence(view.localized(entity.plural)) })}
        aria-keyshortcuts="/"
        placeholder=${view.t('list.search')}
        .value=${query.search}
        @input=${(event: Event) => actions.searched((event.target as HTMLInputElement).value)}
        @keydown=${pressed}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
    <ts-filter-bar
      .entity=${entity}
      .filter=${query.filter}
      .search=${query.search}
      @ts-filter-changed=${(event: CustomEvent<{ filter: Filter | undefined }>) => actions.filtered(event.detail.filter)}
    ></ts-filter-bar>
    <div class="tools">
      <ts-list-sort-menu
        .entity=${entity}
        .sort=${query.sort}
        @ts-sort-chosen=${(event: CustomEvent<{ sort: ListSort | null }>) => actions.sorted(event.detail.sort)}
      ></ts-list-sort-menu>
      ${
        query.layout === 'board' && bar.boards.length > 0
          ? nothing
          : html`<ts-list-column-menu
              .entity=${entity}
              .columns=${query.columns}
              .totals=${bar.totals}
              @ts-columns-changed=${(event: CustomEvent<{ columns: readonly ListColumn[] | null }>) => actions.columns(event.detail.columns)}
              @ts-totals-changed=${(event: CustomEvent<{ totals: ListTotals }>) => actions.totalled(event.detail.totals)}
            ></ts-list-column-menu>`
      }
      ${bar.isChanged ? changedTools(bar, actions.command) : nothing}
    </div>
  </div>`;
}

/** The list is not as its view was saved. */
function changedTools(
  { view, query, mayUpdate }: ViewBar,
  command: (command: ViewCommand) => void,
): TemplateResult {
  const isNew = query.view === null || !mayUpdate;
  return html`<button class="btn ghost" @click=${() => command('reset')}>
      ${view.t('view.reset')}
    </button>
    ${isNew ? nothing : html`<button class="btn" @click=${() => command('update')}>${view.t('view.update')}</button>`}
    <button class=${isNew ? 'btn' : 'btn ghost'} @click=${() => command('create')}>
      ${view.t(query.view === null ? 'view.save' : 'view.saveNew')}
    </button>`;
}

function layoutSwitch(
  view: FieldView,
  current: ListLayout,
  laid: (layout: ListLayout) => void,
): TemplateResult {
  const button = (layout: ListLayout, symbol: string): TemplateResult =>
    html`<button aria-pressed=${layout === current} @click=${() => laid(layout)}>
      ${icon(symbol, 14)} <span>${view.t(`layout.${layout}`)}</span>
    </button>`;
  return html`<div class="segments" role="group" aria-label=${view.t('layout.label')}>
    ${button('table', 'table-2')} ${button('board', 'square-kanban')}
  </div>`;
}
