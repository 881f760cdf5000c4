import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { bodyField, kindField } from './composer-values.ts';
import { entityOf, optionLabel, recordPath } from '../field/field-template.ts';
import { richTextPlain } from '../rich-text/field-rich-text-plain.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { midSentence } from '../field/field-words.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemText } from '../record/record-problem.ts';
import { recordStyles } from '../record/record-styles.ts';
import { keyOf, timelineContribution } from '../slot/slot-contributions.ts';
import '../slot/slot.ts';
import { fieldChanges } from './timeline-changes.ts';
import { toDays } from './timeline-days.ts';
import type { TimelineItem } from './timeline-days.ts';
import { itemsShown, timelineFilter } from './timeline-filter.ts';
import type { TimelineFilter } from './timeline-filter.ts';
import { timelineStyles } from './timeline-styles.ts';

/** Pages read on by themselves when a filter leaves nothing. */
const PAGES_AHEAD = 5;

/** What happened to a record and around it, newest first, by day. */
@customElement('ts-timeline')
export class Timeline extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property() record = '';

  @state() private items: readonly TimelineItem[] = [];
  @state() private next: string | null = null;
  @state() private isLoaded = false;
  @state() private problem = '';
  @state() private shown: TimelineFilter = 'all';
  @state() private isBusy = false;

  override render(): TemplateResult {
    if (this.problem)
      return html`<p class="error-text" role="alert">
        ${this.problem}
        <button class="btn" @click=${() => this.refresh()}>${this.t('action.retry')}</button>
      </p>`;
    if (!this.isLoaded)
      return html`<div class="skeleton" role="status" aria-label=${this.t('list.loading')}>
        ${[60, 40, 52].map((width) => html`<span class="bone" style="width:${width}%"></span>`)}
      </div>`;
    if (this.items.length === 0) return html`<p class="mut">${this.t('timeline.empty')}</p>`;
    const items = itemsShown(this.items, this.shown);
    return html`${timelineFilter(this.shown, fieldViewOf(this), (shown) => this.#choose(shown))}
    ${toDays(items, this.timeZone).map(
      ({ day, items: ofDay }) =>
        html`<section>
          <h3>${this.#dayName(day)}</h3>
          <ol>
            ${ofDay.map((item) => this.#item(item))}
          </ol>
        </section>`,
    )}
    ${items.length === 0 ? html`<p class="mut">${this.t('timeline.none')}</p>` : nothing}
    ${
      this.next
        ? html`<button
            class="btn"
            ?disabled=${this.isBusy}
            @click=${() => this.#load(this.next ?? undefined)}
          >
            ${this.t('timeline.more')}
          </button>`
        : nothing
    }`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('record') || changed.has('entity')) {
      this.isLoaded = false;
      void this.#load();
    }
  }

  /** Reads it again from the newest on. */
  refresh(): void {
    void this.#load();
  }

  /** Reads on while nothing of the wanted kind is there, a few pages far. */
  async #choose(shown: TimelineFilter): Promise<void> {
    this.shown = shown;
    for (let page = 0; page < PAGES_AHEAD; page++) {
      if (!this.next || itemsShown(this.items, shown).length > 0) return;
      await this.#load(this.next);
    }
  }

  async #load(cursor?: string): Promise<void> {
    const { record } = this;
    this.isBusy = true;
    try {
      const page = await new RecordClient(this.api, this.entity).timeline(record, cursor);
      if (record !== this.record) return;
      this.items = cursor ? [...this.items, ...page.items] : page.items;
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isLoaded = true;
    this.isBusy = false;
  }

  #item(item: TimelineItem): TemplateResult {
    const entity = entityOf(this.meta, item.entity);
    const symbol =
      item.kind === 'stage'
        ? 'git-branch'
        : item.kind === 'change'
          ? 'pencil'
          : (entity?.icon ?? 'circle');
    const at = new Date(item.at);
    return html`<li>
      <span class="symbol"
        >${icon(item.kind === 'change' && item.action === 'create' ? 'plus' : symbol, 14)}</span
      >
      <div class="what">
        <div class="line">
          <span class="sentence"
            ><b>${item.actor?.name ?? this.t('timeline.nobody')}</b>
            <span class="mut"
              >${item.kind === 'record' ? '· ' : nothing}${this.#verb(item, entity)}</span
            ></span
          >
          <time class="mut num" datetime=${item.at} title=${this.#moment(at)}
            >${this.#clock(at)}</time
          >
        </div>
        ${item.kind === 'record' && entity ? this.#card(item, entity) : nothing}
        ${item.kind !== 'record' && item.changes && Object.keys(item.changes).length > 0 ? fieldChanges(this.entity, item.changes, fieldViewOf(this)) : nothing}
      </div>
    </li>`;
  }

  #verb(item: TimelineItem, entity: EntityMeta | undefined): string {
    if (item.kind === 'record') return this.#kindOf(item, entity);
    if (item.kind === 'stage') return this.t('timeline.moved');
    return this.t(`timeline.action.${item.action ?? 'update'}`, {
      entity: midSentence(this.localized(this.entity.label)),
      defaultValue: this.t('timeline.action.update'),
    });
  }

  /** What kind of record it is: a call, a note; else the name of its entity. */
  #kindOf(item: TimelineItem, entity: EntityMeta | undefined): string {
    if (!entity) return item.entity;
    const kind = kindField(entity);
    const key = kind && item.record?.[kind.name];
    return typeof key === 'string'
      ? optionLabel(kind?.options, key, fieldViewOf(this))
      : this.localized(entity.label);
  }

  #card(item: TimelineItem, entity: EntityMeta): TemplateResult {
    const contribution = timelineContribution(this.meta, entity);
    if (contribution)
      return html`<ts-slot
        name="timeline.item"
        only=${keyOf(contribution)}
        .context=${{ item, entity: item.entity, id: item.id, record: item.record ?? {} }}
      ></ts-slot>`;
    const path = recordPath(this.meta, item.entity, item.id);
    const values = item.record ?? {};
    const body = bodyField(entity);
    const text = body && typeof values[body.name] === 'string' ? String(values[body.name]) : '';
    const words = body?.type === 'richText' ? richTextPlain(text) : text;
    return html`<div class="card">
      <span class="line">
        <a class="link ell" href=${path ?? ''}>${item.title}</a>
      </span>
      ${words ? html`<p>${words.length > 600 ? `${words.slice(0, 600)}…` : words}</p>` : nothing}
    </div>`;
  }

  #dayName(day: string): string {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone: this.timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    const today = format.format(new Date());
    if (day === today) return this.t('field.today');
    const isThisYear = day.slice(0, 4) === today.slice(0, 4);
    return new Intl.DateTimeFormat(this.locale, {
      timeZone: 'UTC',
      day: 'numeric',
      month: 'long',
      ...(isThisYear ? {} : { year: 'numeric' }),
    }).format(Date.parse(`${day}T00:00:00Z`));
  }

  #clock(at: Date): string {
    return new Intl.DateTimeFormat(this.locale, {
      timeZone: this.timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(at);
  }

  #moment(at: Date): string {
    return new Intl.DateTimeFormat(this.locale, {
      timeZone: this.timeZone,
      dateStyle: 'full',
      timeStyle: 'medium',
    }).format(at);
  }

  static override styles = [TesseraElement.styles, recordStyles, timelineStyles];
}
