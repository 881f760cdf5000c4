import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { toWire } from '../field/field-changes.ts';
import '../field/field-editor.ts';
import { fieldInputStyles } from '../field/field-input-styles.ts';
import { findField, isEditable } from '../field/field-kind.ts';
import { bulkDialogStyles } from './list-bulk-dialog-styles.ts';
import { startRun } from './list-bulk-run.ts';
import type { BulkSelection } from './list-bulk-run.ts';
import { problemText } from '../record/record-problem.ts';

interface Line {
  readonly field: string;
  readonly value: unknown;
  readonly isCleared: boolean;
}

/** Sets or clears fields of many records.
 *
 * @fires ts-bulk-closed - with `{isStarted}`
 */
@customElement('ts-bulk-dialog')
export class ListBulkDialog extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) selection!: BulkSelection;
  @property({ type: Number }) count = 0;
  /** Fields to begin with. */
  @property({ attribute: false }) fields: readonly string[] = [];

  @state() private lines: readonly Line[] = [];
  @state() private problem = '';
  @state() private isBusy = false;

  /** The fields that somebody may set on many records at once: a unique value fits one record only. */
  static fieldsOf(entity: EntityMeta): readonly FieldMeta[] {
    return entity.fields.filter(
      (field) => isEditable(field) && !field.unique && field.type !== 'file',
    );
  }

  protected override willUpdate(): void {
    // Not before: what the page gave to an element that came later is there with its first update.
    if (this.hasUpdated) return;
    const first = this.fields.length > 0 ? this.fields : [''];
    this.lines = first.map((field) => ({ field, value: null, isCleared: false }));
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    const first = this.lines[0]?.field ? 'ts-field-editor' : 'select';
    const target = this.renderRoot.querySelector<
      HTMLElement & { updateComplete?: Promise<unknown> }
    >(first);
    void Promise.resolve(target?.updateComplete).then(() => target?.focus());
  }

  override render(): TemplateResult {
    const isAssign = this.fields.length > 0;
    const values = { count: this.count, number: this.#number };
    return html`<dialog
      aria-labelledby="title"
      @cancel=${this.#cancelled}
      @close=${() => this.#tell(false)}
    >
      <h2 id="title">
        ${icon(isAssign ? 'user-round' : 'pencil', 16)}
        ${this.t(isAssign ? 'bulk.assign.title' : 'bulk.edit.title', values)}
      </h2>
      <div class="body">
        ${this.lines.map((line, index) => this.#line(line, index, isAssign))}
        ${
          isAssign || this.#free.length === 0
            ? nothing
            : html`<button class="btn ghost add" @click=${this.#add}>
                ${icon('plus', 14)} ${this.t('bulk.edit.add')}
              </button>`
        }
        <p>${this.t('bulk.edit.hint', values)}</p>
      </div>
      <footer>
        ${this.problem ? html`<span class="problem" role="alert">${this.problem}</span>` : nothing}
        <button class="btn" @click=${this.#close}>${this.t('action.cancel')}</button>
        <button
          class="btn primary"
          ?disabled=${!this.#isReady || this.isBusy}
          @click=${this.#start}
        >
          ${this.t('bulk.edit.start', values)}
        </button>
      </footer>
    </dialog>`;
  }

  #line(line: Line, index: number, isFixed: boolean): TemplateResult {
    const field = findField(this.entity, line.field);
    const choices = ListBulkDialog.fieldsOf(this.entity).filter(
      ({ name }) => name === line.field || !this.lines.some((other) => other.field === name),
    );
    return html`<div
      class="line"
      role="group"
      aria-label=${field ? this.localized(field.label) : this.t('bulk.edit.field')}
    >
      ${
        isFixed
          ? nothing
          : html`<div class="pick">
              <select
                aria-label=${this.t('bulk.edit.field')}
                @change=${(event: Event) => this.#set(index, { field: (event.target as HTMLSelectElement).value, value: null, isCleared: false })}
              >
                <option value="" ?selected=${line.field === ''}>
                  ${this.t('bulk.edit.choose')}
                </option>
                ${choices.map(({ name, label }) => html`<option value=${name} ?selected=${name === line.field}>${this.localized(label)}</option>`)}
              </select>
              ${
                this.lines.length > 1
                  ? html`<button
                      class="btn ghost icon"
                      aria-label=${this.t('bulk.edit.remove')}
                      @click=${() => (this.lines = this.lines.toSpliced(index, 1))}
                    >
                      ${icon('x', 14)}
                    </button>`
                  : nothing
              }
            </div>`
      }
      ${field && !line.isCleared ? this.#editor(field, line, index, isFixed) : nothing}
      ${
        field && !field.required && field.type !== 'boolean'
          ? html`<label class="clear"
              ><input
                type="checkbox"
                .checked=${line.isCleared}
                @change=${(event: Event) => this.#set(index, { ...line, isCleared: (event.target as HTMLInputElement).checked })}
              />${this.t('bulk.edit.clear')}</label
            >`
          : nothing
      }
    </div>`;
  }

  #editor(field: FieldMeta, line: Line, index: number, isFixed: boolean): TemplateResult {
    return html`<ts-field-editor
      ?no-label=${!isFixed}
      .field=${field}
      .value=${line.value}
      @ts-field-changed=${(event: CustomEvent<{ value: unknown }>) => this.#set(index, { ...line, value: event.detail.value })}
    ></ts-field-editor>`;
  }

  get #number(): string {
    return new Intl.NumberFormat(this.locale).format(this.count);
  }

  get #free(): readonly FieldMeta[] {
    const taken = new Set(this.lines.map(({ field }) => field));
    return ListBulkDialog.fieldsOf(this.entity).filter(({ name }) => !taken.has(name));
  }

  /** An empty editor sets nothing: to empty a field is asked for. */
  get #changes(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      this.lines
        .filter(({ field, value, isCleared }) => field && (isCleared || toWire(value) !== null))
        .map(({ field, value, isCleared }) => [field, isCleared ? null : toWire(value)]),
    );
  }

  get #isReady(): boolean {
    return Object.keys(this.#changes).length > 0;
  }

  #set(index: number, line: Line): void {
    this.problem = '';
    this.lines = this.lines.with(index, line);
  }

  readonly #add = (): void => {
    this.lines = [...this.lines, { field: '', value: null, isCleared: false }];
  };

  readonly #start = async (): Promise<void> => {
    this.isBusy = true;
    const { entity, selection, count } = this;
    try {
      const what = { entity: entity.id, action: 'update', changes: this.#changes } as const;
      await startRun(this.api, what, selection, count);
      this.#tell(true);
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isBusy = false;
  };

  #tell(isStarted: boolean): void {
    this.dispatchEvent(new CustomEvent('ts-bulk-closed', { detail: { isStarted } }));
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close();
  };

  /** Esc in an open list of choices is for that list. */
  readonly #cancelled = (event: Event): void => {
    if (this.isBusy) event.preventDefault();
  };

  static override styles = [
    TesseraElement.styles,
    fieldInputStyles,
    bulkDialogStyles,
    css`
      .line {
        display: grid;
        gap: 6px;
        padding: 10px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
      }
      .pick {
        display: flex;
        gap: 6px;
      }
      select {
        flex: 1;
        min-width: 0;
        height: 30px;
        padding: 0 8px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: inherit;
        font: inherit;
      }
      select:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: -1px;
      }
      .clear {
        display: inline-flex;
        gap: 6px;
        align-items: center;
        min-height: 24px;
        color: var(--ts-fg-2);
      }
      .clear input {
        accent-color: var(--ts-accent);
        margin: 0;
      }
      .add {
        justify-self: start;
      }
      @media (pointer: coarse) {
        select {
          height: 40px;
          font-size: 16px;
        }
      }
    `,
  ];
}
