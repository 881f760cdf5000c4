import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { localeActions } from '../app/locale-choice.ts';
import { pageStyles } from '../app/page-styles.ts';
import '../settings/second-factor-setup.ts';
import { state } from 'lit/decorators.js';

/** Where everybody is led who must have a second factor and has none: it is set up here, and nothing else is open. */
@customElement('ts-second-factor-needed')
export class SecondFactorNeeded extends TesseraElement {
  @state() private isSettingUp = false;
  #isDone = false;

  override render(): TemplateResult {
    return html`<main>
        <section class="card">
          <span class="emblem">${icon('shield-check', 20)}</span>
          <h1>${this.t('factor.neededTitle')}</h1>
          <p>${this.t('factor.neededText', { workspace: this.meta.workspace.name })}</p>
          <p class="mut">${this.t('factor.about')}</p>
          <div class="actions">
            <button class="btn primary" @click=${() => (this.isSettingUp = true)}>
              ${icon('smartphone', 14)} ${this.t('factor.setUp')}
            </button>
            <button class="btn" @click=${this.#signOut}>${this.t('user.signOut')}</button>
          </div>
        </section>
        <p class="row">
          ${localeActions(this).map(
            ({ locale, label, isChosen, choose }) =>
              html`<button
                class="btn ghost"
                lang=${locale}
                aria-pressed=${isChosen}
                @click=${choose}
              >
                ${label}
              </button>`,
          )}
        </p>
      </main>
      ${
        this.isSettingUp
          ? html`<ts-second-factor-setup
              @ts-question-done=${() => (this.#isDone = true)}
              @ts-question-closed=${this.#closed}
            ></ts-second-factor-setup>`
          : ''
      }`;
  }

  /** Only now, since the recovery codes are shown but once. */
  readonly #closed = (): void => {
    this.isSettingUp = false;
    if (!this.#isDone) return;
    this.dispatchEvent(new CustomEvent('ts-signed-in', { bubbles: true, composed: true }));
  };
  readonly #signOut = (): void => {
    this.dispatchEvent(new CustomEvent('ts-sign-out', { bubbles: true, composed: true }));
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      main {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 16px;
        min-height: 100dvh;
        padding: 24px 16px;
        background: var(--ts-bg-app);
      }
      .card {
        width: min(440px, calc(100vw - 32px));
        padding: 28px;
        border-radius: 14px;
        box-shadow: var(--ts-shadow-1);
      }
      .emblem {
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: 10px;
        background: var(--ts-accent-soft);
        color: var(--ts-accent);
      }
      h1 {
        font-size: 20px;
        line-height: 28px;
        font-weight: 600;
        letter-spacing: -0.015em;
      }
    `,
  ];
}
