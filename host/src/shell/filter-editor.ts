import '@vaadin/combo-box';
import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Json } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './filter-operand.ts';
import type { FilterChip } from './filter-chip.ts';
import { operandOf, operatorText, operatorsOf } from './filter-operator.ts';
import type { FilterOperator } from './filter-operator.ts';
import { hasOpenOverlay } from './field-overlay.ts';
import { fieldInputStyles } from './field-input-styles.ts';
import { findField } from './field-kind.ts';

/**
 * Makes or changes one condition: field, operator, value.
 *
 * @fires ts-filter-applied - with `{chip}`
 * @fires ts-filter-cancelled
 */
@customElement('ts-filter-editor')
export class FilterEditor extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  /** The condition to change; null makes a new one. */
  @property({ attribute: false }) chip: FilterChip | null = null;

  @state() private field = '';
  /** Of `isNull` there are two for a person: empty, and filled. */
  @state() private operator: FilterOperator | 'filled' | '' = '';
  @state() private value: Json = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'dialog');
    this.setAttribute('aria-label', this.t('filter.title'));
    this.addEventListener('keydown', this.#escaped, { capture: true });
    this.addEventListener('keydown', this.#pressed);
    if (!this.chip) return;
    this.field = this.chip.field;
    this.operator =
      this.chip.operator === 'isNull' && this.chip.value === false ? 'filled' : this.chip.operator;
    this.value = this.chip.value;
  }

  override render(): TemplateResult {
    const field = findField(this.entity, this.field);
    return html`<vaadin-combo-box
        class="field"
        item-value-path="name"
        item-label-path="label"
        .label=${this.t('filter.field')}
        .items=${this.#fields}
        .value=${this.field}
        @value-changed=${(event: CustomEvent<{ value: string }>) => this.#fieldChosen(event.detail.value)}
      ></vaadin-combo-box>
      ${field ? this.#condition(field) : nothing}
      <div class="actions">
        <button class="btn ghost" @click=${this.#cancel}>${this.t('action.cancel')}</button>
        <button class="btn primary" ?disabled=${!this.#isComplete} @click=${this.#apply}>
          ${this.t('filter.apply')}
        </button>
      </div>`;
  }

  protected override firstUpdated(): void {
    const first = this.chip ? 'ts-filter-operand' : '.field';
    requestAnimationFrame(() => this.renderRoot.querySelector<HTMLElement>(first)?.focus());
  }

  #condition(field: FieldMeta): TemplateResult {
    const kind =
      this.operator === '' || this.operator === 'filled' ? 'presence' : operandOf(this.operator);
    return html`<vaadin-combo-box
        item-value-path="name"
        item-label-path="label"
        .label=${this.t('filter.operator')}
        .items=${this.#operators(field)}
        .value=${this.operator}
        @value-changed=${(event: CustomEvent<{ value: string }>) => this.#operatorChosen(event.detail.value)}
      ></vaadin-combo-box>
      ${
        kind === 'presence'
          ? nothing
          : html`<ts-filter-operand
              .field=${field}
              .kind=${kind}
              .value=${this.value}
              @ts-operand-changed=${(event: CustomEvent<{ value: Json }>) => (this.value = event.detail.value)}
            ></ts-filter-operand>`
      }`;
  }

  get #fields(): { name: string; label: string }[] {
    return this.entity.fields
      .filter(
        ({ filterable, access, name }) =>
          filterable &&
          access !== 'mask' &&
          name !== 'id' &&
          name !== 'version' &&
          name !== 'deletedAt',
      )
      .map(({ name, label }) => ({ name, label: this.localized(label) }))
      .toSorted((one, other) => one.label.localeCompare(other.label, this.locale));
  }

  #operators(field: FieldMeta): { name: string; label: string }[] {
    return operatorsOf(field).flatMap((operator) =>
      operator === 'isNull'
        ? [
            { name: 'isNull', label: this.t('filter.operator.empty') },
            { name: 'filled', label: this.t('filter.operator.filled') },
          ]
        : [{ name: operator, label: this.t(operatorText(field, operator)) }],
    );
  }

  #fieldChosen(name: string): void {
    if (name === this.field || name === '') return;
    const field = findField(this.entity, name);
    this.field = name;
    this.operator = field ? (operatorsOf(field)[0] ?? '') : '';
    this.value = field?.type === 'boolean' ? true : null;
  }

  #operatorChosen(name: string): void {
    if (name === this.operator || name === '') return;
    const isOther =
      this.operator === '' ||
      this.operator === 'filled' ||
      name === 'filled' ||
      operandOf(name as FilterOperator) !== operandOf(this.operator);
    this.operator = name as FilterOperator | 'filled';
    if (isOther) this.value = null;
  }

  get #isComplete(): boolean {
    if (this.field === '' || this.operator === '') return false;
    if (this.operator === 'isNull' || this.operator === 'filled') return true;
    return (
      this.value !== null &&
      this.value !== '' &&
      !(Array.isArray(this.value) && this.value.length === 0)
    );
  }

  readonly #apply = (): void => {
    if (!this.#isComplete) return;
    const isPresence = this.operator === 'isNull' || this.operator === 'filled';
    const chip: FilterChip = isPresence
      ? { field: this.field, operator: 'isNull', value: this.operator === 'isNull' }
      : { field: this.field, operator: this.operator as FilterOperator, value: this.value };
    this.dispatchEvent(new CustomEvent('ts-filter-applied', { detail: { chip } }));
  };

  readonly #cancel = (): void => {
    this.dispatchEvent(new CustomEvent('ts-filter-cancelled'));
  };

  readonly #escaped = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || hasOpenOverlay(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const isButton = event.composedPath()[0] instanceof HTMLButtonElement;
    if (event.key === 'Enter' && !isButton) this.#apply();
  };

  static override styles = [
    TesseraElement.styles,
    fieldInputStyles,
    css`
      :host {
        position: absolute;
        z-index: 20;
        top: calc(100% + 4px);
        left: 0;
        width: 300px;
        display: grid;
        gap: 10px;
        padding: 12px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-2);
      }
      .actions {
        display: flex;
        justify-content: flex-end;
        gap: 6px;
      }
      @media (max-width: 759px) {
        :host {
          position: fixed;
          inset: auto 8px 8px;
          width: auto;
          z-index: 60;
          box-shadow: var(--ts-shadow-3);
        }
      }
    `,
  ];
}
