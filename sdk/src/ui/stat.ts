import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { TesseraElement } from './element.ts';
import { icon } from './icon.ts';

/**
 * One number that matters, and how it moved. The number is given as text: format it with {@link formatMoney} or `Intl`.
 *
 * @example
 * ```html
 * <ts-stat label="Won this month" value="$248,000" delta="0.12" hint="against last month"></ts-stat>
 * ```
 */
@customElement('ts-stat')
export class Stat extends TesseraElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .value {
        display: block;
        font-size: 24px;
        line-height: 32px;
        font-weight: 600;
        letter-spacing: -0.015em;
        overflow-wrap: anywhere;
      }
      .label,
      .more {
        font-size: 12px;
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 6px;
        align-items: center;
      }
      .delta {
        display: inline-flex;
        gap: 2px;
        align-items: center;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .good {
        color: var(--ts-success);
      }
      .bad {
        color: var(--ts-danger);
      }
    `,
  ];

  /** What is counted. */
  @property() label = '';
  /** The number as people read it. */
  @property() value = '';
  /** Change as a fraction: 0.12 is 12 % more. Null shows none. */
  @property({ type: Number }) delta: number | null = null;
  /** Which direction is good news; it decides the colour. */
  @property() better: 'up' | 'down' = 'up';
  /** What the change is against. */
  @property() hint = '';

  /** Draws it. */
  protected override render(): unknown {
    return html`<span class="label mut">${this.label}</span>
      <span class="value num">${this.value}</span>
      ${this.delta === null && !this.hint ? nothing : html`<span class="more mut">${this.#change()}${this.hint}</span>`}`;
  }

  #change(): TemplateResult | typeof nothing {
    const { delta } = this;
    if (delta === null) return nothing;
    const isUp = delta > 0;
    const tone = delta === 0 ? '' : isUp === (this.better === 'up') ? 'good' : 'bad';
    const text = new Intl.NumberFormat(this.locale, {
      style: 'percent',
      maximumFractionDigits: 1,
      signDisplay: 'exceptZero',
    }).format(delta);
    const symbol = delta === 0 ? 'arrow-right' : isUp ? 'arrow-up' : 'arrow-down';
    return html`<span class="delta num ${tone}">${icon(symbol, 12)} ${text}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-stat': Stat;
  }
}
