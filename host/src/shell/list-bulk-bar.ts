import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/**
 * What can be done with the selected rows.
 *
 * @fires ts-bulk-deleted
 * @fires ts-bulk-cleared
 */
@customElement('ts-list-bulk-bar')
export class ListBulkBar extends TesseraElement {
  @property({ type: Number }) count = 0;
  @property({ type: Boolean }) deletable = false;

  override render(): TemplateResult {
    return html`<div class="bar" role="toolbar" aria-label=${this.t('bulk.label')}>
      <b role="status">${this.t('bulk.selected', { count: this.count })}</b>
      ${
        this.deletable
          ? html`<button class="btn ghost" @click=${() => this.#tell('ts-bulk-deleted')}>
              ${icon('trash-2', 16)} ${this.t('action.delete')}
            </button>`
          : nothing
      }
      <button class="btn ghost" @click=${() => this.#tell('ts-bulk-cleared')}>
        ${this.t('bulk.clear')} <kbd aria-hidden="true">Esc</kbd>
      </button>
    </div>`;
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  static override styles = [
    TesseraElement.styles,
    css`
      .bar {
        position: absolute;
        left: 50%;
        bottom: 48px;
        translate: -50% 0;
        z-index: 5;
        display: flex;
        gap: 4px;
        align-items: center;
        padding: 5px 6px 5px 12px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-3);
        white-space: nowrap;
      }
      b {
        font-weight: 600;
        margin-right: 8px;
      }
    `,
  ];
}
