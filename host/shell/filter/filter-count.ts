import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, Filter } from '@tessera/core';
import { css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldViewOf } from '../field/field-view.ts';
import { missingFields } from './filter-dormant.ts';
import { RecordClient } from '../record/record-client.ts';
import type { AnyRecordPage } from '../record/record-client.ts';

const DELAY_MS = 300;

/** How many records fit a filter that is being made. */
@customElement('ts-filter-count')
export class FilterCount extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) filter: Filter | undefined;
  /** Words that narrow the list besides. */
  @property() search = '';

  @state() private page: AnyRecordPage | null = null;
  @state() private isFailed = false;

  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<span role="status" class="num">${this.#words}</span>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('filter') && !changed.has('entity') && !changed.has('search')) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#count(), this.page ? DELAY_MS : 0);
  }

  get #words(): string {
    if (this.isFailed) return this.t('filter.count.failed');
    if (!this.page) return '';
    const { total: count, isExact } = this.page;
    const number = new Intl.NumberFormat(this.locale).format(count);
    return this.t(isExact ? 'filter.count' : 'filter.count.more', { count, number });
  }

  async #count(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    if (missingFields(this.filter, this.entity, fieldViewOf(this)).length > 0) {
      this.page = { records: [], total: 0, isExact: true };
      return;
    }
    try {
      this.page = await new RecordClient(this.api, this.entity).list({
        search: this.search,
        filter: this.filter,
        fields: ['id'],
        start: 0,
        end: 1,
        signal: running.signal,
      });
      this.isFailed = false;
    } catch {
      if (!running.signal.aborted) this.isFailed = true;
    }
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        color: var(--ts-fg-2);
        font-size: 12px;
      }
    `,
  ];
}
