import { baseStyles, icon, type Toast } from '@tessera/sdk/ui';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const SHOWN_MS = 6000;
const MOST = 4;

interface Shown extends Toast {
  readonly key: number;
}

/** The messages at the edge of the window. */
@customElement('ts-toasts')
export class Toasts extends LitElement {
  /** Texts of the two buttons. */
  @property({ attribute: false }) labels = { undo: 'Undo', close: 'Close' };

  @state() private shown: readonly Shown[] = [];
  #next = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('ts-toast', this.#add);
  }
  override disconnectedCallback(): void {
    window.removeEventListener('ts-toast', this.#add);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<div class="stack" role="status" aria-live="polite">
      ${this.shown.map((one) => this.#toast(one))}
    </div>`;
  }

  #toast(one: Shown): TemplateResult {
    const press = (work: () => unknown) => (): void => {
      this.#close(one.key);
      void work();
    };
    return html`<div class="toast ${one.tone ?? 'info'}">
      ${one.tone === 'error' ? icon('circle-alert', 16) : icon('check', 16)}
      <span class="text">${one.text}</span>
      ${one.undo ? html`<button class="btn ghost" @click=${press(one.undo)}>${this.labels.undo}</button>` : nothing}
      ${one.action ? html`<button class="btn ghost" @click=${press(one.action.run)}>${one.action.label}</button>` : nothing}
      <button
        class="btn ghost icon"
        aria-label=${this.labels.close}
        @click=${() => this.#close(one.key)}
      >
        ${icon('x', 14)}
      </button>
    </div>`;
  }

  readonly #add = (event: Event): void => {
    const key = this.#next++;
    const { detail } = event as CustomEvent<Toast>;
    this.shown = [...this.shown, { ...detail, key }].slice(-MOST);
    if (detail.tone !== 'error') setTimeout(() => this.#close(key), SHOWN_MS);
  };

  #close(key: number): void {
    this.shown = this.shown.filter((one) => one.key !== key);
  }

  static override styles = [
    baseStyles,
    css`
      .stack {
        position: fixed;
        right: 20px;
        bottom: 20px;
        z-index: 1000;
        display: grid;
        gap: 8px;
        justify-items: end;
        pointer-events: none;
      }
      .toast {
        display: flex;
        align-items: center;
        gap: 8px;
        max-width: min(420px, calc(100vw - 32px));
        padding: 6px 6px 6px 12px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-3);
        pointer-events: auto;
      }
      .toast .text {
        flex: 1;
      }
      .toast.info > svg,
      .toast.success > svg {
        color: var(--ts-success);
      }
      .toast.error > svg {
        color: var(--ts-danger);
      }
      .btn.ghost:not(.icon) {
        color: var(--ts-accent);
      }
      @media (max-width: 759px) {
        .stack {
          right: 16px;
          left: 16px;
          bottom: 68px;
        }
      }
    `,
  ];
}
