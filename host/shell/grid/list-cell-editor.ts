import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isSame, toWire } from '../field/field-changes.ts';
import '../field/field-editor.ts';
import type { FieldEditor } from '../field/field-editor.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { titleOf } from '../field/field-kind.ts';
import { hasOpenOverlay } from '../field/field-overlay.ts';

/** Editors that write several lines: Enter belongs to them. */
const LINES: ReadonlySet<string> = new Set(['richText', 'json', 'address']);
/** Editors that give a whole value with one choice. */
const CHOSEN: ReadonlySet<string> = new Set([
  'choice',
  'ref',
  'user',
  'team',
  'state',
  'date',
  'boolean',
  'file',
]);

/** A list of choices takes the focus for a moment when it closes. */
const LEAVE_MS = 150;

/** How an editor was left: where the focus goes from here. */
export type CellLeft = 'stay' | 'next' | 'previous' | 'elsewhere';

/**
 * The editor of one cell, over its place. Enter and Tab take the value, Esc gives up.
 *
 * @fires ts-cell-done - with `{value, left}`; `value` is undefined when nothing is to be saved
 */
@customElement('ts-cell-editor')
export class ListCellEditor extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) record!: WireRecord;
  /** The value to begin with, when it is not the record's: one that was refused. */
  @property({ attribute: false }) typed: { readonly value: unknown } | null = null;
  @property() error = '';

  @state() private value: unknown = null;
  #isDone = false;
  /** The way that Tab went within an editor of several parts: out of it, the focus goes on to the next cell. */
  #tabbed: CellLeft = 'elsewhere';

  protected override willUpdate(): void {
    if (!this.hasUpdated)
      this.value = this.typed ? this.typed.value : (this.record[this.field.name] ?? null);
  }

  protected override firstUpdated(): void {
    void this.#focusEditor();
  }

  override render(): TemplateResult {
    const values = {
      field: this.localized(this.field.label),
      title: titleOf(this.entity, this.record),
    };
    return html`<div
      role="dialog"
      aria-label=${this.t('grid.edit', values)}
      @keydown=${{ handleEvent: this.#pressed, capture: true }}
      @focusout=${this.#left}
    >
      <ts-field-editor
        no-label
        .field=${this.field}
        .value=${this.value}
        .draft=${this.record}
        .record=${{ entity: this.entity.id, id: this.record.id }}
        .error=${this.error}
        @ts-field-changed=${this.#changed}
      ></ts-field-editor>
    </div>`;
  }

  async #focusEditor(): Promise<void> {
    const editor = this.renderRoot.querySelector<FieldEditor>('ts-field-editor')!;
    await editor.updateComplete;
    editor.focus();
    // The kit's fields hold their input as a child of the element that has the focus.
    const control = editor.shadowRoot?.activeElement;
    const input = control?.querySelector('input') ?? control?.shadowRoot?.activeElement;
    if (input instanceof HTMLInputElement && input.type !== 'checkbox') input.select();
  }

  #done(left: CellLeft, isTaken = true): void {
    if (this.#isDone) return;
    this.#isDone = true;
    const isSameValue = isSame(toWire(this.value), toWire(this.record[this.field.name]));
    const detail = { value: isTaken && !isSameValue ? this.value : undefined, left };
    this.dispatchEvent(new CustomEvent('ts-cell-done', { detail }));
  }

  readonly #changed = (event: CustomEvent<{ value: unknown }>): void => {
    this.value = event.detail.value;
    // A list of choices closes first, with the focus where it was.
    if (CHOSEN.has(this.field.type) && !this.error) setTimeout(() => this.#done('stay'));
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    this.#tabbed = 'elsewhere';
    if (event.key === 'Tab') {
      const isWithin = ['money', 'address', 'datetime', 'anyRef'].includes(this.field.type);
      const left = event.shiftKey ? 'previous' : 'next';
      this.#tabbed = left;
      if (isWithin) return;
      event.preventDefault();
      event.stopPropagation();
      this.#commit(left);
      return;
    }
    if (hasOpenOverlay(event)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.#done('stay', false);
    }
    const isLines = LINES.has(this.field.type) || this.field.multiline;
    if (event.key !== 'Enter' || (isLines && !event.ctrlKey && !event.metaKey)) return;
    setTimeout(() => this.#done('stay'));
  };

  /** The kit's fields take over what was typed when they lose the focus. */
  #commit(left: CellLeft): void {
    const active = this.renderRoot.querySelector('ts-field-editor')?.shadowRoot?.activeElement;
    if (active instanceof HTMLElement) active.blur();
    setTimeout(() => this.#done(left));
  }

  readonly #left = (event: FocusEvent): void => {
    const inside = event.currentTarget as HTMLElement;
    if (event.relatedTarget instanceof Node && inside.contains(event.relatedTarget)) return;
    setTimeout(
      () => {
        const isOpen = [...inside.querySelectorAll('ts-field-editor')].some((editor) =>
          editor.shadowRoot?.querySelector('[opened]'),
        );
        if (!inside.matches(':focus-within') && !isOpen && this.isConnected && !document.hidden)
          this.#done(this.#tabbed);
      },
      this.#tabbed === 'elsewhere' ? LEAVE_MS : 0,
    );
  };

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        position: absolute;
        z-index: 6;
        min-width: 180px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg-raised);
        box-shadow:
          0 0 0 2px var(--ts-accent),
          var(--ts-shadow-2);
      }
      div {
        padding: 2px;
      }
    `,
  ];
}
