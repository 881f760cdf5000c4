import { css, html, LitElement, type CSSResultGroup } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';

/**
 * A small coloured label: a choice, a state, a mark. Its words are what stands inside; light and dark are both made from one hue.
 *
 * @example
 * ```html
 * <ts-tag hue="155">Won</ts-tag>
 * ```
 */
@customElement('ts-tag')
export class Tag extends LitElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: inline-flex;
        min-width: 0;
        max-width: 100%;
      }
      .tag {
        max-width: 100%;
      }
    `,
  ];

  /** Degrees of OKLCH: 155 green, 75 amber, 45 orange, 28 red, 250 blue, 290 violet. Grey when null. */
  @property({ type: Number }) hue: number | null = null;

  /** Follows what it was given. */
  protected override willUpdate(): void {
    const colour = this.hue === null ? 'oklch(0.6 0.02 262)' : `oklch(0.65 0.17 ${this.hue})`;
    this.style.setProperty('--c', colour);
  }

  /** Draws it. */
  protected override render(): unknown {
    return html`<span class="tag"
      ><i></i><span class="ell"><slot></slot></span
    ></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-tag': Tag;
  }
}
