import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import './user-menu.ts';
import { navigationList, navigationStyles } from './navigation-list.ts';
import { navigationItems, type NavigationItem } from './route.ts';

const SHOWN = 3;

/** The bottom navigation of phones: home, the first lists, and everything else in a sheet. */
@customElement('ts-mobile-navigation')
export class MobileNavigation extends TesseraElement {
  @property() path = '/';
  @state() private isOpen = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('path')) this.isOpen = false;
  }

  override render(): TemplateResult {
    const items = mainItems(navigationItems(this.meta));
    return html`${this.isOpen ? this.#sheet() : nothing}
      <nav aria-label=${this.t('frame.navigation')}>
        ${this.#link('/', 'house', this.t('home.title'))}
        ${items.map((item) => this.#link(item.path, item.icon, this.localized(item.label)))}
        <button
          class="more"
          aria-haspopup="dialog"
          aria-expanded=${this.isOpen}
          @click=${() => (this.isOpen = !this.isOpen)}
        >
          ${icon('menu', 20)}<span>${this.t('frame.more')}</span>
        </button>
      </nav>`;
  }

  #link(path: string, symbol: string, label: string): TemplateResult {
    const isHere = this.path === path || (path !== '/' && this.path.startsWith(`${path}/`));
    return html`<a
      href=${path}
      class=${isHere ? 'on' : ''}
      aria-current=${isHere ? 'page' : 'false'}
    >
      ${icon(symbol, 20)}<span class="ell">${label}</span>
    </a>`;
  }

  #sheet(): TemplateResult {
    return html`<div class="veil" @click=${() => (this.isOpen = false)}></div>
      <div
        class="sheet"
        role="dialog"
        tabindex="-1"
        aria-label=${this.t('frame.navigation')}
        @keydown=${this.#pressed}
      >
        <button class="item" @click=${this.#search}>
          ${icon('search')}<span>${this.t('search.title')}</span>
        </button>
        ${navigationList(this, this.path)}
        <ts-user-menu></ts-user-menu>
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('isOpen') && this.isOpen)
      this.renderRoot.querySelector<HTMLElement>('.sheet')?.focus();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>('.more')?.focus();
  };
  readonly #search = (): void => {
    this.isOpen = false;
    this.dispatchEvent(new CustomEvent('ts-search-wanted', { bubbles: true, composed: true }));
  };

  static override styles = [
    TesseraElement.styles ?? [],
    navigationStyles,
    css`
      nav {
        position: relative;
        z-index: 31;
        display: flex;
        height: 56px;
        border-top: 1px solid var(--ts-line);
        background: var(--ts-bg);
        padding-bottom: env(safe-area-inset-bottom);
      }
      nav > * {
        flex: 1;
        min-width: 0;
        display: grid;
        place-items: center;
        align-content: center;
        gap: 2px;
        padding: 0 4px;
        font-size: 11px;
        line-height: 14px;
        font-weight: 500;
        color: var(--ts-fg-2);
        text-decoration: none;
      }
      nav .on {
        color: var(--ts-accent);
      }
      nav .ell {
        max-width: 100%;
      }
      .veil {
        position: fixed;
        inset: 0;
        z-index: 30;
        background: light-dark(oklch(0.2 0.02 262 / 0.25), oklch(0 0 0 / 0.5));
      }
      .sheet {
        position: fixed;
        inset: auto 0 56px;
        z-index: 31;
        max-height: 75dvh;
        overflow: auto;
        padding: 12px 12px 8px;
        border-radius: 16px 16px 0 0;
        outline: 0;
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-3);
      }
      .sheet .item {
        width: 100%;
        height: 44px;
      }
    `,
  ];
}

/** The first item of each group, then the second of each: every plugin has its place before one has two. */
function mainItems(items: readonly NavigationItem[]): readonly NavigationItem[] {
  const ranks = new Map<string, number>();
  return items
    .filter((item) => item.group !== 'settings')
    .map((item) => {
      const rank = ranks.get(item.group) ?? 0;
      ranks.set(item.group, rank + 1);
      return { item, rank };
    })
    .toSorted((one, two) => one.rank - two.rank)
    .slice(0, SHOWN)
    .map(({ item }) => item);
}
