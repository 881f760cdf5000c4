import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './user-menu.ts';
import { navigationList, navigationStyles } from './navigation-list.ts';

/** Workspace, search, navigation of the enabled plugins, and the user. */
@customElement('ts-sidebar')
export class Sidebar extends TesseraElement {
  @property() path = '/';

  override render(): TemplateResult {
    const { name } = this.meta.workspace;
    return html`<nav aria-label=${this.t('frame.navigation')}>
      <a class="workspace" href="/"
        ><span class="logo" aria-hidden="true">${Array.from(name)[0]?.toUpperCase() ?? 'T'}</span
        ><span class="ell">${name}</span></a
      >
      <button class="search" @click=${this.#search}>
        ${icon('search', 14)} <span>${this.t('search.title')}</span>
        <kbd>${isApple() ? '⌘' : 'Ctrl'} K</kbd>
      </button>
      <div class="scroll">${navigationList(this, this.path)}</div>
      <ts-user-menu></ts-user-menu>
    </nav>`;
  }

  readonly #search = (): void => {
    this.dispatchEvent(new CustomEvent('ts-search-wanted', { bubbles: true, composed: true }));
  };

  static override styles = [
    TesseraElement.styles ?? [],
    navigationStyles,
    css`
      :host {
        display: block;
        min-height: 0;
      }
      nav {
        display: flex;
        flex-direction: column;
        height: 100%;
        padding: 8px;
      }
      .scroll {
        display: flex;
        flex-direction: column;
        gap: 1px;
        flex: 1;
        min-height: 0;
        overflow: auto;
      }
      .workspace {
        display: flex;
        align-items: center;
        gap: 8px;
        height: 34px;
        flex: none;
        padding: 0 6px;
        font-weight: 600;
        text-decoration: none;
      }
      .logo {
        display: grid;
        place-items: center;
        flex: none;
        width: 20px;
        height: 20px;
        border-radius: 5px;
        background: var(--ts-accent);
        color: var(--ts-on-accent);
        font-size: 11px;
        font-weight: 600;
      }
      .search {
        display: flex;
        align-items: center;
        gap: 8px;
        height: 30px;
        flex: none;
        margin: 6px 0;
        padding: 0 8px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg-2);
        box-shadow: var(--ts-shadow-1);
      }
      .search kbd {
        margin-left: auto;
      }
    `,
  ];
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
