import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Lane } from './board-lanes.ts';
import { tag } from '../field/field-template.ts';

const GAP = 4;

/**
 * What can be done with a card without dragging it.
 *
 * @fires ts-menu-open - to open the record
 * @fires ts-menu-edit - to edit it
 * @fires ts-menu-move - with `{lane}`: to move it there
 * @fires ts-menu-closed - when the menu is gone
 */
@customElement('ts-board-menu')
export class BoardMenu extends TesseraElement {
  /** Title of the record. */
  @property() heading = '';
  @property({ attribute: false }) lanes: readonly Lane[] = [];
  /** The column that the record is in. */
  @property() at = '';
  @property({ attribute: false }) anchor: Element | null = null;

  override render(): TemplateResult {
    return html`<div
      class="menu"
      role="menu"
      popover="auto"
      aria-label=${this.t('board.menu', { title: this.heading })}
      @keydown=${this.#pressed}
      @toggle=${this.#toggled}
    >
      ${this.#item(this.t('action.open'), 'arrow-up-right', 'ts-menu-open', '↵')}
      ${this.#item(this.t('action.edit'), 'pencil', 'ts-menu-edit', 'E')}
      <div role="group" aria-labelledby="move">
        <p id="move">${this.t('board.move')}</p>
        ${this.lanes.filter(({ isTarget }) => isTarget).map((lane) => this.#target(lane))}
      </div>
    </div>`;
  }

  protected override firstUpdated(): void {
    const menu = this.#menu;
    menu?.showPopover();
    this.#place();
    this.#items[0]?.focus();
  }

  #item(label: string, name: string, event: string, key: string): TemplateResult {
    return html`<button role="menuitem" tabindex="-1" @click=${() => this.#choose(event)}>
      ${icon(name, 14)} <span class="ell">${label}</span><kbd aria-hidden="true">${key}</kbd>
    </button>`;
  }

  #target(lane: Lane): TemplateResult {
    const isHere = lane.key === this.at;
    return html`<button
      role="menuitemradio"
      aria-checked=${isHere}
      tabindex="-1"
      @click=${() => this.#choose(isHere ? null : 'ts-menu-move', { lane: lane.key })}
    >
      ${tag(lane.label, lane.hue)} ${isHere ? icon('check', 14) : nothing}
    </button>`;
  }

  #choose(event: string | null, detail: Readonly<Record<string, unknown>> = {}): void {
    this.#menu?.hidePopover();
    if (event) this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const items = this.#items;
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const places: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const place = places[event.key];
    // Keys of the board and of the page mean nothing while the menu is open.
    event.stopPropagation();
    if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault();
      this.#menu?.hidePopover();
      return;
    }
    if (place === undefined) return;
    event.preventDefault();
    items[place]?.focus();
  };

  readonly #toggled = (event: ToggleEvent): void => {
    if (event.newState === 'closed') this.dispatchEvent(new CustomEvent('ts-menu-closed'));
  };

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu');
  }

  get #items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  }

  /** Below what it belongs to, or above where there is no room. On a phone it is a sheet at the bottom. */
  #place(): void {
    const menu = this.#menu;
    const anchor = this.anchor?.getBoundingClientRect();
    if (!menu || !anchor || matchMedia('(max-width: 759px)').matches) return;
    const { width, height } = menu.getBoundingClientRect();
    const isBelow = anchor.bottom + GAP + height <= innerHeight;
    const top = isBelow ? anchor.bottom + GAP : anchor.top - GAP - height;
    const left = Math.min(anchor.right - width, innerWidth - width - 8);
    menu.style.top = `${Math.max(8, top)}px`;
    menu.style.left = `${Math.max(8, left)}px`;
  }

  static override styles = [
    TesseraElement.styles,
    css`
      .menu {
        position: fixed;
        inset: auto;
        width: 220px;
        max-height: calc(100vh - 16px);
        margin: 0;
        padding: 4px;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-2);
        overflow: auto;
      }
      button {
        display: flex;
        gap: 8px;
        align-items: center;
        width: 100%;
        min-height: 30px;
        padding: 0 8px;
        border-radius: var(--ts-radius-m);
        text-align: left;
      }
      button:hover,
      button:focus-visible {
        background: var(--ts-bg-hover);
      }
      button > :last-child:not(:first-child) {
        margin-left: auto;
      }
      button > .ell {
        flex: 1;
      }
      [role='group'] {
        margin-top: 4px;
        padding-top: 4px;
        border-top: 1px solid var(--ts-line);
      }
      p {
        padding: 4px 8px;
        font-size: 12px;
        color: var(--ts-fg-2);
      }
      @media (pointer: coarse) {
        button {
          min-height: 44px;
        }
        kbd {
          display: none;
        }
      }
      @media (max-width: 759px) {
        .menu {
          inset: auto 0 0;
          width: auto;
          max-height: 80vh;
          padding: 8px 8px 16px;
          border-radius: 14px 14px 0 0;
          box-shadow: var(--ts-shadow-3);
        }
      }
    `,
  ];
}
