import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { localeActions } from './locale-choice.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { readPreferences, savePreferences, type Preferences } from './preferences.ts';

const THEMES = ['system', 'light', 'dark'] as const;

/** The user, and what one changes often: language, theme, signing out. */
@customElement('ts-user-menu')
export class UserMenu extends TesseraElement {
  @state() private isOpen = false;
  @state() private preferences: Preferences = readPreferences();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pointerdown', this.#elsewhere);
  }
  override disconnectedCallback(): void {
    removeEventListener('pointerdown', this.#elsewhere);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { user } = this.meta;
    return html`<button
        class="user"
        aria-haspopup="true"
        aria-expanded=${this.isOpen}
        @click=${this.#toggle}
      >
        ${recordAvatar(user.name, user.id, { round: true, size: 20 })}
        <span class="ell name">${user.name}</span>
        <span class="visually-hidden">${this.t('user.menu')}</span>
        <span class="name">${icon('chevrons-up-down', 14)}</span>
      </button>
      ${this.isOpen ? this.#menu() : nothing}`;
  }

  #menu(): TemplateResult {
    return html`<div class="menu" @keydown=${this.#pressed}>
      ${this.meta.user.email ? html`<p class="mut ell">${this.meta.user.email}</p>` : nothing}
      <a href="/settings/profile" @click=${this.#close}
        >${icon('user-round', 14)} ${this.t('settings.profile')}</a
      >
      <div class="choice" role="group" aria-label=${this.t('settings.language')}>
        ${icon('languages', 14)}
        ${localeActions(this).map(
          ({ locale, label, isChosen, choose }) =>
            html`<button
              class=${isChosen ? 'on' : ''}
              aria-pressed=${isChosen}
              lang=${locale}
              @click=${choose}
            >
              ${label}
            </button>`,
        )}
      </div>
      <div class="choice" role="group" aria-label=${this.t('settings.theme')}>
        ${icon('sun-moon', 14)}
        ${THEMES.map(
          (theme) =>
            html`<button
              class=${this.preferences.theme === theme ? 'on' : ''}
              aria-pressed=${this.preferences.theme === theme}
              @click=${() => this.#wear(theme)}
            >
              ${this.t(`theme.${theme}`)}
            </button>`,
        )}
      </div>
      <button class="line keys" @click=${this.#showShortcuts}>
        ${icon('keyboard', 14)} ${this.t('shortcut.title')} <kbd>?</kbd>
      </button>
      <button class="line" @click=${this.#signOut}>
        ${icon('log-out', 14)} ${this.t('user.signOut')}
      </button>
    </div>`;
  }

  readonly #toggle = (): void => {
    this.preferences = readPreferences();
    this.isOpen = !this.isOpen;
  };
  readonly #showShortcuts = (): void => {
    this.isOpen = false;
    this.dispatchEvent(new CustomEvent('ts-shortcuts-wanted', { bubbles: true, composed: true }));
  };
  #wear(theme: Preferences['theme']): void {
    this.preferences = { ...readPreferences(), theme };
    savePreferences(this.preferences);
  }
  readonly #close = (): void => {
    this.isOpen = false;
  };
  readonly #signOut = (): void => {
    this.dispatchEvent(new CustomEvent('ts-sign-out', { bubbles: true, composed: true }));
  };
  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>('.user')?.focus();
  };
  readonly #elsewhere = (event: Event): void => {
    if (this.isOpen && !event.composedPath().includes(this)) this.isOpen = false;
  };

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        position: relative;
        display: block;
      }
      .user {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        height: 34px;
        padding: 0 6px;
        border-radius: var(--ts-radius-m);
        font-weight: 500;
        text-align: left;
      }
      .user:hover {
        background: var(--ts-bg-hover);
      }
      .name {
        display: var(--ts-user-name, inline);
      }
      .name:last-child {
        margin-left: auto;
        color: var(--ts-fg-3);
      }
      .menu {
        position: absolute;
        inset: auto 0 40px;
        z-index: 20;
        min-width: 240px;
        padding: 6px;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        box-shadow: var(--ts-shadow-2);
      }
      .menu p {
        padding: 4px 8px 6px;
        font-size: 12px;
      }
      .menu a,
      .menu .line,
      .choice {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 30px;
        padding: 0 8px;
        border-radius: var(--ts-radius-m);
        text-decoration: none;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .menu a:hover,
      .menu .line:hover {
        background: var(--ts-bg-hover);
        color: var(--ts-fg);
      }
      .line kbd {
        margin-left: auto;
      }
      .choice {
        gap: 2px;
      }
      .choice svg {
        margin-right: 6px;
      }
      .choice button {
        padding: 2px 8px;
        border-radius: var(--ts-radius-m);
        font-weight: 500;
      }
      .choice button:hover {
        background: var(--ts-bg-hover);
      }
      .choice .on {
        background: var(--ts-bg-active);
        color: var(--ts-fg);
      }
    `,
  ];
}
