import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldViewOf } from '../field/field-view.ts';
import { midSentence } from '../field/field-words.ts';
import { RecordClient } from './record-client.ts';
import type { HistoryRow } from './record-client.ts';
import { problemText } from './record-problem.ts';
import { recordStyles } from './record-styles.ts';
import { fieldChanges } from '../timeline/timeline-changes.ts';
import { timelineStyles } from '../timeline/timeline-styles.ts';

const SYMBOLS: Readonly<Record<string, string>> = {
  create: 'plus',
  delete: 'trash-2',
  restore: 'undo-2',
};

/** Who changed which field of a record, when, and from where. */
@customElement('ts-record-history')
export class RecordHistory extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property() record = '';
  /** Another version reads it again. */
  @property({ type: Number }) version = 0;

  @state() private rows: readonly HistoryRow[] = [];
  @state() private isLoaded = false;
  @state() private problem = '';

  override render(): TemplateResult {
    if (this.problem) return html`<p class="error-text" role="alert">${this.problem}</p>`;
    if (this.isLoaded && this.rows.length === 0)
      return html`<p class="mut">${this.t('history.empty')}</p>`;
    return html`<ol>
      ${this.rows.map((row) => this.#row(row))}
    </ol>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('record') || changed.has('version')) void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.rows = await new RecordClient(this.api, this.entity).history(this.record);
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isLoaded = true;
  }

  #row(row: HistoryRow): TemplateResult {
    const at = new Intl.DateTimeFormat(this.locale, {
      timeZone: this.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(new Date(row.at));
    const verb = this.t(`timeline.action.${row.action}`, {
      entity: midSentence(this.localized(this.entity.label)),
      defaultValue: this.t('timeline.action.update'),
    });
    const changes = row.action === 'create' ? {} : row.changes;
    return html`<li>
      <span class="symbol">${icon(SYMBOLS[row.action] ?? 'pencil', 14)}</span>
      <div class="what">
        <div class="line">
          <span class="sentence"
            ><b>${row.actor?.name ?? this.t('timeline.nobody')}</b>
            <span class="mut"
              >${verb} ·
              ${this.t(`history.source.${row.source}`, { defaultValue: row.source })}</span
            ></span
          >
          <time class="mut num" datetime=${row.at}>${at}</time>
        </div>
        ${Object.keys(changes).length > 0 ? fieldChanges(this.entity, changes, fieldViewOf(this)) : nothing}
      </div>
    </li>`;
  }

  static override styles = [TesseraElement.styles, recordStyles, timelineStyles];
}
