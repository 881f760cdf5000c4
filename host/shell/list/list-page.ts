import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { boardFields } from '../board/board-fields.ts';
import { registerCommands } from '../palette/command.ts';
import '../filter/filter-bar.ts';
import '../bulk/list-bulk-bar.ts';
import './list-cards.ts';
import '../grid/list-grid.ts';
import type { FilterBar } from '../filter/filter-bar.ts';
import type { FieldView } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { wantedForm } from '../form/form-wanted.ts';
import { titleBar, viewBar } from './list-bars.ts';
import type { ListCards } from './list-cards.ts';
import { listCommands } from './list-commands.ts';
import { listContent } from './list-content.ts';
import type { ListSelection } from './list-content.ts';
import { exportRequest, listExport } from './list-export.ts';
import type { ListGrid } from '../grid/list-grid.ts';
import { listMenuStyles } from './list-menu-styles.ts';
import { ListModel } from './list-model.ts';
import { listShortcut } from './list-shortcuts.ts';
import { listStyles } from './list-styles.ts';
import { loaded } from '../app/part.ts';
import { rememberPosition, takePosition } from '../record/record-position.ts';
import { recordStyles } from '../record/record-styles.ts';
import { runViewCommand } from '../saved-view/saved-view-command.ts';
import type { ViewCommand } from '../saved-view/saved-view-tabs.ts';

const SEARCH_DELAY_MS = 250;
/** What may open a record. When the list leaves the page its rows have no place any more. */
const PRESSES = ['click', 'keydown'] as const;

const NOTHING: ListSelection = { ids: [] };

/** The list of an entity: its views, search, filter, order, columns, totals, selection. Its address holds what it shows. */
@customElement('ts-list')
export class ListPage extends TesseraElement {
  /** Id of the entity. */
  @property() entity = '';
  /** Opens the form for a new record. */
  @property({ type: Boolean }) creating = false;

  @state() private selection: ListSelection = NOTHING;
  @state() private isNarrow = false;
  /** Id of the record that is changed beside the list. */
  @state() private editing = '';

  readonly #model = new ListModel(this);
  readonly #narrow = matchMedia('(max-width: 759px)');
  /** The row to start at: the first in view when one of these records was opened. */
  #place = 0;
  /** The first row in view at the last press. */
  #position = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #stopLive: (() => void) | undefined;

  constructor() {
    super();
    registerCommands(this, () =>
      listCommands(this, this.#model, { create: this.#create, command: this.#command }),
    );
  }

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
    const model = this.#model;
    const before = model.view;
    const isOther = changed.has('entity');
    if (!isOther && before?.meta === this.meta && before.locale === this.locale) return;
    model.view = fieldViewOf(this);
    if (!isOther) {
      if (before?.meta !== this.meta) void model.load();
      model.ask(true);
      return;
    }
    this.#place = takePosition(location.pathname + location.search);
    this.selection = NOTHING;
    this.editing = '';
    if (this.isConnected && this.#stopLive) this.#watch();
    model.enter();
  }

  override render(): TemplateResult | typeof nothing {
    const { entity, view } = this.#model;
    if (!entity || !view) return nothing;
    return html`${this.#titleBar(entity, view)} ${this.#viewBar(entity, view)}
    ${this.#content(entity, view)} ${this.#bulkBar(entity, view)}
    ${
      this.creating
        ? html`<ts-form
            entity=${entity.id}
            @ts-form-closed=${this.#formClosed}
            @ts-record-saved=${() => this.refresh()}
          ></ts-form>`
        : nothing
    }
    ${wantedForm(
      this.editing === '' ? null : { entity: entity.id, record: this.editing },
      () => void this.refresh(),
      this.#editEnded,
    )}`;
  }

  /** Reads the rows in view again, without a flicker. */
  async refresh(): Promise<void> {
    const { reading, isBoard } = this.#model;
    if (isBoard) await this.#board?.refresh();
    else if (reading.total === 0 || reading.failure) reading.renew();
    else await Promise.all([this.#grid?.refresh(), this.#cards?.refresh(), reading.sum()]);
  }

  #titleBar(entity: EntityMeta, view: FieldView): TemplateResult {
    const { book, query } = this.#model;
    return titleBar({
      entity,
      view,
      views: book.views,
      current: query.view,
      first: book.habits.first,
      isNarrow: this.isNarrow,
      exports: listExport(entity, view, this.#model, this.isNarrow),
      create: this.#create,
      command: this.#command,
    });
  }

  #viewBar(entity: EntityMeta, view: FieldView): TemplateResult {
    const model = this.#model;
    const { query, isChanged, book } = model;
    const boards = boardFields(entity, this.meta);
    const mayUpdate = model.saved?.mayChange ?? false;
    return viewBar(
      { entity, view, query, totals: book.habits.totals, boards, isChanged, mayUpdate },
      {
        searched: (words) => this.#searched(words),
        left: () => this.#grid?.focusRows(),
        filtered: (filter) => model.show({ filter }),
        sorted: (sort) => model.show({ sort }),
        columns: (columns) => model.show({ columns }),
        totalled: (totals) => {
          book.remember({ totals });
          model.ask();
        },
        laid: (layout) => model.show({ layout }),
        command: this.#command,
      },
    );
  }

  #content(entity: EntityMeta, view: FieldView): TemplateResult {
    return listContent({
      entity,
      view,
      model: this.#model,
      isNarrow: this.isNarrow,
      place: this.#place,
      create: this.#create,
      opened: (id) => this.navigate(`/${entity.path}/${id}`),
      selected: (selection) => (this.selection = selection),
      filterWanted: (field) => this.#filterBar?.add(field),
      editWanted: (id) => (this.editing = id),
    });
  }

  #bulkBar(entity: EntityMeta, view: FieldView): TemplateResult | typeof nothing {
    const { ids, all = false } = this.selection;
    const { query, reading, isBoard, missing } = this.#model;
    if (ids.length === 0 || isBoard || missing.length > 0) return nothing;
    return html`<ts-list-bulk-bar
      .entity=${entity}
      .count=${all ? reading.total : ids.length}
      .selection=${{ ids, all, filter: query.filter, search: query.search }}
      .request=${exportRequest(entity, view, this.#model)}
      .view=${view}
      @ts-bulk-done=${() => this.refresh()}
      @ts-bulk-cleared=${() => this.#grid?.clearSelection()}
    ></ts-list-bulk-bar>`;
  }

  get #grid(): ListGrid | null {
    return loaded(this.renderRoot.querySelector('ts-list-grid'));
  }

  get #cards(): ListCards | null {
    return loaded(this.renderRoot.querySelector('ts-list-cards'));
  }

  get #board(): (HTMLElement & { refresh(): unknown }) | null {
    return loaded(this.renderRoot.querySelector('ts-board'));
  }

  get #filterBar(): FilterBar | null {
    return loaded(this.renderRoot.querySelector('ts-filter-bar'));
  }

  readonly #command = (command: ViewCommand): void => {
    const model = this.#model;
    const { book, query } = model;
    void runViewCommand({ element: this, book, query, open: (view) => model.open(view) }, command);
  };

  readonly #addressChanged = (): void => {
    if (location.pathname === `/${this.#model.entity?.path ?? ''}`) this.#model.read();
  };

  #searched(words: string): void {
    clearTimeout(this.#typing);
    const show = (): void => this.#model.show({ search: words.trim() });
    this.#typing = setTimeout(show, SEARCH_DELAY_MS);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const shortcut = this.creating || this.editing !== '' ? undefined : listShortcut(event);
    if (shortcut === 'clear') this.#grid?.clearSelection();
    if (shortcut === 'rows' && !event.composedPath().some((node) => node === this.#grid))
      this.#grid?.focusRows();
    const isCreate = shortcut === 'create' && this.#model.entity?.actions.create;
    if (!isCreate && shortcut !== 'search' && shortcut !== 'filter') return;
    event.preventDefault();
    if (isCreate) this.#create();
    else if (shortcut === 'filter') this.#filterBar?.add();
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
    const path = `/${this.#model.entity?.path ?? ''}`;
    if (location.pathname === `${path}/new`) this.navigate(path + location.search);
  };

  readonly #editEnded = (): void => {
    this.editing = '';
    this.#grid?.focusRows();
  };

  readonly #widthChanged = (): void => {
    this.isNarrow = this.#narrow.matches;
  };

  /** Remembers where the list stood, for the way back from one of its records. */
  #leave(): void {
    const path = `/${this.#model.entity?.path ?? ''}`;
    if (location.pathname.startsWith(`${path}/`))
      rememberPosition(this.#model.address, this.#position, this.#model.plainAddress);
  }

  #watch(): void {
    this.#stopLive?.();
    this.#stopLive = this.live.watch({ entities: [this.entity] }, () => void this.refresh());
  }

  static override styles = [TesseraElement.styles, recordStyles, listMenuStyles, listStyles];
}
