import { TesseraElement, toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './filter-bar.ts';
import './form-drawer.ts';
import './list-bulk-bar.ts';
import './list-cards.ts';
import './list-grid.ts';
import type { FilterBar } from './filter-bar.ts';
import { entityOf } from './field-template.ts';
import type { FieldView } from './field-template.ts';
import { fieldViewOf } from './field-view.ts';
import { titleBar, viewBar } from './list-bars.ts';
import type { ListCards } from './list-cards.ts';
import type { ListGrid } from './list-grid.ts';
import { nextSort, readListQuery, writeListQuery } from './list-query.ts';
import type { ListQuery } from './list-query.ts';
import { listShortcut } from './list-shortcuts.ts';
import { ListSource, listColumns } from './list-source.ts';
import type { ListOutcome } from './list-source.ts';
import { emptyState, failedState, noMatchState, skeletonRows } from './list-state.ts';
import { listStyles } from './list-styles.ts';
import { readSums } from './list-sums.ts';
import { RecordClient } from './record-client.ts';
import { deleteWithUndo } from './record-delete.ts';
import { rememberPosition, takePosition } from './record-position.ts';
import { recordStyles } from './record-styles.ts';

const SEARCH_DELAY_MS = 250;
/** What may open a record. When the list leaves the page its rows have no place any more. */
const PRESSES = ['click', 'keydown'] as const;

/** The list of an entity: search, filter, order, totals, selection. Its address holds what it shows. */
@customElement('ts-list')
export class ListPage extends TesseraElement {
  /** Id of the entity. */
  @property() entity = '';
  /** Opens the form for a new record. */
  @property({ type: Boolean }) creating = false;

  @state() private query: ListQuery = readListQuery(location.search);
  @state() private source: ListSource | undefined;
  @state() private view: FieldView | undefined;
  @state() private total = 0;
  @state() private isExact = true;
  @state() private isLoaded = false;
  @state() private failure: unknown = null;
  @state() private sums: Readonly<Record<string, string>> = {};
  @state() private selected: readonly string[] = [];
  @state() private isNarrow = false;

  readonly #narrow = matchMedia('(max-width: 759px)');
  /** The row to start at: the first in view when one of these records was opened. */
  #place = 0;
  /** The first row in view at the last press. */
  #position = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.isNarrow = this.#narrow.matches;
    this.#narrow.addEventListener('change', this.#widthChanged);
    addEventListener('popstate', this.#addressChanged);
    document.addEventListener('keydown', this.#pressed);
    for (const press of PRESSES) this.addEventListener(press, this.#noted, { capture: true });
    this.#watch();
  }

  override disconnectedCallback(): void {
    this.#leave();
    this.#narrow.removeEventListener('change', this.#widthChanged);
    removeEventListener('popstate', this.#addressChanged);
    document.removeEventListener('keydown', this.#pressed);
    clearTimeout(this.#typing);
    this.#stopLive?.();
    this.#stopLive = undefined;
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has('entity');
    if (isOther) {
      this.query = readListQuery(location.search);
      this.#place = takePosition(location.pathname + location.search);
      this.selected = [];
      if (this.isConnected && this.#stopLive) this.#watch();
    }
    if (isOther || this.view?.meta !== this.meta || this.view.locale !== this.locale)
      this.#ask(isOther);
  }

  override render(): TemplateResult | typeof nothing {
    const entity = this.#entity;
    if (!entity || !this.source || !this.view) return nothing;
    return html`${titleBar(entity, this.view, this.#create)} ${this.#viewBar(entity, this.view)}
    ${this.#content(entity, this.source, this.view)}
    ${
      this.selected.length > 0
        ? html`<ts-list-bulk-bar
            .count=${this.selected.length}
            .deletable=${entity.actions.delete}
            @ts-bulk-deleted=${this.#deleteSelected}
            @ts-bulk-cleared=${() => this.#grid?.clearSelection()}
          ></ts-list-bulk-bar>`
        : nothing
    }
    ${
      this.creating
        ? html`<ts-form
            entity=${entity.id}
            @ts-form-closed=${this.#formClosed}
            @ts-record-saved=${() => this.refresh()}
          ></ts-form>`
        : nothing
    }`;
  }

  /** Reads the rows in view again, without a flicker. */
  async refresh(): Promise<void> {
    if (this.total === 0 || this.failure) this.#ask(false);
    else await Promise.all([this.#grid?.refresh(), this.#cards?.refresh(), this.#sum()]);
  }

  #viewBar(entity: EntityMeta, view: FieldView): TemplateResult {
    return viewBar(entity, view, this.query, {
      searched: (words) => this.#searched(words),
      left: () => this.#grid?.focusRows(),
      filtered: (filter) => this.#show({ ...this.query, filter }),
    });
  }

  #content(entity: EntityMeta, source: ListSource, view: FieldView): TemplateResult {
    if (this.failure) return failedState('list.failed', this.failure, view, () => this.#ask(false));
    if (this.isLoaded && this.total === 0) {
      return this.#isNarrowed
        ? noMatchState(entity, view, () =>
            this.#show({ ...this.query, search: '', filter: undefined }),
          )
        : emptyState(entity, view, this.#create);
    }
    const skeleton = this.isLoaded ? nothing : skeletonRows(view);
    if (this.isNarrow) {
      return html`${skeleton}<ts-list-cards
          .entity=${entity}
          .columns=${source.request.columns}
          .source=${source}
          .view=${view}
          .total=${this.#totalText}
          .startIndex=${this.#place}
        ></ts-list-cards>`;
    }
    return html`${skeleton}<ts-list-grid
        .entity=${entity}
        .columns=${source.request.columns}
        .source=${source}
        .sort=${this.query.sort}
        .view=${view}
        .sums=${this.sums}
        .total=${this.#totalText}
        .startIndex=${this.#place}
        .selectable=${entity.actions.delete}
        @ts-row-opened=${(event: CustomEvent<{ id: string }>) => this.navigate(`/${entity.path}/${event.detail.id}`)}
        @ts-sort-changed=${(event: CustomEvent<{ field: string }>) => this.#show({ ...this.query, sort: nextSort(this.query.sort, event.detail.field) })}
        @ts-selection-changed=${(event: CustomEvent<{ ids: readonly string[] }>) => (this.selected = event.detail.ids)}
      ></ts-list-grid>`;
  }

  get #entity(): EntityMeta | undefined {
    return entityOf(this.meta, this.entity);
  }

  get #grid(): ListGrid | null {
    return this.renderRoot.querySelector('ts-list-grid');
  }

  get #cards(): ListCards | null {
    return this.renderRoot.querySelector('ts-list-cards');
  }

  get #isNarrowed(): boolean {
    return this.query.search !== '' || this.query.filter !== undefined;
  }

  get #totalText(): string {
    if (!this.isLoaded) return '';
    const number = new Intl.NumberFormat(this.locale).format(this.total);
    return this.t(this.isExact ? 'list.total' : 'list.total.more', { count: this.total, number });
  }

  /** Makes the source anew from what the address says. Sums follow by themselves. */
  #ask(isOther: boolean): void {
    const entity = this.#entity;
    if (!entity) return;
    this.view = fieldViewOf(this);
    this.failure = null;
    if (isOther) this.total = 0;
    if (this.total === 0) this.isLoaded = false;
    const source: ListSource = new ListSource(
      new RecordClient(this.api, entity),
      {
        search: this.query.search,
        filter: this.query.filter,
        sort: this.query.sort ?? entity.list.sort,
        columns: listColumns(entity),
      },
      (outcome) => this.#told(source, outcome),
    );
    this.source = source;
    void this.#sum();
  }

  #told(source: ListSource, outcome: ListOutcome): void {
    if (source !== this.source) return;
    this.isLoaded = true;
    if ('error' in outcome) {
      this.failure = outcome.error;
      return;
    }
    this.total = outcome.page.total;
    this.isExact = outcome.page.isExact;
  }

  async #sum(): Promise<void> {
    const source = this.source;
    if (!source || !this.view) return;
    const sums = await readSums(source, this.view);
    if (source === this.source) this.sums = sums;
  }

  /** Shows another query and writes it into the address. */
  #show(query: ListQuery): void {
    const before = writeListQuery(this.query);
    this.query = query;
    const after = writeListQuery(query);
    if (before !== after) history.pushState(history.state, '', location.pathname + after);
    this.#ask(false);
  }

  readonly #addressChanged = (): void => {
    const query = readListQuery(location.search);
    if (writeListQuery(query) === writeListQuery(this.query)) return;
    this.query = query;
    this.#ask(false);
  };

  #searched(words: string): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(
      () => this.#show({ ...this.query, search: words.trim() }),
      SEARCH_DELAY_MS,
    );
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const shortcut = this.creating ? undefined : listShortcut(event);
    if (shortcut === 'clear') this.#grid?.clearSelection();
    if (shortcut === 'rows' && !event.composedPath().some((node) => node === this.#grid))
      this.#grid?.focusRows();
    const isCreate = shortcut === 'create' && this.#entity?.actions.create;
    if (!isCreate && shortcut !== 'search' && shortcut !== 'filter') return;
    event.preventDefault();
    if (isCreate) this.#create();
    else if (shortcut === 'filter')
      this.renderRoot.querySelector<FilterBar>('ts-filter-bar')?.add();
    else this.renderRoot.querySelector<HTMLElement>('input[type="search"]')?.focus();
  };

  readonly #noted = (): void => {
    this.#position = this.#grid?.position ?? this.#cards?.position ?? 0;
  };

  readonly #create = (): void => {
    this.creating = true;
  };

  readonly #formClosed = (): void => {
    this.creating = false;
    this.dispatchEvent(new CustomEvent('ts-creating-ended', { bubbles: true, composed: true }));
    const path = `/${this.#entity?.path ?? ''}`;
    if (location.pathname === `${path}/new`) this.navigate(path + location.search);
  };

  readonly #deleteSelected = async (): Promise<void> => {
    const entity = this.#entity;
    if (!entity) return;
    const ids = this.selected;
    this.#grid?.clearSelection();
    this.selected = [];
    await deleteWithUndo({
      client: new RecordClient(this.api, entity),
      ids,
      element: this,
      toast,
      changed: () => this.refresh(),
    });
  };

  readonly #widthChanged = (): void => {
    this.isNarrow = this.#narrow.matches;
  };

  /** Remembers where the list stood, for the way back from one of its records. */
  #leave(): void {
    const path = `/${this.#entity?.path ?? ''}`;
    if (!location.pathname.startsWith(`${path}/`)) return;
    rememberPosition(path + writeListQuery(this.query), this.#position);
  }

  #watch(): void {
    this.#stopLive?.();
    this.#stopLive = this.live.watch({ entities: [this.entity] }, () => void this.refresh());
  }

  static override styles = [TesseraElement.styles, recordStyles, listStyles];
}
