import { css, html, LitElement, type CSSResultGroup, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';
import { hueOf, initials } from './initials.ts';

/**
 * The initials of somebody or something on a colour. It only decorates: the name stands beside it, and screen readers hear that alone.
 *
 * @example
 * ```html
 * <ts-avatar name="Priya Raman" seed="0198c0de" round></ts-avatar> Priya Raman
 * ```
 */
@customElement('ts-avatar')
export class Avatar extends LitElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: inline-flex;
        flex: none;
      }
      .avatar {
        width: var(--size, 18px);
        height: var(--size, 18px);
        font-size: calc(var(--size, 18px) * 0.42);
        line-height: 1;
        border-radius: 28%;
      }
      :host([round]) .avatar {
        border-radius: 50%;
      }
    `,
  ];

  /** Of whom or what; initials are made from it, one character of a Chinese name. */
  @property() name = '';
  /** What the colour is made from, so that it stays the same when the name changes: the record's id. The name when empty. */
  @property() seed = '';
  /** Degrees of OKLCH, 0 to 360, in place of a colour made from the seed. */
  @property({ type: Number }) hue: number | null = null;
  /** Width and height in pixels. */
  @property({ type: Number }) size = 18;
  /** People are round, things have corners. */
  @property({ type: Boolean, reflect: true }) round = false;

  /** Draws it. */
  protected override render(): unknown {
    return html`<span class="avatar" aria-hidden="true">${initials(this.name)}</span>`;
  }

  /** Follows what it was given. */
  protected override updated(_changed: PropertyValues<this>): void {
    this.style.setProperty('--h', String(this.hue ?? hueOf(this.seed || this.name)));
    this.style.setProperty('--size', `${this.size}px`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-avatar': Avatar;
  }
}
