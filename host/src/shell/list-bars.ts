import { icon } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FieldView } from './field-template.ts';
import { midSentence } from './field-words.ts';
import type { ListQuery } from './list-query.ts';

/** What the list is of, and what can be begun. */
export function titleBar(entity: EntityMeta, view: FieldView, create: () => void): TemplateResult {
  return html`<header class="title-bar">
    <span class="icon">${icon(entity.icon, 16)}</span>
    <h1 class="ell">${view.localized(entity.plural)}</h1>
    <span class="grow"></span>
    <ts-slot name=${`${entity.id}.list.action`}></ts-slot>
    ${
      entity.actions.create
        ? html`<button class="btn primary" aria-keyshortcuts="c" @click=${create}>
            ${icon('plus', 16)}
            <span
              >${view.t('list.create', { entity: midSentence(view.localized(entity.label)) })}</span
            >
          </button>`
        : nothing
    }
  </header>`;
}

export interface ViewBarActions {
  readonly searched: (words: string) => void;
  /** Goes on to the rows. */
  readonly left: () => void;
  readonly filtered: (filter: Filter | undefined) => void;
}

/** What narrows the list: the search and the filter. */
export function viewBar(
  entity: EntityMeta,
  view: FieldView,
  query: ListQuery,
  actions: ViewBarActions,
): TemplateResult {
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    actions.left();
  };
  return html`<div class="view-bar" role="search">
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
      @ts-filter-changed=${(event: CustomEvent<{ filter: Filter | undefined }>) => actions.filtered(event.detail.filter)}
    ></ts-filter-bar>
  </div>`;
}
