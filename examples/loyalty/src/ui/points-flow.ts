import { formatMoney, TesseraElement, type Bar } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ENTRY, type Summary } from './points-api.ts';

const ISSUED_HUE = 155;
const USED_HUE = 290;

/** On the start page: the points outstanding with their worth, and what was issued and used month by month. */
export class PointsFlow extends TesseraElement {
  /** The loader defines the element under this name. */
  static readonly tag = 'loyalty-points-flow';

  @state() private summary: Summary | undefined;
  @state() private isUnreadable = false;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#stopLive = this.live.watch({ entities: [ENTRY] }, () => void this.#read());
  }
  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.entityMeta(ENTRY)) return nothing;
    const { summary } = this;
    if (!summary) return this.isUnreadable ? this.#failure() : nothing;
    if (summary.months.length === 0 && summary.outstanding === 0)
      return html`<ts-empty
        icon="gift"
        .heading=${this.t('loyalty:widget.emptyTitle')}
        .text=${this.t('loyalty:widget.emptyText')}
      ></ts-empty>`;
    return html`<p class="sum">
        <b class="num">${new Intl.NumberFormat(this.locale).format(summary.outstanding)}</b>
        <span class="mut">${this.t('loyalty:widget.outstanding')}</span>
        <span class="mut num"
          >${this.t('loyalty:widget.liability', { value: this.#worth(summary) })}</span
        >
      </p>
      ${this.#chart('issued', summary, ISSUED_HUE)} ${this.#chart('used', summary, USED_HUE)}`;
  }

  #chart(what: 'issued' | 'used', { months }: Summary, hue: number): TemplateResult {
    const label = this.t(`loyalty:widget.${what}`);
    const bars = months.map((month): Bar => ({
      key: month.month,
      label: this.#month(month.month),
      value: month[what],
      hue,
    }));
    return html`<h3>${label}</h3>
      <ts-bars .label=${label} .bars=${bars}></ts-bars>`;
  }

  #failure(): TemplateResult {
    return html`<p role="alert">${this.t('loyalty:widget.failed')}</p>
      <button class="btn" @click=${() => this.#read()}>${this.t('loyalty:widget.retry')}</button>`;
  }

  #worth({ value }: Summary): string {
    const { currency } = this.meta.workspace;
    return formatMoney({ amount: value, currency }, this.locale);
  }

  /** The first day of a month has no time zone. */
  #month(day: string): string {
    const format = { month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
    return new Intl.DateTimeFormat(this.locale, format).format(
      new Date(`${day.slice(0, 10)}T00:00Z`),
    );
  }

  async #read(): Promise<void> {
    if (!this.entityMeta(ENTRY)) return;
    try {
      this.summary = await this.api.get<Summary>('/api/loyalty/summary');
      this.isUnreadable = false;
    } catch {
      this.isUnreadable = true;
    }
  }

  static override styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .sum {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px 8px;
        margin-bottom: 4px;
      }
      .sum b {
        font-size: 20px;
        line-height: 28px;
        font-weight: 600;
      }
      h3 {
        margin: 8px 0 2px;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
    `,
  ];
}
