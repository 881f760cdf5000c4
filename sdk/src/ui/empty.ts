import { css, html, LitElement, nothing, type CSSResultGroup } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/**
 * What stands where there is nothing yet: what it would be, why it is worth having, and one thing to do about it (slot `action`).
 *
 * @example
 * ```html
 * <ts-empty heading="No quotes yet" text="A quote tells a customer what you offer." icon="file-text">
 *   <button slot="action" class="btn primary">Create quote</button>
 * </ts-empty>
 * ```
 */
@customElement('ts-empty')
export class Empty extends LitElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: 6px;
        padding: 24px 16px;
        text-align: center;
      }
      .emblem {
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-active);
        color: var(--ts-fg-2);
      }
      p {
        max-width: 42ch;
      }
      b {
        font-weight: 600;
      }
      slot[name='action'] {
        display: block;
        margin-top: 6px;
      }
    `,
  ];

  /** One short line, without a full stop. */
  @property() heading = '';
  /** One sentence below it. */
  @property() text = '';
  /** Name of a Lucide icon. */
  @property() icon = 'inbox';

  /** Draws it. */
  protected override render(): unknown {
    return html`<span class="emblem">${icon(this.icon, 20)}</span>
      <b>${this.heading}</b>
      ${this.text ? html`<p class="mut">${this.text}</p>` : nothing}
      <slot name="action"></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-empty': Empty;
  }
}
