import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { dialogStyles } from '../app/page-styles.ts';
import '../slot/slot.ts';

/**
 * The element of a plugin's command. It closes with Escape, the button, or the event `ts-command-done` of the element.
 *
 * @fires close - when it has closed
 */
@customElement('ts-command-dialog')
export class CommandDialog extends TesseraElement {
  /** `plugin/id` of the contribution. */
  @property() contribution = '';

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  override render(): TemplateResult {
    const found = this.meta.contributions.find(
      (one) => one.slot === 'command' && `${one.plugin}/${one.id}` === this.contribution,
    );
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent('close'))}
      @ts-command-done=${() => this.#dialog?.close()}
    >
      <header>
        <h2 id="title">${found?.label ? this.localized(found.label) : this.contribution}</h2>
        <button
          class="btn ghost icon"
          aria-label=${this.t('action.close')}
          @click=${() => this.#dialog?.close()}
        >
          ${icon('x', 16)}
        </button>
      </header>
      <ts-slot name="command" only=${this.contribution}></ts-slot>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  static override styles = [
    TesseraElement.styles ?? [],
    dialogStyles,
    css`
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 8px;
      }
    `,
  ];
}
