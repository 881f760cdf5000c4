import { TesseraElement } from '@tessera/sdk/ui';
import type { FieldMeta, Json } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../field/field-editor.ts';
import { targetOf } from '../field/field-kind.ts';
import { plainText } from '../field/field-plain.ts';
import './filter-choices.ts';
import { comparedType, isTime, operandOf } from './filter-operator.ts';
import type { OperatorChoice } from './filter-operator.ts';
import './filter-period.ts';
import { readSpan } from './filter-span.ts';
import { filterStyles } from './filter-styles.ts';

/**
 * What a condition compares with: an editor that fits the field and the operator.
 *
 * @fires ts-operand-changed - with `{value}`
 * @fires ts-range-wanted - when two days are wanted instead of a period
 */
@customElement('ts-filter-operand')
export class FilterOperand extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) choice: OperatorChoice = 'eq';
  @property({ attribute: false }) value: Json = null;

  override render(): TemplateResult | typeof nothing {
    switch (operandOf(this.choice)) {
      case 'presence':
        return nothing;
      case 'period':
      case 'distance':
        return this.#period();
      case 'many':
        return this.#many();
      case 'range':
        return this.#range();
      default:
        if (this.field.type === 'boolean') return this.#yesOrNo();
        return isTime(this.field) ? this.#day() : this.#one(this.value, this.#label);
    }
  }

  override focus(): void {
    const first = this.renderRoot.querySelector<HTMLElement>(
      'ts-filter-period,ts-filter-choices,ts-field-editor,[aria-pressed="true"],button,textarea',
    );
    first?.focus();
  }

  #period(): TemplateResult {
    return html`<ts-filter-period
      .value=${plainText(this.value)}
      .distance=${this.choice === 'older' || this.choice === 'ahead' ? this.choice : null}
      @ts-operand-changed=${this.#told}
      @ts-range-wanted=${() => this.dispatchEvent(new CustomEvent('ts-range-wanted'))}
    ></ts-filter-period>`;
  }

  #yesOrNo(): TemplateResult {
    return html`<div class="side" role="group" aria-label=${this.t('filter.value')}>
      ${[true, false].map(
        (value) =>
          html`<button
            type="button"
            class="pill"
            aria-pressed=${this.value === value}
            @click=${() => this.#change(value)}
          >
            ${this.t(value ? 'field.yes' : 'field.no')}
          </button>`,
      )}
    </div>`;
  }

  #many(): TemplateResult {
    const values = Array.isArray(this.value)
      ? (this.value as readonly Json[])
      : this.value === null
        ? []
        : [this.value];
    if (this.field.options || targetOf(this.field))
      return html`<ts-filter-choices
        .field=${this.field}
        .value=${values}
        @ts-operand-changed=${this.#told}
      ></ts-filter-choices>`;
    return html`<label class="label" for="lines">${this.t('filter.value.lines')}</label>
      <textarea
        id="lines"
        rows="4"
        .value=${values.map(plainText).join('\n')}
        @change=${(event: Event) => this.#listed((event.target as HTMLTextAreaElement).value)}
      ></textarea>`;
  }

  #listed(text: string): void {
    this.#change(
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    );
  }

  #range(): TemplateResult {
    const [from = null, until = null] = Array.isArray(this.value)
      ? (this.value as readonly Json[])
      : [];
    const put = (at: 0 | 1, value: Json): void => {
      this.#change(at === 0 ? [value, until] : [from, value]);
    };
    const labels = isTime(this.field)
      ? ['filter.range.from', 'filter.range.until']
      : ['filter.range.least', 'filter.range.most'];
    return html`<div class="range" role="group" aria-label=${this.#label}>
      ${this.#one(from, this.t(labels[0]!), (value) => put(0, value))}
      ${this.#one(until, this.t(labels[1]!), (value) => put(1, value))}
    </div>`;
  }

  /** One day; today, or one that moves with it, is a day too. */
  #day(): TemplateResult {
    const text = plainText(this.value);
    const isMoving = readSpan(text) !== undefined;
    return html`<div class="day">
      <button
        type="button"
        class="pill"
        aria-pressed=${text === '$today'}
        @click=${() => this.#change('$today')}
      >
        ${this.t('filter.span.today')}
      </button>
      ${isMoving ? html`<span class="pill" aria-current="true">${text.slice(1)}</span>` : nothing}
      ${this.#one(text.startsWith('$') ? null : this.value, this.t('filter.value.day'))}
    </div>`;
  }

  get #label(): string {
    if (this.field.type !== 'money') return this.t('filter.value');
    return this.t('filter.value.money', { currency: this.meta.workspace.currency });
  }

  /** Money is compared by its amount in the workspace's currency, a moment by its day, long text as a line. */
  #one(
    value: Json,
    label: string,
    changed: (value: Json) => void = (given) => this.#change(given),
  ): TemplateResult {
    const type = comparedType(this.field);
    const isLine = operandOf(this.choice) === 'words' || type === 'richText';
    const isDay = type === 'datetime' && !plainText(value).includes('T');
    const shown = isLine ? 'text' : type === 'money' ? 'decimal' : isDay ? 'date' : type;
    const field: FieldMeta = {
      ...this.field,
      type: shown,
      multiline: false,
      required: false,
      label: { en: label },
    };
    const { help: _help, ...plain } = field;
    return html`<ts-field-editor
      .field=${plain}
      .value=${value}
      @ts-field-changed=${(event: CustomEvent<{ value: Json }>) => {
        event.stopPropagation();
        changed(event.detail.value);
      }}
    ></ts-field-editor>`;
  }

  readonly #told = (event: CustomEvent<{ value: Json }>): void => {
    this.#change(event.detail.value);
  };

  #change(value: Json): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('ts-operand-changed', { detail: { value } }));
  }

  static override styles = [
    TesseraElement.styles,
    filterStyles,
    css`
      :host {
        display: block;
      }
      .day {
        display: grid;
        gap: 6px;
        justify-items: start;
      }
      .day ts-field-editor {
        justify-self: stretch;
      }
      .range {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px;
      }
      textarea {
        width: 100%;
        padding: 6px 8px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg);
        font: inherit;
        resize: vertical;
      }
      textarea:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: -1px;
      }
    `,
  ];
}
