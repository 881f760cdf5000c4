import { TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';

/**
 * Asks whether what is not saved may be lost.
 *
 * @fires ts-leave-answered - with whether to leave
 */
@customElement('ts-role-leave-question')
export class RoleLeaveQuestion extends TesseraElement {
  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      <form method="dialog">
        <h2 id="title">${this.t('role.leave')}</h2>
        <p class="mut">${this.t('role.leaveAbout')}</p>
        <div class="actions">
          <button class="btn primary" value="stay" autofocus>${this.t('role.stay')}</button>
          <button class="btn danger" value="leave">${this.t('role.discard')}</button>
        </div>
      </form>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  readonly #closed = (): void => {
    const detail = this.#dialog?.returnValue === 'leave';
    this.dispatchEvent(new CustomEvent<boolean>('ts-leave-answered', { detail }));
  };

  static override styles = [TesseraElement.styles ?? [], pageStyles, dialogStyles];
}
