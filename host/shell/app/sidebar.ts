import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './user-menu.ts';
import { navigationList, navigationStyles } from './navigation-list.ts';
import { isApple } from '../palette/shortcut-keyboard.ts';

/** Workspace, search, navigation of the enabled plugins, and the user. */
@customElement('ts-sidebar')
export class Sidebar extends TesseraElement {
  @property() path = '/';
  /** Shows icons only. */
  @property({ type: Boolean, reflect: true }) folded = false;

  override render(): TemplateResult {
    const { name } = this.meta.workspace;
    return html`<nav aria-label=${this.t('frame.navigation')}>
      <a class="workspace" href="/"
        ><span class="logo" aria-hidden="true">${Array.from(name)[0]?.toUpperCase() ?? 'T'}</span
        ><span class="ell">${name}</span></a
      >
      <button
        class="search"
        title=${`${this.t('search.title')} (${isApple() ? '⌘' : 'Ctrl'} K)`}
        @click=${this.#search}
      >
        ${icon('search', 14)} <span>${this.t('search.title')}</span>
        <kbd>${isApple() ? '⌘' : 'Ctrl'} K</kbd>
      </button>
      <div class="scroll">${navigationList(this, this.path)}</div>
      <button
        class="fold"
        aria-expanded=${!this.folded}
        title=${`${this.t(this.folded ? 'frame.unfold' : 'frame.fold')} ([)`}
        @click=${this.#fold}
      >
        ${icon(this.folded ? 'panel-left-open' : 'panel-left-close', 16)}
        <span class="ell">${this.t(this.folded ? 'frame.unfold' : 'frame.fold')}</span>
      </button>
      <ts-user-menu></ts-user-menu>
    </nav>`;
  }

  readonly #search = (): void => {
    this.dispatchEvent(new CustomEvent('ts-search-wanted', { bubbles: true, composed: true }));
  };

  readonly #fold = (): void => {
    this.dispatchEvent(new CustomEvent('ts-fold', { bubbles: true, composed: true }));
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
      .fold {
        display: flex;
        align-items: center;
        gap: 9px;
        height: 28px;
        flex: none;
        margin-top: 4px;
        padding: 0 8px;
        border-radius: var(--ts-radius-m);
        color: var(--ts-fg-2);
      }
      .fold:hover {
        background: var(--ts-bg-hover);
      }
      :host([folded]) :is(.workspace, .search, .item, .fold) {
        justify-content: center;
        padding: 0;
        gap: 0;
      }
      :host([folded]) :is(.workspace .ell, .search span, .search kbd, .item span, .fold span) {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      :host([folded]) h2 {
        height: 1px;
        flex: none;
        margin: 8px 6px;
        padding: 0;
        background: var(--ts-line-strong);
        overflow: hidden;
        color: transparent;
      }
      :host([folded]) ts-user-menu {
        --ts-user-name: none;
      }
    `,
  ];
}
