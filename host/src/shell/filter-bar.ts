import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Filter } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isOpaque, toChips, toFilter } from './filter-chip.ts';
import type { Chip, FilterChip } from './filter-chip.ts';
import './filter-chip-value.ts';
import './filter-editor.ts';
import { fieldIcon } from './field-icon.ts';
import { findField } from './field-kind.ts';
import { operatorText } from './filter-operator.ts';

/**
 * The filter of a list as chips that can be added, changed and removed.
 *
 * @fires ts-filter-changed - with `{filter}`
 */
@customElement('ts-filter-bar')
export class FilterBar extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) filter: Filter | undefined;

  /** Which chip is edited: its place, -1 a new one, null none. */
  @state() private editing: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#outside);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('pointerdown', this.#outside);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const chips = toChips(this.filter);
    return html`${chips.map((chip, index) => this.#chip(chip, index))}
      <span class="anchor">
        <button
          class="btn ghost add"
          aria-haspopup="dialog"
          aria-expanded=${this.editing === -1}
          @click=${() => (this.editing = this.editing === -1 ? null : -1)}
        >
          ${icon('plus', 14)} ${this.t('filter.add')}
        </button>
        ${this.editing === -1 ? this.#editor(null) : nothing}
      </span>`;
  }

  /** Opens the editor for a new condition. */
  add(): void {
    this.editing = -1;
  }

  #chip(chip: Chip, index: number): TemplateResult {
    const field = isOpaque(chip) ? undefined : findField(this.entity, chip.field);
    const name = field
      ? this.localized(field.label)
      : isOpaque(chip)
        ? this.t('filter.advanced')
        : chip.field;
    return html`<span class="anchor">
      <span class="chip" role="group" aria-label=${this.t('filter.chip', { field: name })}>
        ${
          isOpaque(chip) || !field
            ? html`<span class="k">${icon('list-filter', 14)} ${name}</span>`
            : html`<button
                class="parts"
                aria-haspopup="dialog"
                aria-expanded=${this.editing === index}
                @click=${() => this.#toggle(index)}
              >
                <span class="k">${icon(fieldIcon(field, this.meta), 14)} ${name}</span>
                <span class="op">${this.#operator(field, chip)}</span>
                ${chip.operator === 'isNull' ? nothing : html`<ts-filter-chip-value class="v" .field=${field} .chip=${chip}></ts-filter-chip-value>`}
              </button>`
        }
        <button
          class="x"
          aria-label=${this.t('filter.remove', { field: name })}
          @click=${() => this.#remove(index)}
        >
          ${icon('x', 12)}
        </button>
      </span>
      ${this.editing === index && !isOpaque(chip) ? this.#editor(chip) : nothing}
    </span>`;
  }

  #operator(field: FieldMeta, chip: FilterChip): string {
    if (chip.operator === 'isNull')
      return this.t(chip.value === true ? 'filter.operator.empty' : 'filter.operator.filled');
    return this.t(operatorText(field, chip.operator));
  }

  #editor(chip: FilterChip | null): TemplateResult {
    return html`<ts-filter-editor
      .entity=${this.entity}
      .chip=${chip}
      @ts-filter-applied=${(event: CustomEvent<{ chip: FilterChip }>) => this.#apply(event.detail.chip)}
      @ts-filter-cancelled=${this.#close}
    ></ts-filter-editor>`;
  }

  #toggle(index: number): void {
    this.editing = this.editing === index ? null : index;
  }

  #apply(chip: FilterChip): void {
    const chips = toChips(this.filter);
    const at = this.editing ?? -1;
    this.#change(at < 0 ? [...chips, chip] : chips.with(at, chip));
    this.#close();
  }

  #remove(index: number): void {
    this.editing = null;
    this.#change(toChips(this.filter).toSpliced(index, 1));
  }

  #change(chips: readonly Chip[]): void {
    this.dispatchEvent(
      new CustomEvent('ts-filter-changed', { detail: { filter: toFilter(chips) } }),
    );
  }

  readonly #close = (): void => {
    this.editing = null;
    this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
  };

  readonly #outside = (event: Event): void => {
    if (this.editing !== null && !event.composedPath().includes(this)) this.editing = null;
  };

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        align-items: center;
        min-width: 0;
      }
      .anchor {
        position: relative;
        display: inline-flex;
        min-width: 0;
      }
      .chip {
        max-width: 100%;
      }
      .parts {
        display: flex;
        align-items: center;
        height: 100%;
        min-width: 0;
      }
      .parts > * {
        padding: 0 7px;
        display: flex;
        gap: 5px;
        align-items: center;
        height: 100%;
        white-space: nowrap;
      }
      .parts > * + * {
        border-left: 1px solid var(--ts-line);
      }
      .parts:hover,
      .x:hover {
        background: var(--ts-bg-hover);
      }
      .v {
        min-width: 0;
        max-width: 220px;
      }
      .x {
        display: grid;
        place-items: center;
        width: 26px;
        height: 100%;
        border-left: 1px solid var(--ts-line);
        color: var(--ts-fg-2);
      }
      @media (max-width: 759px) {
        .anchor {
          position: static;
        }
      }
      @media (pointer: coarse) {
        .chip,
        .add {
          height: 40px;
        }
        .x {
          width: 40px;
        }
      }
    `,
  ];
}
