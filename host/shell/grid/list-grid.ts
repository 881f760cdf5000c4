import '@vaadin/grid';
import {
  columnBodyRenderer,
  columnFooterRenderer,
  columnHeaderRenderer,
} from '@vaadin/grid/lit.js';
import type { Grid, GridDataProviderCallback, GridDataProviderParams } from '@vaadin/grid';
import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { isNumeric } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { fieldTemplate } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';
import { GridCells } from './list-grid-cells.ts';
import { columnWidth, columnsOfGrid } from './list-grid-columns.ts';
import { GridHeaders } from './list-grid-headers.ts';
import { columnsInOrder } from './list-grid-place.ts';
import { GridRows } from './list-grid-rows.ts';
import { listGridStyles } from './list-grid-styles.ts';
import type { ListColumn, ShownColumn } from './list-column.ts';
import type { ListSort } from '../list/list-query.ts';
import { isControl, toArrow } from './list-grid-keys.ts';
import { nothingSelected, isSelected } from '../list/list-selection.ts';
import type { ListSelection } from '../list/list-selection.ts';
import { isSameQuestion } from '../list/list-source.ts';
import type { ListSource } from '../list/list-source.ts';
import { recordStyles } from '../record/record-styles.ts';
import { titleCell } from '../list/list-title.ts';

type Touched = { readonly resizedColumn?: { readonly path?: string } };

/** Rows of one request. */
const PAGE_SIZE = 60;

/**
 * The table of a list: lazy pages, frozen title, columns that are moved and sized, values that are changed in place, rows that are
 * chosen, totals below.
 *
 * @fires ts-row-opened - with `{id}` when a row is opened
 * @fires ts-edit-wanted - with `{id}` when a whole row is to be changed
 * @fires ts-sort-changed - with `{field}` when a header is pressed, with `sort` when its menu says which way
 * @fires ts-columns-changed - with `{columns}` when one was moved, sized or hidden
 * @fires ts-filter-wanted - with `{field}`
 * @fires ts-selection-changed - with `{ids, all, count}`
 */
@customElement('ts-list-grid')
export class ListGrid extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) columns: readonly ShownColumn[] = [];
  @property({ attribute: false }) source!: ListSource;
  @property({ attribute: false }) sort: ListSort | null = null;
  @property({ attribute: false }) view!: FieldView;
  @property({ attribute: false }) sums: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) total = '';
  /** The row to stand on at first, after coming back from a record. */
  @property({ attribute: false }) startIndex = 0;
  @property({ type: Boolean }) selectable = false;

  @state() private selection: ListSelection = nothingSelected;
  /** Counts up when values are to be shown anew. */
  @state() private drawn = 0;

  readonly #rows = new GridRows(this, (selection) => (this.selection = selection));
  readonly #cells = new GridCells(this, () => (this.drawn += 1));
  readonly #headers = new GridHeaders(this);
  #isReordered = false;

  override render(): TemplateResult {
    return html`${this.#rows.offer(this.selection)}
      <div class="table">
        <vaadin-grid
          theme="no-border"
          column-reordering-allowed
          item-id-path="id"
          aria-label=${this.view.localized(this.entity.plural)}
          aria-multiselectable=${this.selectable ? 'true' : nothing}
          .pageSize=${PAGE_SIZE}
          .dataProvider=${this.#provide}
          .cellPartNameGenerator=${this.#partName}
          @click=${this.#clicked}
          @dblclick=${this.#doubleClicked}
          @contextmenu=${this.#headers.contextMenu}
          @keydown=${{ handleEvent: this.#pressed, capture: true }}
          @column-resize=${this.#columnsTouched}
          @column-reorder=${this.#columnsTouched}
        >
          ${this.selectable ? this.#selectColumn() : nothing}
          ${repeat(
            this.columns,
            ({ field }) => field.name,
            (column, index) => this.#column(column, index),
          )}
        </vaadin-grid>
        ${this.#cells.editor()} ${this.#headers.menu()}
      </div>`;
  }

  protected override firstUpdated(): void {
    if (this.startIndex > 0) this.grid.scrollToIndex(this.startIndex);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('columns') && this.#isReordered) this.#settleOrder();
    if ((changed as PropertyValues).has('selection')) this.grid.generateCellPartNames();
    const before = changed.get('source');
    if (!changed.has('source') || !before) return;
    const isOtherQuery = !isSameQuestion(before.request, this.source.request);
    if (isOtherQuery || changed.has('entity')) this.clearSelection();
    this.#cells.forget();
    this.#rows.forget();
    this.grid.clearCache();
    const isSameOrder =
      JSON.stringify(before.request.sort) === JSON.stringify(this.source.request.sort);
    if (!isOtherQuery && isSameOrder) return;
    this.grid.scrollToIndex(changed.has('entity') ? this.startIndex : 0);
  }

  get grid(): Grid<WireRecord> {
    return this.renderRoot.querySelector<Grid<WireRecord>>('vaadin-grid')!;
  }

  /** Reads the rows in view again and leaves them standing until the answer is there. */
  async refresh(): Promise<void> {
    const source = this.source;
    await source.renew(PAGE_SIZE);
    if (source === this.source) this.grid.clearCache();
  }

  clearSelection(): void {
    this.#rows.select(nothingSelected);
  }

  /** Gives the keyboard to the rows. */
  focusRows(): void {
    const cell = this.grid.shadowRoot?.querySelector<HTMLElement>(
      '#items [tabindex="0"], #items td',
    );
    cell?.focus();
  }

  /** The first row in view, for coming back to it. */
  get position(): number {
    return (this.grid as unknown as { _firstVisibleIndex?: number })._firstVisibleIndex ?? 0;
  }

  /** Tells of other columns. */
  changeColumns(columns: readonly ListColumn[]): void {
    this.dispatchEvent(new CustomEvent('ts-columns-changed', { detail: { columns } }));
  }

  /** Opens a row. */
  open(id: string): void {
    this.dispatchEvent(new CustomEvent('ts-row-opened', { detail: { id } }));
  }

  /** Asks for the form of a row. */
  wantEdit(id: string): void {
    this.dispatchEvent(new CustomEvent('ts-edit-wanted', { detail: { id } }));
  }

  async #read(
    page: number,
    size: number,
    tell: GridDataProviderCallback<WireRecord>,
  ): Promise<void> {
    const { records, total } = await this.source.page(page, size);
    this.#rows.note(page * size, records);
    tell([...records], total);
  }

  readonly #provide = (
    { page, pageSize }: GridDataProviderParams<WireRecord>,
    callback: GridDataProviderCallback<WireRecord>,
  ): void => {
    const ready = this.source.take(page);
    if (!ready) void this.#read(page, pageSize, callback);
    else {
      this.#rows.note(page * pageSize, ready.records);
      callback([...ready.records], ready.total);
    }
  };

  #selectColumn(): TemplateResult {
    return html`<vaadin-grid-column
      frozen
      width="40px"
      flex-grow="0"
      ${columnHeaderRenderer(() => this.#rows.header(this.selection), [this.selection, this.view, this.#rows.count])}
      ${columnBodyRenderer<WireRecord>(
        (record, { index }) => this.#rows.checkbox(this.selection, record, index),
        [this.selection, this.view],
      )}
    ></vaadin-grid-column>`;
  }

  #column(column: ShownColumn, index: number): TemplateResult {
    const { field } = column;
    const isTitle = field.name === this.entity.title;
    const isEnd = isNumeric(field);
    return html`<vaadin-grid-column
      path=${field.name}
      resizable
      ?row-header=${isTitle}
      ?frozen=${isTitle && index === 0}
      width=${`${columnWidth(column, isTitle)}px`}
      flex-grow=${isTitle && column.width === undefined ? 1 : 0}
      text-align=${isEnd ? 'end' : 'start'}
      ${columnHeaderRenderer(() => this.#headers.header(column, isEnd), [this.sort, this.view, column])}
      ${columnBodyRenderer<WireRecord>(
        (row) => {
          const record = this.#cells.current(row);
          return isTitle
            ? titleCell(this.entity, record)
            : html`<span class=${isEnd ? 'num ell' : 'ell'}
                >${fieldTemplate(field, record[field.name], this.view)}</span
              >`;
        },
        [this.view, field, this.drawn],
      )}
      ${columnFooterRenderer(() => this.#footer(column, index), [this.total, this.sums, this.view])}
    ></vaadin-grid-column>`;
  }

  #footer({ field }: ShownColumn, index: number): TemplateResult | typeof nothing {
    if (index === 0) return html`<span class="mut num-start">${this.total}</span>`;
    const sum = this.sums[field.name];
    return sum === undefined
      ? nothing
      : html`<span class="num mut" title=${this.t('list.sum')}>${sum}</span>`;
  }

  readonly #partName = (_column: unknown, { item }: { readonly item: WireRecord }): string =>
    isSelected(this.selection, item.id) ? 'picked' : '';

  /** The mouse has moved or sized a column. */
  readonly #columnsTouched = (event: Event): void => {
    const sized = (event as CustomEvent<Touched | null>).detail?.resizedColumn?.path;
    this.#isReordered ||= event.type === 'column-reorder';
    // The kit gives the cells their new place a moment later.
    requestAnimationFrame(() => {
      if (!this.isConnected) return;
      const columns = columnsOfGrid(columnsInOrder(this.grid), this.columns, sized);
      if (columns.length === this.columns.length) this.changeColumns(columns);
      if (event.type === 'column-reorder') this.#settleOrder();
    });
  };

  /** The order is that of `columns`; what the mouse did to the table itself is let go. */
  #settleOrder(): void {
    this.#isReordered = false;
    const grid = this.grid as unknown as {
      _columnTree?: unknown;
      _updateOrders?: (tree: unknown) => void;
    };
    grid._updateOrders?.(grid._columnTree);
  }

  readonly #clicked = (event: MouseEvent): void => {
    const { item, column, section, index } = this.grid.getEventContext(event);
    if (section !== 'body' || !item || isControl(event)) return;
    // Beside the checkbox a near miss selects; it never leaves the list.
    if (this.selectable && !column?.path) this.#rows.press(item, index ?? 0, event.shiftKey);
    else if (column?.path === this.entity.title || !this.entity.actions.update) this.open(item.id);
  };

  readonly #doubleClicked = (event: MouseEvent): void => {
    const { item, column, section, index } = this.grid.getEventContext(event);
    if (section !== 'body' || !item || !column?.path || index === undefined) return;
    if (column.path === this.entity.title) return;
    this.#cells.edit(index, column.path);
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const { section, item, index, column } = this.grid.getEventContext(event);
    if (section === 'header' && column?.path && this.#headers.pressed(event, column.path)) return;
    if (event.key === 'Escape' && this.#isInCell(event)) this.clearSelection();
    if (section === 'body' && item && index !== undefined && !isControl(event)) {
      if (
        this.#rows.pressed(event, item, index) ||
        this.#cells.pressed(event, index, column?.path ?? '')
      ) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
    }
    toArrow(event);
  };

  /** A checkbox is written in, too, for the list around this: Esc would not reach it. */
  #isInCell(event: Event): boolean {
    return this.selectable && event.composedPath()[0] instanceof HTMLInputElement;
  }

  static override styles = [TesseraElement.styles, recordStyles, listGridStyles];
}
