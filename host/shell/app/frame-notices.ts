import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** What the reader is to know of the connection and of the version: a bar above everything. */
@customElement('ts-frame-notices')
export class FrameNotices extends TesseraElement {
  @property({ type: Boolean }) offline = false;
  @property({ type: Boolean }) outdated = false;
  /** A part of the page did not come. A browser asks for a module only once, so the page has to be loaded again. */
  @property({ type: Boolean }) incomplete = false;

  override render(): TemplateResult {
    return html`<div role="status">
      ${
        this.offline
          ? html`<p class="bar">
              ${icon('wifi-off', 14)} <span>${this.t('frame.offline')}</span>
              <button class="btn" @click=${() => this.#say('ts-retry')}>
                ${this.t('action.retry')}
              </button>
            </p>`
          : nothing
      }
      ${
        (this.outdated || this.incomplete) && !this.offline
          ? html`<p class="bar">
              ${icon('refresh-cw', 14)}
              <span>${this.t(this.incomplete ? 'frame.incomplete' : 'frame.outdated')}</span>
              <button class="btn" @click=${() => location.reload()}>
                ${this.t('frame.reload')}
              </button>
            </p>`
          : nothing
      }
    </div>`;
  }

  #say(name: string): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        position: fixed;
        inset: 8px 0 auto;
        z-index: 900;
        display: grid;
        justify-items: center;
        pointer-events: none;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 10px;
        max-width: calc(100vw - 32px);
        padding: 5px 6px 5px 14px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-3);
        pointer-events: auto;
      }
      .bar svg {
        color: var(--ts-warning);
      }
    `,
  ];
}
