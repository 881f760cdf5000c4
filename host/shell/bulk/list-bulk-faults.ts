import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { titleOf } from '../field/field-kind.ts';
import { entityOf, recordPath } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { bulkDialogStyles } from './list-bulk-dialog-styles.ts';
import { bulkReason } from './list-bulk-reason.ts';
import { readRun } from './list-bulk-run.ts';
import type { BulkFault, BulkRun } from './list-bulk-run.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemText } from '../record/record-problem.ts';

/** Which records a run could not change, or its undo not take back, and why.
 *
 * @fires ts-faults-closed
 */
@customElement('ts-bulk-faults')
export class ListBulkFaults extends TesseraElement {
  @property() run = '';

  @state() private found: BulkRun | undefined;
  @state() private titles: ReadonlyMap<string, string> = new Map();
  @state() private problem = '';

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    void this.#load();
  }

  override render(): TemplateResult {
    const run = this.found;
    const count = run ? (run.undo?.kept ?? run.counts.failed) : 0;
    const shown = run?.errors ?? [];
    const number = new Intl.NumberFormat(this.locale).format(count);
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent('ts-faults-closed'))}
    >
      <h2 id="title">
        ${icon('circle-alert', 16)}
        ${this.t(run?.undo ? 'bulk.kept.title' : 'bulk.faults.title', { count, number })}
      </h2>
      <div class="body">
        ${this.problem ? html`<p role="alert">${this.problem} <button class="btn" @click=${this.#load}>${this.t('action.retry')}</button></p>` : nothing}
        ${!run && !this.problem ? html`<p role="status">${this.t('list.loading')}</p>` : nothing}
        <ul>
          ${run ? shown.map((fault) => this.#fault(run, fault)) : nothing}
        </ul>
        ${count > shown.length && run ? html`<p>${this.t('bulk.faults.first', { count: shown.length })}</p>` : nothing}
      </div>
      <footer>
        <button class="btn" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>
          ${this.t('action.close')}
        </button>
      </footer>
    </dialog>`;
  }

  #fault(run: BulkRun, fault: BulkFault): TemplateResult {
    const title = this.titles.get(fault.record);
    const path = recordPath(this.meta, run.entity, fault.record);
    return html`<li>
      ${title && path ? html`<a class="link ell" href=${path}>${title}</a>` : html`<span class="mut">${title ?? this.t('bulk.faults.gone')}</span>`}
      <span class="why">${bulkReason(run, fault, fieldViewOf(this))}</span>
    </li>`;
  }

  readonly #load = async (): Promise<void> => {
    this.problem = '';
    try {
      const run = await readRun(this.api, this.run);
      const entity = entityOf(this.meta, run.entity);
      const ids = (run.errors ?? []).map(({ record }) => record);
      if (entity && ids.length > 0) {
        const ask = { filter: { id: { in: ids } } as never, start: 0, end: ids.length };
        const { records } = await new RecordClient(this.api, entity).list(ask);
        this.titles = new Map(records.map((record) => [record.id, titleOf(entity, record)]));
      }
      this.found = run;
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  };

  static override styles = [
    TesseraElement.styles,
    bulkDialogStyles,
    css`
      ul {
        display: grid;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        padding: 6px 0;
        border-bottom: 1px solid var(--ts-line);
      }
      .why {
        color: var(--ts-fg-2);
      }
    `,
  ];
}
