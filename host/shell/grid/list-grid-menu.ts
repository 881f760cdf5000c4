import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** What can be done with a column. */
export type ColumnAction =
  | 'ascending'
  | 'descending'
  | 'filter'
  | 'wider'
  | 'narrower'
  | 'left'
  | 'right'
  | 'hide';

const GROUPS: readonly (readonly ColumnAction[])[] = [
  ['ascending', 'descending', 'filter'],
  ['wider', 'narrower', 'left', 'right'],
  ['hide'],
];
const ICONS: Readonly<Record<ColumnAction, string>> = {
  ascending: 'arrow-up',
  descending: 'arrow-down',
  filter: 'list-filter',
  wider: 'unfold-horizontal',
  narrower: 'fold-horizontal',
  left: 'arrow-left',
  right: 'arrow-right',
  hide: 'eye-off',
};
/** Keys on the header that do the same. */
const KEYS: Readonly<Partial<Record<ColumnAction, string>>> = {
  wider: 'Alt →',
  narrower: 'Alt ←',
  right: 'Alt ⇧ →',
  left: 'Alt ⇧ ←',
};

/**
 * The menu of a column's header.
 *
 * @fires ts-column-action - with `{action}`
 * @fires ts-menu-closed
 */
@customElement('ts-header-menu')
export class ListGridMenu extends TesseraElement {
  @property({ attribute: false }) label = '';
  /** What can be done with this column now. */
  @property({ attribute: false }) actions: ReadonlySet<ColumnAction> = new Set();
  /** Where it stands, in pixels of the window. */
  @property({ attribute: false }) place: { readonly left: number; readonly top: number } = {
    left: 0,
    top: 0,
  };

  override render(): TemplateResult {
    const groups = GROUPS.map((group) => group.filter((action) => this.actions.has(action))).filter(
      (group) => group.length > 0,
    );
    return html`<div
      popover
      role="menu"
      aria-label=${this.t('grid.menu', { field: this.label })}
      @keydown=${this.#pressed}
      @toggle=${this.#toggled}
    >
      ${groups.map((group, index) => html`${index > 0 ? html`<hr />` : nothing}${group.map((action) => this.#item(action))}`)}
    </div>`;
  }

  protected override firstUpdated(): void {
    const menu = this.#menu;
    menu.showPopover();
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(this.place.left, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(this.place.top, innerHeight - height - 8))}px`;
    this.#items[0]?.focus();
  }

  get #menu(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')!;
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  #item(action: ColumnAction): TemplateResult {
    const key = KEYS[action];
    return html`<button role="menuitem" tabindex="-1" @click=${() => this.#choose(action)}>
      ${icon(ICONS[action], 14)}<span>${this.t(`grid.menu.${action}`)}</span>
      ${key ? html`<kbd aria-hidden="true">${key}</kbd>` : nothing}
    </button>`;
  }

  #choose(action: ColumnAction): void {
    this.#menu.hidePopover();
    this.dispatchEvent(new CustomEvent('ts-column-action', { detail: { action } }));
  }

  readonly #toggled = (event: ToggleEvent): void => {
    if (event.newState === 'closed') this.dispatchEvent(new CustomEvent('ts-menu-closed'));
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const items = this.#items;
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const to: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    if (event.key === 'Tab') this.#menu.hidePopover();
    // Keys of the menu are not for the table behind.
    event.stopPropagation();
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  };

  static override styles = [
    TesseraElement.styles,
    css`
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        min-width: 200px;
        padding: 4px;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-2);
      }
      button {
        display: flex;
        gap: 8px;
        align-items: center;
        width: 100%;
        min-height: 28px;
        padding: 0 8px;
        border-radius: var(--ts-radius-s);
        text-align: start;
      }
      button span {
        flex: 1;
      }
      button:hover,
      button:focus-visible {
        background: var(--ts-bg-hover);
      }
      svg {
        color: var(--ts-fg-2);
      }
      hr {
        margin: 4px 0;
        border: 0;
        border-top: 1px solid var(--ts-line);
      }
      @media (pointer: coarse) {
        button {
          min-height: 40px;
        }
      }
    `,
  ];
}
