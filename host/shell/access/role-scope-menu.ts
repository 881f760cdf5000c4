import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { placePopover } from '../filter/filter-popover.ts';
import { pillStyles, scopePill } from './role-pill.ts';
import { SCOPE_LETTERS, type ScopeKind } from './role-scope.ts';

/** What is chosen: a scope, nothing of the row's own, or what plugins give. */
export type ScopeChoice = ScopeKind | 'unset';

/**
 * The scopes that a cell can have, beside the cell. Letters choose at once.
 *
 * @fires ts-scope-chosen - with the {@link ScopeChoice}
 * @fires ts-scope-closed - when it is closed, either way
 */
@customElement('ts-role-scope-menu')
export class RoleScopeMenu extends TesseraElement {
  /** What it stands beside. */
  @property({ attribute: false }) anchor!: HTMLElement;
  @property() heading = '';
  @property({ attribute: false }) kinds: readonly ScopeKind[] = [];
  @property({ attribute: false }) chosen: ScopeKind = 'none';
  /** Whether the row can be made to say nothing of the action. */
  @property({ type: Boolean }) unsettable = false;
  /** A sentence about what holds besides. */
  @property() note = '';

  protected override firstUpdated(): void {
    const menu = this.renderRoot.querySelector<HTMLElement>('[popover]')!;
    menu.showPopover();
    placePopover(menu, this.anchor);
    const chosen = this.renderRoot.querySelector<HTMLElement>('[aria-checked="true"]');
    (chosen ?? this.#items[0])?.focus();
  }

  override render(): TemplateResult {
    return html`<div popover="auto" @toggle=${this.#toggled} @keydown=${this.#pressed}>
      <p class="mut">${this.heading}</p>
      <div role="menu" aria-label=${this.heading}>
        ${this.kinds.map((kind) => this.#item(kind))}
        ${
          this.unsettable
            ? html`<button role="menuitem" tabindex="-1" @click=${() => this.#choose('unset')}>
                ${icon('corner-left-up', 14)}<span class="grow">${this.t('role.unset')}</span>
              </button>`
            : nothing
        }
      </div>
      ${this.note ? html`<p class="mut note">${this.note}</p>` : nothing}
    </div>`;
  }

  #item(kind: ScopeKind): TemplateResult {
    const scope = kind === 'filter' ? { filter: {} } : kind;
    return html`<button
      role="menuitemradio"
      aria-checked=${kind === this.chosen}
      tabindex="-1"
      data-kind=${kind}
      @click=${() => this.#choose(kind)}
    >
      ${scopePill(this, [scope])}
      <span class="mut grow">${this.t(`role.scopeAbout.${kind}`)}</span>
      <kbd aria-hidden="true">${SCOPE_LETTERS[kind].toUpperCase()}</kbd>
    </button>`;
  }

  get #items(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  }

  #choose(choice: ScopeChoice): void {
    this.dispatchEvent(new CustomEvent<ScopeChoice>('ts-scope-chosen', { detail: choice }));
  }

  readonly #toggled = (event: Event): void => {
    if ((event as ToggleEvent).newState === 'closed')
      this.dispatchEvent(new CustomEvent('ts-scope-closed'));
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const items = this.#items;
    const at = items.findIndex((item) => item.matches(':focus'));
    const letter = this.kinds.find((kind) => SCOPE_LETTERS[kind] === event.key.toLowerCase());
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      this.renderRoot.querySelector<HTMLElement>('[popover]')?.hidePopover();
    } else if (next !== undefined) {
      event.preventDefault();
      items.at(next % items.length)?.focus();
    } else if (letter && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.#choose(letter);
    }
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pillStyles,
    css`
      [popover] {
        position: fixed;
        inset: auto;
        width: 320px;
        max-width: calc(100vw - 16px);
        margin: 0;
        padding: 4px;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-2);
      }
      p {
        padding: 6px 8px;
        font-size: 12px;
      }
      .note {
        border-top: 1px solid var(--ts-line);
        margin-top: 4px;
      }
      button {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 32px;
        padding: 0 8px;
        border-radius: var(--ts-radius-m);
        text-align: start;
      }
      button:hover,
      button:focus-visible {
        background: var(--ts-bg-hover);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      [aria-checked='true'] {
        background: var(--ts-accent-soft);
      }
      .grow {
        flex: 1;
        min-width: 0;
        font-size: 12px;
        line-height: 16px;
      }
      @media (max-width: 759px) {
        [popover] {
          inset: auto 8px 8px;
          width: auto;
        }
        button {
          min-height: 44px;
        }
      }
    `,
  ];
}
