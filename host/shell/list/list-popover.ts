import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';

/** What the keyboard can reach among the things that a panel holds. */
const REACHABLE = 'button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled)';
const GAP = 4;
const EDGE = 8;

/**
 * A button and the panel it opens, in the top layer; a sheet at the lower edge on a phone. What it holds is its content;
 * arrow keys move among that.
 *
 * @fires ts-popover-toggled - with `{open}`
 */
@customElement('ts-list-popover')
export class ListPopover extends TesseraElement {
  @property() label = '';
  @property() icon = '';
  /** Says on the button what was chosen. */
  @property() hint = '';
  /** The button shows its icon only. */
  @property({ type: Boolean }) bare = false;
  /** The button is a plain word beside other words. */
  @property({ type: Boolean }) caret = false;
  /** Where there is little room the button shows its icon only. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** The button stands out: something is chosen in it. */
  @property({ type: Boolean, reflect: true }) marked = false;

  @state() private isOpen = false;
  @query('#panel') private readonly panel!: HTMLElement;
  @query('#button') private readonly button!: HTMLElement;

  override render(): TemplateResult {
    return html`<button
        id="button"
        class="btn ghost ${this.bare ? 'icon' : ''}"
        popovertarget="panel"
        aria-haspopup="dialog"
        aria-expanded=${this.isOpen}
        aria-label=${this.bare ? this.label : nothing}
        title=${this.bare || this.compact ? this.label : nothing}
      >
        ${this.icon ? icon(this.icon, 16) : nothing}
        ${this.bare ? nothing : html`<span class="ell">${this.hint || this.label}</span>`}
        ${this.caret ? icon('chevron-down', 14) : nothing}
      </button>
      <div
        id="panel"
        popover
        role="dialog"
        aria-label=${this.label}
        @beforetoggle=${this.#placed}
        @toggle=${this.#toggled}
        @keydown=${this.#pressed}
      >
        <slot></slot>
      </div>`;
  }

  close(): void {
    if (this.isOpen) this.panel.hidePopover();
  }

  override focus(): void {
    this.button.focus();
  }

  readonly #placed = (event: Event): void => {
    if ((event as ToggleEvent).newState !== 'open') return;
    const { bottom, left, right } = this.button.getBoundingClientRect();
    const isRight = left > innerWidth / 2;
    const { style } = this.panel;
    style.setProperty('--top', `${bottom + GAP}px`);
    style.setProperty('--left', isRight ? 'auto' : `${Math.max(EDGE, left)}px`);
    style.setProperty('--right', isRight ? `${Math.max(EDGE, innerWidth - right)}px` : 'auto');
  };

  readonly #toggled = async (event: Event): Promise<void> => {
    this.isOpen = (event as ToggleEvent).newState === 'open';
    this.dispatchEvent(new CustomEvent('ts-popover-toggled', { detail: { open: this.isOpen } }));
    if (!this.isOpen) return;
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-first]`)?.focus();
    if (!this.querySelector('[data-first]')) this.#reachable()[0]?.focus();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    // A key that is for the panel is not for the list behind it.
    if (event.key !== 'Tab') event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
      this.focus();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const target = event.composedPath()[0];
    if (step === 0 || event.altKey || target instanceof HTMLSelectElement) return;
    if (target instanceof HTMLInputElement && target.type === 'radio') return;
    event.preventDefault();
    const all = this.#reachable();
    const at = all.indexOf(target as HTMLElement);
    all[(at + step + all.length) % all.length]?.focus();
  };

  #reachable(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(REACHABLE)].filter((one) =>
      one.checkVisibility(),
    );
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: inline-flex;
        min-width: 0;
        flex: none;
      }
      .btn {
        min-width: 0;
        max-width: 100%;
      }
      .btn:not(.icon) {
        padding: 0 8px;
      }
      :host([marked]) .btn {
        color: var(--ts-fg);
      }
      [popover] {
        inset: var(--top) var(--right) auto var(--left);
        margin: 0;
        width: max-content;
        min-width: 200px;
        max-width: min(400px, calc(100vw - 16px));
        max-height: calc(100dvh - var(--top) - 8px);
        overflow: auto;
        padding: 6px;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-2);
      }
      @media (max-width: 1180px) {
        :host([compact]) .ell {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
      @media (max-width: 759px) {
        [popover] {
          inset: auto 0 0;
          width: 100%;
          max-width: none;
          max-height: 80dvh;
          padding: 10px 10px calc(10px + env(safe-area-inset-bottom));
          border-radius: 14px 14px 0 0;
          box-shadow: var(--ts-shadow-3);
        }
        [popover]::backdrop {
          background: light-dark(oklch(0.2 0.02 262 / 0.22), oklch(0 0 0 / 0.5));
        }
      }
    `,
  ];
}
