import { css, html, type CSSResultGroup, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { TesseraElement } from './element.ts';

/** One bar of a {@link Bars}. */
export interface Bar {
  /** Tells the bar in `ts-bar-chosen`. */
  readonly key: string;
  /** What it counts. */
  readonly label: string;
  /** How long it is, against the others; below zero counts as zero. */
  readonly value: number;
  /** The value as people read it; the number itself when not given. */
  readonly text?: string;
  /** Degrees of OKLCH; the accent when not given. */
  readonly hue?: number | null;
}

/**
 * Horizontal bars to compare a few values: a list whose every row says its label and value in words, so that it needs no legend.
 *
 * @fires ts-bar-chosen - with `{key}` when a bar is pressed; only while `choosable`
 *
 * @example
 * ```ts
 * import { html } from 'lit';
 *
 * export const bars = html`<ts-bars
 *   label="Open deals by stage"
 *   choosable
 *   .bars=${[{ key: 'new', label: 'New', value: 12, hue: 250 }]}
 *   @ts-bar-chosen=${(event: CustomEvent<{ key: string }>) => console.log(event.detail.key)}
 * ></ts-bars>`;
 * ```
 */
@customElement('ts-bars')
export class Bars extends TesseraElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      :host {
        display: block;
      }
      ul {
        display: grid;
        grid-template-columns: fit-content(40%) minmax(40px, 1fr) auto;
        gap: 2px 10px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li,
      .line {
        display: grid;
        grid-column: 1 / -1;
        grid-template-columns: subgrid;
        align-items: center;
        min-height: 28px;
        text-align: start;
        border-radius: var(--ts-radius-m);
      }
      button.line:hover {
        background: var(--ts-bg-hover);
      }
      .track {
        height: 10px;
        border-radius: 5px;
        background: var(--ts-bg-hover);
        overflow: hidden;
      }
      .track i {
        display: block;
        height: 100%;
        min-width: 2px;
        border-radius: 5px;
        background: var(--c);
      }
      @media (pointer: coarse) {
        li,
        .line {
          min-height: 40px;
        }
      }
    `,
  ];

  /** What the bars are about; told to screen readers. */
  @property() label = '';
  /** The bars, longest or first in meaning first. */
  @property({ attribute: false }) bars: readonly Bar[] = [];
  /** Each bar is a button. */
  @property({ type: Boolean }) choosable = false;

  /** Draws it. */
  protected override render(): unknown {
    const most = Math.max(...this.bars.map(({ value }) => value), 0);
    return html`<ul aria-label=${this.label}>
      ${this.bars.map((bar) => html`<li>${this.#line(bar, most)}</li>`)}
    </ul>`;
  }

  #line(bar: Bar, most: number): TemplateResult {
    const share = most > 0 ? Math.max(0, bar.value / most) * 100 : 0;
    const hue = bar.hue ?? null;
    const colour = hue === null ? 'var(--ts-accent)' : `oklch(0.65 0.17 ${hue})`;
    const text = bar.text ?? new Intl.NumberFormat(this.locale).format(bar.value);
    const content = html`<span class="ell">${bar.label}</span>
      <span class="track"><i style="width:${share}%;--c:${colour}"></i></span>
      <span class="num">${text}</span>`;
    return this.choosable
      ? html`<button class="line" @click=${() => this.#choose(bar.key)}>${content}</button>`
      : html`<span class="line">${content}</span>`;
  }

  #choose(key: string): void {
    this.dispatchEvent(new CustomEvent('ts-bar-chosen', { detail: { key } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-bars': Bars;
  }
}
