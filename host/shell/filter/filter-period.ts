import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { NAMED_PERIODS, SPAN_UNITS, readSpan, writeDay, writeSpan } from './filter-span.ts';
import type { Span, SpanUnit } from './filter-span.ts';
import { filterStyles } from './filter-styles.ts';

const MAXIMUM = 9999;

/**
 * A period as seen from today: a named one, or a number of days, weeks, months or years; or, as `distance`, how far away
 * from today.
 *
 * @fires ts-operand-changed - with `{value}`
 * @fires ts-range-wanted - when two days of one's own are wanted
 */
@customElement('ts-filter-period')
export class FilterPeriod extends TesseraElement {
  @property() value = '';
  /** Only how many and of what, back or ahead as given. */
  @property({ attribute: false }) distance: 'older' | 'ahead' | null = null;

  override render(): TemplateResult {
    if (this.distance) return this.#span(this.distance === 'older');
    return html`<span class="label" id="label">${this.t('filter.value')}</span>
      ${NAMED_PERIODS.map(
        (row) =>
          html`<div class="pills" role="group" aria-labelledby="label">
            ${row.map(
              (name) =>
                html`<button
                  type="button"
                  class="pill"
                  aria-pressed=${this.value === name}
                  @click=${() => this.#change(name)}
                >
                  ${this.t(`filter.span.${name}`)}
                </button>`,
            )}
          </div>`,
      )}
      ${this.#span(null)}
      <button type="button" class="btn ghost range" @click=${this.#ranged}>
        ${icon('calendar-range', 14)} ${this.t('filter.span.range')}
      </button>`;
  }

  override focus(): void {
    const pressed = this.renderRoot.querySelector<HTMLElement>('[aria-pressed="true"]');
    (pressed ?? this.renderRoot.querySelector<HTMLElement>('button,input'))?.focus();
  }

  /** Numbers and units; a direction too when none is given. */
  #span(isBack: boolean | null): TemplateResult {
    const known = readSpan(this.value);
    const span = known ?? { isBack: isBack ?? true, count: 30, unit: 'D' };
    const direction = isBack === null ? span.isBack : isBack;
    return html`<div
      class="side ${known ? 'is-set' : ''}"
      role="group"
      aria-label=${this.t('filter.span.away')}
    >
      ${
        isBack === null
          ? html`<select
              aria-label=${this.t('filter.span.direction')}
              @change=${(event: Event) => this.#spanned({ ...span, isBack: (event.target as HTMLSelectElement).value === 'back' })}
            >
              <option value="back" ?selected=${span.isBack}>${this.t('filter.span.back')}</option>
              <option value="ahead" ?selected=${!span.isBack}>
                ${this.t('filter.span.ahead')}
              </option>
            </select>`
          : ''
      }
      <input
        class="number num"
        type="number"
        min="1"
        max=${MAXIMUM}
        inputmode="numeric"
        aria-label=${this.t('filter.span.count')}
        .value=${String(span.count)}
        @input=${(event: Event) => this.#counted(event, { ...span, isBack: direction })}
      />
      <select
        aria-label=${this.t('filter.span.unit')}
        @change=${(event: Event) => this.#spanned({ ...span, isBack: direction, unit: (event.target as HTMLSelectElement).value as SpanUnit })}
      >
        ${SPAN_UNITS.map(
          (unit) =>
            html`<option value=${unit} ?selected=${unit === span.unit}>
              ${this.t(`filter.span.unit.${unit}`)}
            </option>`,
        )}
      </select>
      ${
        isBack === null && !known
          ? html`<button
              type="button"
              class="pill fixed"
              aria-pressed="false"
              @click=${() => this.#spanned(span)}
            >
              ${this.t('filter.span.use')}
            </button>`
          : ''
      }
      ${isBack === null ? '' : html`<span class="fixed mut">${this.t(isBack ? 'filter.span.ago' : 'filter.span.fromNow')}</span>`}
    </div>`;
  }

  #counted(event: Event, span: Span): void {
    const count = Number((event.target as HTMLInputElement).value);
    if (Number.isInteger(count) && count >= 1 && count <= MAXIMUM)
      this.#spanned({ ...span, count });
  }

  #spanned(span: Span): void {
    this.#change(this.distance ? writeDay(span) : writeSpan(span));
  }

  #change(value: string): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('ts-operand-changed', { detail: { value } }));
  }

  readonly #ranged = (): void => {
    this.dispatchEvent(new CustomEvent('ts-range-wanted'));
  };

  static override styles = [
    TesseraElement.styles,
    filterStyles,
    css`
      :host {
        display: grid;
        gap: 4px;
      }
      .label {
        margin: 0;
      }
      .range {
        justify-content: flex-start;
        padding: 0 6px;
      }
      .is-set select,
      .is-set input {
        border-color: var(--ts-accent);
      }
    `,
  ];
}
