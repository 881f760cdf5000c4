import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** A switch that asks before it moves: it shows what is, and a press fires `click`. */
@customElement('ts-plugin-switch')
export class PluginSwitch extends TesseraElement {
  @property({ type: Boolean }) on = false;
  @property({ type: Boolean }) disabled = false;
  @property() label = '';

  override render(): TemplateResult {
    return html`<button
      role="switch"
      aria-checked=${this.on}
      aria-label=${this.label}
      ?disabled=${this.disabled}
    >
      <i></i>
    </button>`;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: block;
        flex: none;
      }
      button {
        display: block;
        width: 40px;
        height: 24px;
        padding: 2px;
        border-radius: 12px;
        background-color: var(--ts-fg-3);
      }
      i {
        display: block;
        width: 20px;
        height: 20px;
        border-radius: 50%;
        background: #fff;
        box-shadow: var(--ts-shadow-1);
        transition: translate 120ms ease-out;
      }
      button[aria-checked='true'] {
        background-color: var(--ts-accent);
      }
      button[aria-checked='true'] i {
        translate: 16px 0;
      }
      @media (pointer: coarse) {
        button {
          width: 56px;
          height: 40px;
          border: 8px solid transparent;
          border-radius: 20px;
          background-clip: padding-box;
        }
      }
    `,
  ];
}
