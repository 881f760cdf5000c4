import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';

/** Why something is changed, for who wants to say it: folded until then. */
@customElement('ts-form-reason')
export class FormReason extends TesseraElement {
  /** What was written, empty when nothing. */
  reason = '';

  @state() private isOpen = false;

  override render(): TemplateResult {
    if (!this.isOpen)
      return html`<button type="button" class="btn ghost" @click=${this.#open}>
        ${icon('message-square-quote', 14)} ${this.t('reason.add')}
      </button>`;
    return html`<label>
      <span>${this.t('reason.label')}</span>
      <input
        type="text"
        name="reason"
        maxlength="500"
        autocomplete="off"
        placeholder=${this.t('reason.about')}
        .value=${this.reason}
        @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  readonly #open = async (): Promise<void> => {
    this.isOpen = true;
    await this.updateComplete;
    this.renderRoot.querySelector('input')?.focus();
  };

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: block;
      }
      .btn {
        margin-left: -10px;
      }
      label {
        display: grid;
        gap: 4px;
      }
      span {
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      input {
        width: 100%;
        height: 30px;
        padding: 0 10px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg);
        font: inherit;
      }
      input:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: 0;
      }
      @media (max-width: 759px) {
        input {
          height: 40px;
          font-size: 16px;
        }
      }
    `,
  ];
}

/** The reason that was written into a form, empty when there is none. */
export function reasonIn(form: ParentNode): string {
  return form.querySelector<FormReason>('ts-form-reason')?.reason ?? '';
}
