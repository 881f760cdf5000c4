import type { AuditDays } from '@tessera/core';
import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { entityOf } from '../field/field-template.ts';
import { findPickable } from '../field/picker-source.ts';
import { RecordClient } from '../record/record-client.ts';
import { RecordNarrow } from '../record/record-narrow.ts';
import { problemText } from '../record/record-problem.ts';
import { AuditApi, type AuditEntry } from './audit-api.ts';
import { addDays, dayIn, daysUpTo } from './audit-day.ts';
import './audit-entry-panel.ts';
import './audit-filter-bar.ts';
import {
  auditPath,
  changedFilter,
  readAuditFilter,
  toAuditQuery,
  type AuditFilter,
} from './audit-filter.ts';
import './audit-plot.ts';
import './audit-table.ts';
import type { AuditTable } from './audit-table.ts';

const DAYS = 90;
const DAYS_NARROW = 30;
/** The server counts so many. */
const MOST_DAYS = 366;
/** What comes after the chosen days stays in sight. */
const BEHIND = 14;
const DAY_MS = 86_400_000;

/** The entries of the audit, narrowed by what stands in the address. */
@customElement('ts-audit-explorer')
export class AuditExplorer extends TesseraElement {
  @state() private filter: AuditFilter = {};
  @state() private entries: readonly AuditEntry[] | undefined;
  @state() private next: string | null = null;
  @state() private days: readonly string[] = [];
  @state() private counts: AuditDays | undefined;
  @state() private names: ReadonlyMap<string, string> = new Map();
  @state() private problem = '';
  @state() private opened = -1;
  @state() private isReading = false;
  @query('ts-audit-table') private readonly table!: AuditTable | null;
  #reading = new AbortController();
  readonly #screen = new RecordNarrow(this);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('popstate', this.#moved);
    this.#moved();
  }
  override disconnectedCallback(): void {
    removeEventListener('popstate', this.#moved);
    this.#reading.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const opened = this.entries?.[this.opened];
    return html`<ts-audit-filter-bar
        .filter=${this.filter}
        .names=${this.names}
        @ts-audit-filter-changed=${(event: CustomEvent<{ filter: AuditFilter; isTyping: boolean }>) => this.#narrow(event.detail.filter, event.detail.isTyping)}
      ></ts-audit-filter-bar>
      <ts-audit-plot
        .days=${this.days}
        .counts=${this.counts}
        .from=${this.filter.from ?? ''}
        .to=${this.filter.to ?? ''}
        @ts-audit-days-chosen=${(event: CustomEvent<{ from: string; to: string }>) => this.#narrow(changedFilter(this.filter, event.detail))}
      ></ts-audit-plot>
      <div class="row tools">
        <span class="mut grow" role="status">${this.#state()}</span>
        <button class="btn" @click=${() => void this.#read()}>
          ${icon('refresh-cw', 14)} ${this.t('audit.refresh')}
        </button>
        <a class="btn" download href=${this.#exportPath}
          >${icon('download', 14)} ${this.t('audit.export')}</a
        >
      </div>
      ${failureNotice(this, this.problem, () => void this.#read())} ${this.#list()}
      ${
        opened
          ? html`<ts-audit-entry
              .entry=${opened}
              ?first=${this.opened === 0}
              ?last=${this.opened === this.entries!.length - 1 && this.next === null}
              @ts-audit-entry-moved=${(event: CustomEvent<{ step: number }>) => void this.#step(event.detail.step)}
              @ts-audit-entry-closed=${this.#closed}
            ></ts-audit-entry>`
          : nothing
      }`;
  }

  #list(): TemplateResult | typeof nothing {
    if (!this.entries) return nothing;
    if (this.entries.length === 0) return this.#empty();
    return html`<ts-audit-table
        .entries=${this.entries}
        opened=${this.opened}
        @ts-audit-entry-chosen=${(event: CustomEvent<{ place: number }>) => (this.opened = event.detail.place)}
      ></ts-audit-table>
      ${
        this.next === null
          ? nothing
          : html`<button
              class="btn more"
              ?disabled=${this.isReading}
              @click=${() => void this.#more()}
            >
              ${this.t('audit.more')}
            </button>`
      }`;
  }

  #empty(): TemplateResult {
    return html`<ts-empty
      icon="scroll-text"
      .heading=${this.t('audit.none')}
      .text=${this.t('audit.noneAbout')}
    >
      ${
        Object.keys(this.filter).length > 0
          ? html`<button slot="action" class="btn primary" @click=${() => this.#narrow({})}>
              ${this.t('audit.clear')}
            </button>`
          : nothing
      }
    </ts-empty>`;
  }

  #state(): string {
    const count = this.entries?.length;
    if (count === undefined) return this.problem ? '' : this.t('audit.reading');
    return this.t(this.next === null ? 'audit.count' : 'audit.countMore', { count });
  }

  get #exportPath(): string {
    const names = new URLSearchParams(toAuditQuery(this.filter, this.timeZone));
    names.set('format', 'csv');
    return `/api/audit/export?${names.toString()}`;
  }

  /** What is typed is no step that the way back goes through. */
  #narrow(filter: AuditFilter, isTyping = false): void {
    const path = auditPath(filter);
    if (!isTyping) return this.navigate(path);
    history.replaceState(history.state, '', path);
    this.#moved();
  }

  readonly #moved = (): void => {
    if (!location.pathname.startsWith('/settings/audit')) return;
    this.filter = readAuditFilter(location.search);
    void this.#read();
  };

  async #read(): Promise<void> {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const api = new AuditApi(this.api);
    const asked = toAuditQuery(this.filter, this.timeZone);
    this.isReading = true;
    void this.#count(api, reading.signal);
    void this.#readNames();
    try {
      const page = await api.page(asked, undefined, reading.signal);
      if (reading.signal.aborted) return;
      this.opened = -1;
      this.entries = page.entries;
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      this.#failed(error, reading.signal);
    }
    this.isReading = false;
  }

  #failed(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.entries = undefined;
    this.problem = problemText(error, (key, values) => this.t(key, values));
  }

  async #more(): Promise<void> {
    if (this.next === null || this.isReading) return;
    const { signal } = this.#reading;
    this.isReading = true;
    try {
      const asked = toAuditQuery(this.filter, this.timeZone);
      const page = await new AuditApi(this.api).page(asked, this.next, signal);
      if (signal.aborted) return;
      this.entries = [...(this.entries ?? []), ...page.entries];
      this.next = page.next;
    } catch (error) {
      if (!signal.aborted) this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isReading = false;
  }

  /** The plot shows more than the chosen days, so that others can be chosen. */
  async #count(api: AuditApi, signal: AbortSignal): Promise<void> {
    const { from, to, ...rest } = this.filter;
    const days = this.#window(from, to);
    const period = { from: days[0]!, to: days.at(-1)! };
    const query = toAuditQuery({ ...rest, ...period }, this.timeZone);
    try {
      const counts = await api.days(query, this.timeZone, signal);
      if (signal.aborted) return;
      this.days = days;
      this.counts = counts;
    } catch {
      // What is wrong with the filter is told where the entries would be.
      if (!signal.aborted) this.counts = undefined;
    }
  }

  #window(from: string | undefined, to: string | undefined): readonly string[] {
    const today = dayIn(new Date(), this.timeZone);
    const behind = addDays(to ?? today, BEHIND);
    const last = behind < today ? behind : today;
    const least = this.#screen.isNarrow ? DAYS_NARROW : DAYS;
    const span = from === undefined ? 0 : (Date.parse(last) - Date.parse(from)) / DAY_MS + 1;
    return daysUpTo(last, Math.min(MOST_DAYS, Math.max(least, span)));
  }

  /** What the person and the record of the filter are called. */
  async #readNames(): Promise<void> {
    const { user, record, entity } = this.filter;
    const wanted = [
      ['tessera.user', user],
      [entity, record],
    ] as const;
    for (const [kind, id] of wanted) {
      const meta = entityOf(this.meta, kind);
      if (!meta || id === undefined || this.names.has(id)) continue;
      const found = await findPickable(new RecordClient(this.api, meta), id);
      if (found) this.names = new Map([...this.names, [id, found.title]]);
    }
  }

  async #step(step: number): Promise<void> {
    const wanted = this.opened + step;
    if (wanted >= (this.entries?.length ?? 0)) await this.#more();
    if (this.entries?.[wanted]) this.opened = wanted;
  }

  readonly #closed = (): void => {
    const { opened } = this;
    this.opened = -1;
    this.table?.focusRow(opened);
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      .grow {
        flex: 1;
      }
      .more {
        justify-self: start;
      }
      @media (max-width: 759px) {
        .tools {
          flex-wrap: wrap;
        }
        .tools .grow {
          flex-basis: 100%;
        }
      }
    `,
  ];
}
