import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { bulkDialogStyles } from './list-bulk-dialog-styles.ts';
import { startRun } from './list-bulk-run.ts';
import type { BulkSelection } from './list-bulk-run.ts';
import { problemText } from '../record/record-problem.ts';

/** Asks once more before many records are deleted.
 *
 * @fires ts-bulk-closed - with `{isStarted}`
 */
@customElement('ts-bulk-confirm')
export class ListBulkConfirm extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) selection!: BulkSelection;
  @property({ type: Number }) count = 0;

  @state() private problem = '';
  @state() private isBusy = false;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    const number = new Intl.NumberFormat(this.locale).format(this.count);
    const values = { count: this.count, number };
    return html`<dialog aria-labelledby="title" @close=${() => this.#tell(false)}>
      <h2 id="title">${icon('trash-2', 16)} ${this.t('bulk.delete.title', values)}</h2>
      <div class="body"><p>${this.t('bulk.delete.hint')}</p></div>
      <footer>
        ${this.problem ? html`<span class="problem" role="alert">${this.problem}</span>` : nothing}
        <button
          class="btn"
          autofocus
          @click=${() => this.renderRoot.querySelector('dialog')?.close()}
        >
          ${this.t('action.cancel')}
        </button>
        <button class="btn danger" ?disabled=${this.isBusy} @click=${this.#start}>
          ${this.t('bulk.delete.start', values)}
        </button>
      </footer>
    </dialog>`;
  }

  readonly #start = async (): Promise<void> => {
    this.isBusy = true;
    const { entity, selection, count } = this;
    try {
      await startRun(this.api, { entity: entity.id, action: 'delete' }, selection, count);
      this.#tell(true);
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isBusy = false;
  };

  #tell(isStarted: boolean): void {
    this.dispatchEvent(new CustomEvent('ts-bulk-closed', { detail: { isStarted } }));
  }

  static override styles = [TesseraElement.styles, bulkDialogStyles];
}
