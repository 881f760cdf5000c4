import type { Group } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import type { ListGrid } from './list-grid.ts';
import {
  coverOf,
  isSelected,
  nothingSelected,
  toggled,
  withAdded,
} from '../list/list-selection.ts';
import type { ListSelection } from '../list/list-selection.ts';

/** Rows that Shift chooses at most. */
const LONGEST_RANGE = 2000;

/** The rows of a table that were read, and which of them are chosen. */
export class GridRows {
  readonly #table: ListGrid;
  readonly #changed: (selection: ListSelection) => void;
  readonly #read = new Map<number, WireRecord>();
  #selection: ListSelection = nothingSelected;
  /** How many are chosen. */
  #count = 0;
  /** How many match in all, once it was counted. */
  #total: number | undefined;
  /** The row that was pressed last: Shift chooses from there. */
  #anchor: number | undefined;

  constructor(table: ListGrid, changed: (selection: ListSelection) => void) {
    this.#table = table;
    this.#changed = changed;
  }

  /** How many rows were read. */
  get count(): number {
    return this.#read.size;
  }

  note(start: number, records: readonly WireRecord[]): void {
    const before = this.#read.size;
    for (const [index, record] of records.entries()) this.#read.set(start + index, record);
    if (this.#read.size !== before) this.#table.requestUpdate();
  }

  forget(): void {
    this.#read.clear();
    this.#anchor = undefined;
    this.#total = undefined;
  }

  select(selection: ListSelection, count = selection.ids.size): void {
    if (selection.ids.size === 0 && this.#count === 0) return;
    this.#selection = selection;
    this.#count = count;
    this.#changed(selection);
    const detail = { ids: [...selection.ids], all: selection.all, count };
    this.#table.dispatchEvent(new CustomEvent('ts-selection-changed', { detail }));
  }

  /** Chooses the row, with Shift all from the one before. */
  press(item: WireRecord, index: number, isRange: boolean): void {
    const from = this.#anchor;
    this.#anchor = index;
    if (isRange && from !== undefined) this.#range(from, index);
    else this.select(toggled(this.#selection, item.id, this.#ids));
  }

  /** Answers whether the key was for choosing rows. */
  pressed(event: KeyboardEvent, item: WireRecord, index: number): boolean {
    if (!this.#table.selectable || event.altKey) return false;
    const isModified = event.ctrlKey || event.metaKey;
    if (isModified && event.key.toLowerCase() === 'a') {
      this.#all();
      return true;
    }
    const isToggle = event.key.toLowerCase() === 'x' || event.key === ' ';
    if (isModified || !isToggle) return false;
    this.press(item, index, event.shiftKey);
    return true;
  }

  header(selection: ListSelection): TemplateResult {
    const cover = coverOf(selection, this.#ids);
    return html`<label class="pick"
      ><input
        type="checkbox"
        aria-label=${this.#table.t('list.select.all')}
        .checked=${cover === 'all'}
        .indeterminate=${cover === 'some'}
        @change=${() => (cover === 'all' ? this.select(nothingSelected) : this.#all())}
    /></label>`;
  }

  checkbox(selection: ListSelection, record: WireRecord, index: number): TemplateResult {
    const title = titleOf(this.#table.entity, record);
    return html`<label class="pick"
      ><input
        type="checkbox"
        aria-label=${this.#table.t('list.select.row', { title })}
        .checked=${isSelected(selection, record.id)}
        @click=${(event: MouseEvent) => this.press(record, index, event.shiftKey)}
    /></label>`;
  }

  /** Once all rows that were read are chosen: the offer to take all that match. */
  offer(selection: ListSelection): TemplateResult | typeof nothing {
    const { t, view } = this.#words;
    const number = (value: number) => new Intl.NumberFormat(view.locale).format(value);
    const total = this.#total;
    if (selection.all)
      return html`<div class="offer" role="status">
        <span>${t('grid.all', { count: this.#count, number: number(this.#count) })}</span>
        <button class="link" @click=${() => this.select(nothingSelected)}>
          ${t('bulk.clear')}
        </button>
      </div>`;
    const isMore = total === undefined || total > this.#read.size;
    if (coverOf(selection, this.#ids) !== 'all' || !isMore) return nothing;
    if (total === undefined) void this.#countAll();
    return html`<div class="offer" role="status">
      <span>${t('grid.read', { count: this.#count, number: number(this.#count) })}</span>
      ${
        total === undefined
          ? nothing
          : html`<button
              class="link"
              @click=${() => this.select({ ids: new Set(this.#ids), all: true }, total)}
            >
              ${t('grid.take', { count: total, number: number(total) })}
            </button>`
      }
    </div>`;
  }

  get #words(): Pick<ListGrid, 'view'> & { t: ListGrid['t'] } {
    return { view: this.#table.view, t: (key, values) => this.#table.t(key, values) };
  }

  get #ids(): string[] {
    return [...this.#read.values()].map(({ id }) => id);
  }

  #all(): void {
    this.select({ ids: new Set(this.#ids), all: false });
  }

  #range(from: number, to: number): void {
    const [start, end] = [Math.min(from, to), Math.max(from, to)];
    const ids: string[] = [];
    for (let index = start; index <= Math.min(end, start + LONGEST_RANGE); index += 1) {
      const record = this.#read.get(index);
      if (record) ids.push(record.id);
    }
    this.select(withAdded({ ...this.#selection, all: false }, ids));
  }

  async #countAll(): Promise<void> {
    const { source } = this.#table;
    const groups = await source.aggregate({ total: 'count' }).catch((): readonly Group[] => []);
    const total = groups[0]?.['total'];
    if (source !== this.#table.source || typeof total !== 'number') return;
    this.#total = total;
    this.#table.requestUpdate();
  }
}
