import type { LocalizedText } from '@tessera/core';
import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import './search-dialog.ts';
import './sidebar.ts';
import './mobile-navigation.ts';
import './slot.ts';
import { homeEntity, readRoute, type Route } from './route.ts';

/** Sidebar, bottom navigation on phones, and the one panel with the page. */
@customElement('ts-frame')
export class Frame extends TesseraElement {
  @state() private path = location.pathname;
  @state() private isSearching = false;
  /** Plugins that were there once since the page was opened. */
  readonly #known = new Map<string, LocalizedText>();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.#moved);
    addEventListener('keydown', this.#pressed);
    this.addEventListener('click', this.#clicked);
    this.addEventListener('ts-search-wanted', this.#search);
  }
  override disconnectedCallback(): void {
    removeEventListener('popstate', this.#moved);
    removeEventListener('keydown', this.#pressed);
    super.disconnectedCallback();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    for (const plugin of this.meta.plugins) this.#known.set(plugin.id, plugin.label);
    if (this.#route().page !== 'home') return;
    const entity = homeEntity(this.meta);
    if (!entity) return;
    history.replaceState(null, '', `/${entity.path}`);
    this.path = location.pathname;
  }

  override render(): TemplateResult {
    return html`<a class="skip btn" href="#main" @click=${this.#skip}>${this.t('frame.skip')}</a>
      <ts-sidebar .path=${this.path}></ts-sidebar>
      <main id="main" tabindex="-1">${this.#page(this.#route())}</main>
      <ts-mobile-navigation .path=${this.path}></ts-mobile-navigation>
      ${this.isSearching ? html`<ts-search-dialog @close=${() => (this.isSearching = false)}></ts-search-dialog>` : nothing}`;
  }

  #page(route: Route): TemplateResult {
    switch (route.page) {
      case 'list':
        void import('./list-page.ts');
        return html`<ts-list entity=${route.entity} ?creating=${route.creating}></ts-list>`;
      case 'record':
        void import('./record-page.ts');
        return html`<ts-record entity=${route.entity} record=${route.record}></ts-record>`;
      case 'plugins':
        void import('./plugins-page.ts');
        return html`<ts-plugins></ts-plugins>`;
      case 'settings':
        void import('./settings-page.ts');
        return html`<ts-settings section=${route.section}></ts-settings>`;
      case 'contribution': {
        const found = this.meta.contributions.find(
          (one) => one.slot === 'app.page' && one.path === route.path,
        );
        return html`<ts-slot name="app.page" only=${found?.id ?? ''}></ts-slot>`;
      }
      case 'home':
        return this.#nothing();
      default:
        return this.#missing(route.plugin);
    }
  }

  /** No list may be seen: nothing is enabled, or the user has no role yet. */
  #nothing(): TemplateResult {
    const mayEnable = this.meta.user.permissions.includes('tessera.plugin.manage');
    return html`<div class="missing">
      <span class="emblem">${icon(mayEnable ? 'puzzle' : 'shield-question-mark', 22)}</span>
      <h1>${this.t(mayEnable ? 'home.emptyTitle' : 'home.noAccessTitle')}</h1>
      <p class="mut">${this.t(mayEnable ? 'home.emptyText' : 'home.noAccessText')}</p>
      ${mayEnable ? html`<a class="btn primary" href="/plugins">${this.t('home.enable')}</a>` : nothing}
    </div>`;
  }

  /** A page that is not there, or whose plugin is off: it comes back by itself when the plugin does. */
  #missing(plugin: string): TemplateResult {
    const label = this.#known.get(plugin);
    const isOff = label && !this.meta.plugins.some((one) => one.id === plugin);
    const values = { plugin: label ? this.localized(label) : plugin };
    return html`<div class="missing">
      <span class="emblem">${icon(isOff ? 'unplug' : 'search-x', 22)}</span>
      <h1>${this.t(isOff ? 'missing.offTitle' : 'missing.title', values)}</h1>
      <p class="mut">${this.t(isOff ? 'missing.offText' : 'missing.text', values)}</p>
      <a class="btn primary" href="/">${this.t('missing.home')}</a>
    </div>`;
  }

  #route(): Route {
    return readRoute(this.path, this.meta);
  }

  readonly #moved = (): void => {
    this.path = location.pathname;
  };
  readonly #search = (): void => {
    this.isSearching = true;
  };
  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.isSearching = true;
    }
  };
  readonly #skip = (event: Event): void => {
    event.preventDefault();
    this.renderRoot.querySelector('main')?.focus();
  };

  /** Links of the UI change the page without a reload. */
  readonly #clicked = (event: MouseEvent): void => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey
    )
      return;
    const link = event
      .composedPath()
      .find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin)
      return;
    if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    this.navigate(link.pathname + link.search);
  };

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: grid;
        grid-template-columns: 228px minmax(0, 1fr);
        height: 100dvh;
        background: var(--ts-bg-app);
      }
      main {
        display: flex;
        flex-direction: column;
        margin: 8px 8px 8px 0;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg);
        box-shadow: var(--ts-shadow-1);
        min-width: 0;
        min-height: 0;
        overflow: hidden;
        outline: 0;
      }
      main > * {
        flex: 1;
        min-height: 0;
      }
      ts-mobile-navigation {
        display: none;
      }
      ts-search-dialog {
        display: contents;
      }
      .skip {
        position: fixed;
        top: 8px;
        left: 8px;
        z-index: 10;
        translate: 0 -60px;
      }
      .skip:focus {
        translate: 0 0;
      }
      .missing {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 8px;
        padding: 24px;
        text-align: center;
      }
      .missing h1 {
        font-size: 15px;
        font-weight: 600;
      }
      .missing .btn {
        margin-top: 8px;
      }
      .emblem {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 12px;
        background: var(--ts-bg-active);
        color: var(--ts-fg-2);
      }
      @media (max-width: 759px) {
        :host {
          grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
        }
        ts-sidebar {
          display: none;
        }
        ts-mobile-navigation {
          display: block;
        }
        main {
          margin: 0;
          border: 0;
          border-radius: 0;
          box-shadow: none;
        }
      }
    `,
  ];
}
