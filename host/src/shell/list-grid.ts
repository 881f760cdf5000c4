import '@vaadin/grid';
import '@vaadin/grid/vaadin-grid-selection-column.js';
import {
  columnBodyRenderer,
  columnFooterRenderer,
  columnHeaderRenderer,
} from '@vaadin/grid/lit.js';
import type { Grid, GridDataProviderCallback, GridDataProviderParams } from '@vaadin/grid';
import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fieldIcon } from './field-icon.ts';
import { isNumeric, isSummable } from './field-kind.ts';
import type { WireRecord } from './field-kind.ts';
import { fieldTemplate } from './field-template.ts';
import type { FieldView } from './field-template.ts';
import type { ListSort } from './list-query.ts';
import type { ListSource } from './list-source.ts';
import { recordStyles } from './record-styles.ts';
import { listGridStyles } from './list-grid-styles.ts';
import { titleCell } from './list-title.ts';

/** Rows of one request. */
const PAGE_SIZE = 60;

/**
 * The table of a list: lazy pages, frozen title, sortable headers, totals below.
 *
 * @fires ts-row-opened - with `{id}` when a row is opened
 * @fires ts-sort-changed - with `{field}` when a header is pressed
 * @fires ts-selection-changed - with `{ids}`
 */
@customElement('ts-list-grid')
export class ListGrid extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) columns: readonly FieldMeta[] = [];
  @property({ attribute: false }) source!: ListSource;
  @property({ attribute: false }) sort: ListSort | null = null;
  @property({ attribute: false }) view!: FieldView;
  @property({ attribute: false }) sums: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) total = '';
  /** The row to stand on at first, after coming back from a record. */
  @property({ attribute: false }) startIndex = 0;
  @property({ type: Boolean }) selectable = false;

  #selected = 0;

  override render(): TemplateResult {
    return html`<vaadin-grid
      theme="no-border"
      column-reordering-allowed
      item-id-path="id"
      aria-label=${this.view.localized(this.entity.plural)}
      .pageSize=${PAGE_SIZE}
      .i18n=${this.#texts}
      .dataProvider=${this.#provide}
      @click=${this.#clicked}
      @keydown=${this.#pressed}
      @selected-items-changed=${this.#selectionChanged}
    >
      ${
        this.selectable
          ? html`<vaadin-grid-selection-column
              frozen
              width="40px"
              flex-grow="0"
              .autoWidth=${false}
            ></vaadin-grid-selection-column>`
          : nothing
      }
      ${this.columns.map((field, index) => this.#column(field, index))}
    </vaadin-grid>`;
  }

  protected override firstUpdated(): void {
    if (this.startIndex > 0) this.grid.scrollToIndex(this.startIndex);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('source') || !changed.get('source')) return;
    this.grid.clearCache();
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
    this.grid.selectedItems = [];
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

  async #read(
    page: number,
    size: number,
    tell: GridDataProviderCallback<WireRecord>,
  ): Promise<void> {
    const { records, total } = await this.source.page(page, size);
    tell([...records], total);
  }

  readonly #provide = (
    { page, pageSize }: GridDataProviderParams<WireRecord>,
    callback: GridDataProviderCallback<WireRecord>,
  ): void => {
    const ready = this.source.take(page);
    if (ready) callback([...ready.records], ready.total);
    else void this.#read(page, pageSize, callback);
  };

  get #texts(): { selectAll: string; selectAllUnavailable: string; selectRow: string } {
    return {
      selectAll: this.t('list.select.all'),
      selectAllUnavailable: this.t('list.select'),
      selectRow: this.t('list.select.row', { title: '{rowHeader}' }),
    };
  }

  #column(field: FieldMeta, index: number): TemplateResult {
    const isTitle = field.name === this.entity.title;
    const isEnd = isNumeric(field);
    return html`<vaadin-grid-column
      path=${field.name}
      resizable
      ?row-header=${isTitle}
      ?frozen=${isTitle && index === 0}
      width=${widthOf(field, isTitle)}
      flex-grow=${isTitle ? 1 : 0}
      text-align=${isEnd ? 'end' : 'start'}
      ${columnHeaderRenderer(() => this.#header(field, isEnd), [this.sort, this.view, field])}
      ${columnBodyRenderer<WireRecord>(
        (record) =>
          isTitle
            ? titleCell(this.entity, record)
            : html`<span class=${isEnd ? 'num ell' : 'ell'}
                >${fieldTemplate(field, record[field.name], this.view)}</span
              >`,
        [this.view, field],
      )}
      ${columnFooterRenderer(() => this.#footer(field, index), [this.total, this.sums, this.view])}
    ></vaadin-grid-column>`;
  }

  #header(field: FieldMeta, isEnd: boolean): TemplateResult {
    const isSorted = this.sort?.field === field.name;
    const direction = isSorted ? this.sort?.direction : undefined;
    const content = html`${icon(fieldIcon(field, this.view.meta), 14)}
      <span class="ell">${this.view.localized(field.label)}</span>
      ${direction ? icon(direction === 'asc' ? 'arrow-up' : 'arrow-down', 12) : nothing}`;
    const classes = `head${isEnd ? ' end' : ''}`;
    if (!field.sortable) return html`<span class=${classes}>${content}</span>`;
    const state = direction ? this.t(`list.sorted.${direction}`) : this.t('list.sorted.none');
    return html`<button
      class=${classes}
      aria-label=${`${this.view.localized(field.label)}, ${state}`}
      title=${this.t('list.sort')}
      @click=${() => this.#sorted(field)}
    >
      ${content}
    </button>`;
  }

  #footer(field: FieldMeta, index: number): TemplateResult | typeof nothing {
    if (index === 0) return html`<span class="mut num-start">${this.total}</span>`;
    const sum = isSummable(field) ? this.sums[field.name] : undefined;
    return sum === undefined
      ? nothing
      : html`<span class="num mut" title=${this.t('list.sum')}>${sum}</span>`;
  }

  #sorted(field: FieldMeta): void {
    this.dispatchEvent(new CustomEvent('ts-sort-changed', { detail: { field: field.name } }));
  }

  readonly #clicked = (event: MouseEvent): void => {
    const { item, column, section } = this.grid.getEventContext(event);
    if (section !== 'body' || !item || isControl(event)) return;
    // Beside the checkbox a near miss selects; it never leaves the list.
    if (column?.localName === 'vaadin-grid-selection-column') this.#select(item);
    else this.#open(item.id);
  };

  #select(item: WireRecord): void {
    if (!this.selectable) return;
    const isSelected = this.grid.selectedItems.some(({ id }) => id === item.id);
    if (isSelected) this.grid.deselectItem(item);
    else this.grid.selectItem(item);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const step = event.key === 'j' ? 'ArrowDown' : event.key === 'k' ? 'ArrowUp' : undefined;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (step && isPlain) {
      event.composedPath()[0]?.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: step,
          code: step,
          bubbles: true,
          composed: true,
          cancelable: true,
        }),
      );
      return;
    }
    if (!isPlain || isControl(event)) return;
    const { item } = this.grid.getEventContext(event);
    if (item && event.key === 'Enter') this.#open(item.id);
    if (item && (event.key === 'x' || event.key === ' ')) {
      event.preventDefault();
      this.#select(item);
    }
  };

  readonly #selectionChanged = (): void => {
    const ids = this.grid.selectedItems.map(({ id }) => id);
    // The grid tells of every fresh array; only another choice is news.
    if (ids.length === this.#selected) return;
    this.#selected = ids.length;
    this.dispatchEvent(new CustomEvent('ts-selection-changed', { detail: { ids } }));
  };

  #open(id: string): void {
    this.dispatchEvent(new CustomEvent('ts-row-opened', { detail: { id } }));
  }

  static override styles = [TesseraElement.styles, recordStyles, listGridStyles];
}

/** Whether the event is for something inside a cell that answers by itself. */
function isControl(event: Event): boolean {
  return event
    .composedPath()
    .some(
      (node) =>
        node instanceof HTMLElement && /^(A|BUTTON|INPUT|VAADIN-CHECKBOX)$/.test(node.tagName),
    );
}

function widthOf(field: FieldMeta, isTitle: boolean): string {
  if (isTitle) return '260px';
  if (isNumeric(field)) return '140px';
  if (field.type === 'date') return '130px';
  if (field.type === 'datetime' || field.type === 'choices') return '170px';
  if (field.type === 'ref' || field.type === 'email' || field.type === 'url') return '190px';
  return '150px';
}
