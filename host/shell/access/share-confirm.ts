import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { keepKeys } from './share-keys.ts';

/** What is asked before it is done. */
export interface ShareQuestion {
  readonly title: string;
  readonly text: string;
  /** Text of the button that does it: verb and object. */
  readonly yes: string;
  readonly danger?: boolean;
}

/**
 * Asks before more is shown to others, or taken from them.
 *
 * @fires ts-share-answered - with `{isSure}`
 */
@customElement('ts-share-confirm')
export class ShareConfirm extends TesseraElement {
  @property({ attribute: false }) question!: ShareQuestion;
  #isSure = false;

  override render(): TemplateResult {
    const { title, text, yes, danger } = this.question;
    return html`<dialog
      role="alertdialog"
      aria-labelledby="title"
      aria-describedby="text"
      @close=${this.#closed}
      @keydown=${keepKeys}
    >
      <form method="dialog">
        <h2 id="title">${icon('triangle-alert', 16)} <span>${title}</span></h2>
        <p id="text" class="mut">${text}</p>
        <div class="actions">
          <button
            class=${danger ? 'btn danger' : 'btn primary'}
            @click=${() => (this.#isSure = true)}
          >
            ${yes}
          </button>
          <button class="btn" autofocus>${this.t('action.cancel')}</button>
        </div>
      </form>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-share-answered', { detail: { isSure: this.#isSure } }));
    this.remove();
  };

  static override styles = [
    TesseraElement.styles,
    pageStyles,
    dialogStyles,
    css`
      :host {
        display: contents;
      }
      h2 {
        display: flex;
        gap: 8px;
        align-items: baseline;
      }
      h2 svg {
        flex: none;
        translate: 0 3px;
        color: light-dark(oklch(0.6 0.13 75), oklch(0.82 0.12 75));
      }
    `,
  ];
}

/** Asks over an element; no where it is closed. */
export function confirmShare(over: TesseraElement, question: ShareQuestion): Promise<boolean> {
  const dialog = new ShareConfirm();
  dialog.question = question;
  return new Promise((resolve) => {
    dialog.addEventListener('ts-share-answered', (event) =>
      resolve((event as CustomEvent<{ isSure: boolean }>).detail.isSure),
    );
    over.renderRoot.append(dialog);
  });
}
