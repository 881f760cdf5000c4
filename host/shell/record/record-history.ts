import { ApiError, TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Values } from '../field/field-changes.ts';
import { findField, type WireRecord } from '../field/field-kind.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { midSentence } from '../field/field-words.ts';
import { RecordClient } from './record-client.ts';
import type { HistoryRow } from './record-client.ts';
import { historyStyles } from './record-history-styles.ts';
import { historyActor, historyOrigin, historyReason } from './record-history-words.ts';
import { problemText, problemsByField } from './record-problem.ts';
import { presentValues, restorable } from './record-restore.ts';
import { recordStyles } from './record-styles.ts';
import { fieldChanges } from '../timeline/timeline-changes.ts';
import { timelineStyles } from '../timeline/timeline-styles.ts';

const SYMBOLS: Readonly<Record<string, string>> = {
  create: 'plus',
  delete: 'trash-2',
  restore: 'undo-2',
  share: 'share-2',
  unshare: 'share-2',
  export: 'download',
  erase: 'eraser',
};

/**
 * Who changed which field of a record, when, from where and why; and putting back what was.
 *
 * @fires ts-composed - when something was put back
 */
@customElement('ts-record-history')
export class RecordHistory extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  /** As it is now; another version reads its history again. */
  @property({ attribute: false }) record!: WireRecord;

  @state() private rows: readonly HistoryRow[] = [];
  @state() private next: string | null = null;
  @state() private isLoaded = false;
  @state() private isBusy = false;
  @state() private problem = '';

  override render(): TemplateResult {
    if (this.problem)
      return html`<p class="error-text" role="alert">
        ${this.problem}
        <button class="btn" @click=${() => void this.#load()}>${this.t('action.retry')}</button>
      </p>`;
    if (this.isLoaded && this.rows.length === 0)
      return html`<p class="mut">${this.t('history.empty')}</p>`;
    return html`<ol>
        ${repeat(
          this.rows,
          ({ id }) => id,
          (row) => this.#row(row),
        )}
      </ol>
      ${
        this.next
          ? html`<button
              class="btn more"
              ?disabled=${this.isBusy}
              @click=${() => void this.#load(this.next ?? undefined)}
            >
              ${this.t('timeline.more')}
            </button>`
          : nothing
      }`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('record');
    const isOther = before?.id !== this.record.id || before?.version !== this.record.version;
    if (changed.has('record') && isOther) void this.#load();
  }

  async #load(cursor?: string): Promise<void> {
    const { id } = this.record;
    this.isBusy = true;
    try {
      const page = await new RecordClient(this.api, this.entity).history(id, cursor);
      if (id !== this.record.id) return;
      this.rows = cursor ? [...this.rows, ...page.rows] : page.rows;
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      this.problem = this.#textOf(error);
    } finally {
      this.isLoaded = true;
      this.isBusy = false;
    }
  }

  #row(row: HistoryRow): TemplateResult {
    const view = fieldViewOf(this);
    const verb = this.t(`timeline.action.${row.action}`, {
      entity: midSentence(this.localized(this.entity.label)),
      defaultValue: this.t('timeline.action.update'),
    });
    return html`<li>
      <span class="symbol">${icon(SYMBOLS[row.action] ?? 'pencil', 14)}</span>
      <div class="what">
        <div class="line">
          <span class="sentence"
            >${historyActor(row, view)}
            <span class="mut">${verb} · ${historyOrigin(row, view)}</span></span
          >
          <time class="mut num" datetime=${row.at}>${this.#moment(row)}</time>
        </div>
        ${historyReason(row, view)} ${this.#changes(row)}
      </div>
    </li>`;
  }

  #moment({ at }: HistoryRow): string {
    return new Intl.DateTimeFormat(this.locale, {
      timeZone: this.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(new Date(at));
  }

  #changes(row: HistoryRow): TemplateResult | typeof nothing {
    const changes = row.action === 'create' ? {} : row.changes;
    if (Object.keys(changes).length === 0) return nothing;
    const { values, locked } = restorable(row, this.entity, this.record);
    const tool = (name: string): TemplateResult | typeof nothing =>
      name in values ? this.#backButton(row, name, values[name]) : nothing;
    const isWhole = Object.keys(values).length > 1;
    return html`${fieldChanges(this.entity, changes, fieldViewOf(this), tool)}
    ${
      isWhole || locked.length > 0
        ? html`<div class="tools">
            ${
              isWhole
                ? html`<button
                    class="btn ghost back"
                    ?disabled=${this.isBusy}
                    @click=${() => void this.#putBack(row, values)}
                  >
                    ${icon('rotate-ccw', 12)} ${this.t('history.backAll')}
                  </button>`
                : nothing
            }
            ${locked.length > 0 ? this.#lockedText(locked) : nothing}
          </div>`
        : nothing
    }`;
  }

  #backButton(row: HistoryRow, name: string, value: unknown): TemplateResult {
    const text = this.t('history.backOf', { field: this.#label(name) });
    return html`<button
      class="btn ghost back"
      aria-label=${text}
      title=${text}
      ?disabled=${this.isBusy}
      @click=${() => void this.#putBack(row, { [name]: value })}
    >
      ${icon('rotate-ccw', 12)} ${this.t('history.back')}
    </button>`;
  }

  #lockedText(locked: readonly string[]): TemplateResult | typeof nothing {
    if (!this.entity.actions.update) return nothing;
    const fields = locked.map((name) => this.#label(name)).join(this.t('role.listSeparator'));
    return html`<span class="mut locked">${this.t('history.locked', { fields })}</span>`;
  }

  #label(name: string): string {
    const field = findField(this.entity, name);
    return field ? this.localized(field.label) : name;
  }

  /** Writes what was, onto the version that is shown. */
  async #putBack(row: HistoryRow, values: Values): Promise<void> {
    const { record } = this;
    const present = presentValues(values, record);
    const reason = this.t('history.reason', { moment: this.#moment(row) });
    const saved = await this.#write(values, record, reason);
    if (!saved) return;
    toast({
      text: this.t('history.done', { count: Object.keys(values).length }),
      tone: 'success',
      undo: () => this.#write(present, saved, this.t('history.undoReason')),
    });
  }

  async #write(
    values: Values,
    record: WireRecord,
    reason: string,
  ): Promise<WireRecord | undefined> {
    this.isBusy = true;
    try {
      const client = new RecordClient(this.api, this.entity, reason);
      return await client.update(record.id, values, record.version);
    } catch (error) {
      toast({ text: this.#refusal(error), tone: 'error' });
      return undefined;
    } finally {
      this.isBusy = false;
      this.dispatchEvent(new CustomEvent('ts-composed', { bubbles: true, composed: true }));
    }
  }

  #refusal(error: unknown): string {
    if (error instanceof ApiError && error.status === 412) return this.t('history.conflict');
    const byField = Object.entries(problemsByField(error)).map(([name, text]) =>
      name === '' ? text : `${this.#label(name)}: ${text}`,
    );
    return byField.join(' ') || this.#textOf(error);
  }

  #textOf(error: unknown): string {
    return problemText(error, (key, values) => this.t(key, values));
  }

  static override styles = [TesseraElement.styles, recordStyles, timelineStyles, historyStyles];
}
