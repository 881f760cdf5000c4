import { toast } from '@tessera/sdk/ui';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { findField, isEditable } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import './list-cell-editor.ts';
import type { CellLeft } from './list-cell-editor.ts';
import { ListCellEdits } from './list-cell-edits.ts';
import { whyFixed } from './list-cell-reason.ts';
import { cellAt, cellOfRecord } from './list-grid-place.ts';
import type { GridPlace } from './list-grid-place.ts';
import type { ListGrid } from './list-grid.ts';

/** Milliseconds that a cell says why it cannot be changed. */
const NOTE_MS = 3500;

interface OpenEditor {
  readonly place: GridPlace;
  readonly record: WireRecord;
  readonly typed: { readonly value: unknown } | null;
  readonly error: string;
}

/** The cells of a table that are changed in place: one editor at a time, over its cell. */
export class GridCells {
  readonly #table: ListGrid;
  readonly #edits: ListCellEdits;
  readonly #redraw: () => void;
  #open: OpenEditor | undefined;
  /** Why the cell cannot be changed. */
  #note: { readonly text: string; readonly cell: HTMLElement } | undefined;
  #noteTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(table: ListGrid, redraw: () => void) {
    this.#table = table;
    this.#redraw = redraw;
    this.#edits = new ListCellEdits(table, {
      redraw,
      refresh: () => table.refresh(),
      refused: ({ before, field, value }, problem) => {
        const place = cellOfRecord(table.grid, before.id, field.name);
        if (place && !this.#open) this.#show(place, before, { value }, problem);
        else toast({ text: problem, tone: 'error' });
      },
    });
  }

  /** The record as it is to be shown now: with what is being saved. */
  current(record: WireRecord): WireRecord {
    return this.#edits.current(record);
  }

  forget(): void {
    this.#open = undefined;
    this.#edits.forget();
  }

  /** Answers whether the key was for the cell. */
  pressed(event: KeyboardEvent, index: number, path: string): boolean {
    const isModified = event.ctrlKey || event.metaKey;
    if (event.altKey) return false;
    if (isModified) return event.key.toLowerCase() === 'z' && !event.shiftKey && this.#edits.undo();
    if (event.shiftKey) return false;
    const { entity } = this.#table;
    const field = findField(entity, path);
    const place = cellAt(this.#table.grid, index, path);
    const isOpening =
      event.key === 'o' ||
      (event.key === 'Enter' && (!field || path === entity.title || whyFixed(entity, field)));
    if (isOpening) {
      const record = place?.item ?? this.#item(event);
      if (record) this.#table.open(record.id);
      return record !== undefined;
    }
    if (event.key === 'e') {
      const record = place?.item ?? this.#item(event);
      if (record && entity.actions.update) this.#table.wantEdit(record.id);
      return record !== undefined;
    }
    if (event.key !== 'Enter' && event.key !== 'F2') return false;
    return this.edit(index, path);
  }

  /** Opens the editor of a cell, or says why there is none. */
  edit(index: number, path: string): boolean {
    const { entity, grid } = this.#table;
    const field = findField(entity, path);
    const place = cellAt(grid, index, path);
    if (!field || !place) return false;
    const reason = whyFixed(entity, field);
    if (reason) this.#tell(this.#table.t(reason), place.cell);
    else this.#show(place, this.current(place.item), null, '');
    return true;
  }

  editor(): TemplateResult | typeof nothing {
    const note = this.#note;
    if (note)
      return html`<div class="note" role="status" style=${styleOf(this.#box(note.cell), 'below')}>
        ${note.text}
      </div>`;
    const open = this.#open;
    const field = open && findField(this.#table.entity, open.place.path);
    if (!open || !field) return nothing;
    return html`<ts-cell-editor
      style=${styleOf(this.#box(open.place.cell), 'over')}
      .entity=${this.#table.entity}
      .field=${field}
      .record=${open.record}
      .typed=${open.typed}
      .error=${open.error}
      @ts-cell-done=${(event: CustomEvent<{ value: unknown; left: CellLeft }>) => this.#done(open, event.detail)}
    ></ts-cell-editor>`;
  }

  #show(place: GridPlace, record: WireRecord, typed: OpenEditor['typed'], error: string): void {
    this.#note = undefined;
    this.#open = undefined;
    this.#table.requestUpdate();
    // The editor of another cell is another element.
    void this.#table.updateComplete.then(() => {
      place.cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      this.#open = { place, record, typed, error };
      this.#table.requestUpdate();
    });
  }

  #done(open: OpenEditor, { value, left }: { value: unknown; left: CellLeft }): void {
    if (this.#open !== open) return;
    this.#open = undefined;
    const { entity } = this.#table;
    const { place, record } = open;
    const field = findField(entity, place.path);
    if (field && value !== undefined)
      void this.#edits.save({ entity, field, before: record, value });
    this.#redraw();
    if (left === 'elsewhere') return;
    const next = left === 'stay' ? undefined : this.#neighbour(place, left === 'next' ? 1 : -1);
    if (next) this.edit(next.index, next.path);
    else (cellAt(this.#table.grid, place.index, place.path)?.cell ?? place.cell).focus();
  }

  /** The next cell that can be changed, in this row and those below. */
  #neighbour({ index, path }: GridPlace, step: 1 | -1): GridPlace | undefined {
    const { columns, entity, grid } = this.#table;
    const at = columns.findIndex(({ field }) => field.name === path);
    const order = step === 1 ? columns : columns.toReversed();
    const from = step === 1 ? at : columns.length - 1 - at;
    const can = order.map(({ field }) => isEditable(field) && !whyFixed(entity, field));
    for (let row = index; Math.abs(row - index) < 2; row += step) {
      const start = row === index ? from + 1 : 0;
      const found = order.findIndex((_column, place) => place >= start && can[place]);
      const name = order[found]?.field.name;
      if (name !== undefined) return cellAt(grid, row, name);
    }
    return undefined;
  }

  #item(event: Event): WireRecord | undefined {
    return this.#table.grid.getEventContext(event).item;
  }

  #tell(text: string, cell: HTMLElement): void {
    clearTimeout(this.#noteTimer);
    this.#open = undefined;
    this.#note = { text, cell };
    this.#table.requestUpdate();
    this.#noteTimer = setTimeout(() => {
      this.#note = undefined;
      this.#table.requestUpdate();
    }, NOTE_MS);
  }

  #box(cell: HTMLElement): DOMRect {
    const table = this.#table.renderRoot.querySelector('.table')?.getBoundingClientRect();
    const { left, top, width, height } = cell.getBoundingClientRect();
    const [x, y] = [table?.left ?? 0, table?.top ?? 0];
    const room = (table?.width ?? 0) - 188;
    return new DOMRect(Math.max(0, Math.min(left - x, room)), top - y, width, height);
  }
}

function styleOf({ left, top, width, height }: DOMRect, where: 'over' | 'below'): string {
  return where === 'over'
    ? `left:${left}px;top:${top}px;width:${width}px`
    : `left:${left}px;top:${top + height + 4}px`;
}
