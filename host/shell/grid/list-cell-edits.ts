import { toast } from '@tessera/sdk/ui';
import type { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { toWire } from '../field/field-changes.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { RecordClient } from '../record/record-client.ts';
import { decideConflicts } from '../record/record-conflict-dialog.ts';
import { problemText, problemsByField } from '../record/record-problem.ts';
import { saveChanges } from '../record/record-save.ts';

/** One value that was changed in the table. */
interface Edit {
  readonly entity: EntityMeta;
  readonly field: FieldMeta;
  readonly before: WireRecord;
  readonly value: unknown;
}

/** An edit that was saved. */
interface Done extends Edit {
  /** The record as the server answered it. */
  readonly saved: WireRecord;
}

/** What the edits of a table need of it. */
export interface EditedTable {
  /** Shows values anew. */
  redraw(): void;
  /** Reads the rows in view again. */
  refresh(): Promise<void>;
  /** Opens the editor again on a value that was refused. */
  refused(edit: Edit, problem: string): void;
}

/** Most edits that can be taken back one after the other. */
const REMEMBERED = 20;

/** Changes values in place: shown at once, taken back when the server refuses, undone by the last one first. */
export class ListCellEdits {
  readonly #element: TesseraElement;
  readonly #table: EditedTable;
  /** Values that are shown before the rows are read again, by record. */
  readonly #shown = new Map<string, WireRecord>();
  #done: readonly Done[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  constructor(element: TesseraElement, table: EditedTable) {
    this.#element = element;
    this.#table = table;
  }

  /** The record as it is to be shown now. */
  current(record: WireRecord): WireRecord {
    return this.#shown.get(record.id) ?? record;
  }

  forget(): void {
    this.#done = [];
    this.#shown.clear();
  }

  /** Saves a value, after those that are being saved. */
  save(edit: Edit, isUndo = false): Promise<void> {
    const { before, field, value } = edit;
    this.#shown.set(before.id, { ...this.current(before), [field.name]: value });
    this.#table.redraw();
    const work = this.#queue.then(() => this.#write(edit, isUndo));
    this.#queue = work.catch(() => {});
    return work;
  }

  /** Takes back the last edit; answers false when there is none. */
  undo(): boolean {
    const last = this.#done.at(-1);
    if (!last) return false;
    this.#take(last);
    return true;
  }

  #take(edit: Done): void {
    if (!this.#done.includes(edit)) return;
    this.#done = this.#done.filter((one) => one !== edit);
    const { entity, field, before, saved } = edit;
    const { version = 0, [field.name]: value } = saved;
    const now: WireRecord = { ...before, version, [field.name]: value };
    void this.save({ entity, field, before: now, value: before[field.name] ?? null }, true);
  }

  async #write(edit: Edit, isUndo: boolean): Promise<void> {
    const { entity, field, before, value } = edit;
    const element = this.#element;
    const t = (key: string, values?: Readonly<Record<string, unknown>>) => element.t(key, values);
    const shownVersion = this.current(before).version ?? 0;
    const version = Math.max(shownVersion, before.version ?? 0);
    try {
      const saved = await saveChanges({
        client: new RecordClient(element.api, entity),
        before: { ...before, version },
        changes: { [field.name]: toWire(value) },
        decide: (conflicts) => decideConflicts(element, entity, conflicts),
      });
      if (saved) {
        this.#shown.set(before.id, { ...this.current(before), version: saved.version ?? 0 });
        if (!isUndo) this.#remember({ ...edit, saved });
      }
    } catch (error) {
      this.#shown.delete(before.id);
      this.#table.redraw();
      const problem = problemsByField(error)[field.name] ?? problemText(error, t);
      if (isUndo) toast({ text: problem, tone: 'error' });
      else this.#table.refused(edit, problem);
      return;
    }
    const shown = this.#shown.get(before.id);
    await this.#table.refresh().catch(() => {});
    if (this.#shown.get(before.id) === shown) this.#shown.delete(before.id);
    this.#table.redraw();
  }

  #remember(edit: Done): void {
    this.#done = [...this.#done, edit].slice(-REMEMBERED);
    const field = this.#element.localized(edit.field.label);
    toast({ text: this.#element.t('grid.edited', { field }), undo: () => this.#take(edit) });
  }
}
