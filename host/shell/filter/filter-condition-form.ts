import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Json } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldViewOf } from '../field/field-view.ts';
import { resolveField } from './filter-field.ts';
import './filter-field-picker.ts';
import type { FilterCondition } from './filter-node.ts';
import './filter-operand.ts';
import {
  choiceOf,
  firstValue,
  isComplete,
  operandOf,
  operatorOf,
  operatorText,
  operatorsOf,
} from './filter-operator.ts';
import type { OperatorChoice } from './filter-operator.ts';
import { filterStyles } from './filter-styles.ts';

export type ConditionPart = 'field' | 'operator' | 'value';

/**
 * Makes or changes one condition: first its field, then how it is compared, and with what.
 *
 * @fires ts-condition-changed - with `{condition}`: null while something is missing
 * @fires ts-relation-picked - with `{path}` when related records were chosen instead of a field
 */
@customElement('ts-filter-condition-form')
export class FilterConditionForm extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  /** The condition to change; null makes a new one. Read once. */
  @property({ attribute: false }) condition: FilterCondition | null = null;
  /** The field of a new condition; empty when it is to be picked. Read once. */
  @property() start = '';
  /** What to begin with. */
  @property({ attribute: false }) first: ConditionPart = 'value';

  @state() private field = '';
  @state() private choice: OperatorChoice | '' = '';
  @state() private value: Json = null;
  @state() private isPicking = true;

  protected override willUpdate(): void {
    if (!this.condition || this.field !== '') return;
    const { field, operator, value } = this.condition;
    const found = resolveField(this.entity, field, fieldViewOf(this));
    if (!found) return;
    this.field = field;
    this.choice = choiceOf(found.field, operator, value);
    this.value = value;
    this.isPicking = this.first === 'field';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.field === '' && !this.condition && this.start !== '') this.#pick(this.start);
  }

  override render(): TemplateResult {
    const found =
      this.field === '' ? undefined : resolveField(this.entity, this.field, fieldViewOf(this));
    if (this.isPicking || !found || this.choice === '')
      return html`<ts-filter-field-picker
        .entity=${this.entity}
        .value=${this.field}
        @ts-field-picked=${this.#picked}
      ></ts-filter-field-picker>`;
    return html`<button
        type="button"
        class="btn field"
        aria-label=${this.t('filter.field.change', { field: found.label })}
        @click=${this.#pickAgain}
      >
        ${icon(found.icon, 14)} <span class="ell">${found.label}</span> ${icon('chevron-down', 14)}
      </button>
      ${this.#operators(found.field, this.choice)}
      ${
        operandOf(this.choice) === 'presence'
          ? nothing
          : html`<ts-filter-operand
              .field=${found.field}
              .choice=${this.choice}
              .value=${this.value}
              @ts-operand-changed=${(event: CustomEvent<{ value: Json }>) => this.#valued(event.detail.value)}
              @ts-range-wanted=${() => this.#chosen('between')}
            ></ts-filter-operand>`
      }`;
  }

  override focus(): void {
    const wanted = { field: '.field', operator: 'select', value: 'ts-filter-operand' }[this.first];
    const first = this.isPicking
      ? 'ts-filter-field-picker'
      : this.choice !== '' && operandOf(this.choice) === 'presence'
        ? 'select'
        : wanted;
    this.renderRoot.querySelector<HTMLElement>(first)?.focus();
  }

  protected override updated(changed: PropertyValues): void {
    // What is inside is shown one moment later.
    if (changed.has('isPicking') && changed.get('isPicking') !== undefined)
      requestAnimationFrame(() => this.focus());
  }

  #operators(field: FieldMeta, choice: OperatorChoice): TemplateResult {
    const offered = operatorsOf(field);
    const choices = offered.includes(choice) ? offered : [...offered, choice];
    return html`<select
      aria-label=${this.t('filter.operator')}
      @change=${(event: Event) => this.#chosen((event.target as HTMLSelectElement).value as OperatorChoice)}
    >
      ${choices.map((one) => html`<option value=${one} .selected=${one === choice}>${this.t(operatorText(field, one))}</option>`)}
    </select>`;
  }

  readonly #picked = (event: CustomEvent<{ path: string; isRelation: boolean }>): void => {
    const { path, isRelation } = event.detail;
    if (isRelation) this.dispatchEvent(new CustomEvent('ts-relation-picked', { detail: { path } }));
    else this.#pick(path);
  };

  #pick(path: string): void {
    const found = resolveField(this.entity, path, fieldViewOf(this));
    if (!found) return;
    this.first = 'value';
    this.isPicking = false;
    if (path === this.field) return;
    this.field = path;
    this.choice = operatorsOf(found.field)[0] ?? 'isNull';
    this.value = firstValue(found.field, this.choice);
    this.#tell();
  }

  readonly #pickAgain = (): void => {
    this.isPicking = true;
  };

  #chosen(choice: OperatorChoice): void {
    const found = resolveField(this.entity, this.field, fieldViewOf(this));
    if (!found || this.choice === '' || choice === this.choice) return;
    const isSameKind =
      operandOf(choice) === operandOf(this.choice) &&
      operandOf(choice) !== 'distance' &&
      operandOf(choice) !== 'presence';
    this.choice = choice;
    if (!isSameKind) this.value = firstValue(found.field, choice);
    this.#tell();
  }

  #valued(value: Json): void {
    this.value = value;
    this.#tell();
  }

  #tell(): void {
    const isWhole = this.choice !== '' && isComplete(this.choice, this.value);
    const condition: FilterCondition | null =
      isWhole && this.choice !== ''
        ? {
            kind: 'condition',
            field: this.field,
            operator: operatorOf(this.choice),
            value: this.value,
          }
        : null;
    this.dispatchEvent(new CustomEvent('ts-condition-changed', { detail: { condition } }));
  }

  static override styles = [
    TesseraElement.styles,
    filterStyles,
    css`
      :host {
        display: grid;
        gap: 10px;
      }
      .field {
        justify-content: flex-start;
        min-width: 0;
      }
      .field span {
        flex: 1;
        text-align: left;
      }
    `,
  ];
}
