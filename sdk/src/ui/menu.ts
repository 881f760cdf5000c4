import { css, html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/** One entry of a {@link Menu}. */
export interface MenuItem {
  /** Unique within the menu. */
  readonly id: string;
  /** Verb and object. */
  readonly label: string;
  /** Name of a Lucide icon. */
  readonly icon?: string;
  /** Takes something away: shown in the colour of danger. */
  readonly danger?: boolean;
  /** Stands there and cannot be chosen. */
  readonly disabled?: boolean;
  /** Does it. */
  run(): void;
}

/**
 * A button that opens a list of things to do. Arrow keys, Home, End and first letters move; Esc closes and gives the focus back.
 *
 * @example
 * ```ts
 * import type { MenuItem } from '@tessera/sdk/ui';
 * import { html } from 'lit';
 *
 * const items: readonly MenuItem[] = [
 *   { id: 'copy', label: 'Copy link', icon: 'link', run: () => void navigator.clipboard.writeText(location.href) },
 * ];
 * export const menu = html`<ts-menu label="More" .items=${items}></ts-menu>`;
 * ```
 */
@customElement('ts-menu')
export class Menu extends LitElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: inline-flex;
      }
      [popover] {
        position: fixed;
        inset: auto;
        min-width: 180px;
        max-width: min(320px, calc(100vw - 16px));
        margin: 0;
        padding: 4px;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-2);
      }
      [role='menuitem'] {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 30px;
        padding: 0 8px;
        text-align: start;
        border-radius: var(--ts-radius-m);
      }
      [role='menuitem']:hover:not(:disabled),
      [role='menuitem']:focus-visible {
        background: var(--ts-bg-hover);
      }
      [role='menuitem']:focus-visible {
        outline-offset: -2px;
      }
      .danger {
        color: var(--ts-danger);
      }
      @media (pointer: coarse) {
        [role='menuitem'] {
          min-height: 40px;
        }
      }
    `,
  ];

  /** Name of the button; shown beside the icon when `text` is set. */
  @property() label = '';
  /** Name of a Lucide icon on the button. */
  @property() icon = 'ellipsis';
  /** Shows the label on the button. */
  @property({ type: Boolean }) text = false;
  /** What can be done; an empty list shows no button. */
  @property({ attribute: false }) items: readonly MenuItem[] = [];

  @state() private isOpen = false;

  /** Draws it. */
  protected override render(): unknown {
    if (this.items.length === 0) return nothing;
    return html`<button
        class=${this.text ? 'btn' : 'btn icon'}
        aria-haspopup="menu"
        aria-expanded=${this.isOpen}
        aria-label=${this.text ? nothing : this.label}
        title=${this.text ? nothing : this.label}
        @click=${this.#toggle}
        @keydown=${this.#buttonPressed}
      >
        ${icon(this.icon, 14)}${this.text ? html`<span>${this.label}</span>` : nothing}
      </button>
      <div
        popover
        role="menu"
        aria-label=${this.label}
        @toggle=${this.#toggled}
        @keydown=${this.#pressed}
      >
        ${this.items.map((item) => this.#item(item))}
      </div>`;
  }

  #item(item: MenuItem): TemplateResult {
    return html`<button
      role="menuitem"
      tabindex="-1"
      class=${item.danger ? 'danger' : ''}
      ?disabled=${item.disabled ?? false}
      @click=${() => this.#run(item)}
    >
      ${item.icon ? icon(item.icon, 14) : nothing}<span class="ell">${item.label}</span>
    </button>`;
  }

  get #button(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('button')!;
  }
  get #list(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')!;
  }
  get #choices(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]:not(:disabled)')];
  }

  readonly #toggle = (): void => {
    if (this.isOpen) this.#list.hidePopover();
    else this.#open();
  };

  #open(): void {
    const list = this.#list;
    list.showPopover();
    const button = this.#button.getBoundingClientRect();
    const { width, height } = list.getBoundingClientRect();
    const isBelow = button.bottom + 4 + height <= innerHeight || button.top < height;
    const left = Math.max(8, Math.min(button.right - width, innerWidth - width - 8));
    list.style.left = `${left}px`;
    list.style.top = `${isBelow ? button.bottom + 4 : button.top - height - 4}px`;
    this.#choices[0]?.focus();
  }

  #run(item: MenuItem): void {
    this.#list.hidePopover();
    this.#button.focus();
    item.run();
  }

  readonly #toggled = (event: Event): void => {
    this.isOpen = (event as ToggleEvent).newState === 'open';
  };

  readonly #buttonPressed = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' || this.isOpen) return;
    event.preventDefault();
    this.#open();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      event.stopPropagation();
      this.#list.hidePopover();
      this.#button.focus();
      return;
    }
    const choices = this.#choices;
    const at = choices.findIndex((choice) => choice.matches(':focus'));
    const next = placeOf(event.key, at, choices);
    event.stopPropagation();
    if (next === undefined) return;
    event.preventDefault();
    choices[next]?.focus();
  };
}

/** Where a key leads from a place in the list; undefined for keys that lead nowhere. */
function placeOf(key: string, at: number, choices: readonly HTMLElement[]): number | undefined {
  const count = choices.length;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return undefined;
  const names = choices.map((choice) => choice.textContent?.trim().toLowerCase() ?? '');
  const order = names.map((_, step) => (at + 1 + step) % count);
  return order.find((place) => names[place]?.startsWith(key.toLowerCase()));
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-menu': Menu;
  }
}
