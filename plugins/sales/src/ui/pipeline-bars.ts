import { icon, TesseraElement, type Bar } from '@tessera/sdk/ui';
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { formatBase } from './base-money.ts';
import { listPath, OPPORTUNITIES, OPPORTUNITY, STAGE } from './opportunity-query.ts';

interface Stage {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly hue: number | null;
}

interface Sum {
  readonly stage: { readonly id: string } | null;
  readonly count: number;
  readonly amount: string | null;
}

/** What is open in each stage, by number and amount; a bar leads to the opportunities behind it. */
export class PipelineBars extends TesseraElement {
  /** The loader defines the element under this name. */
  static readonly tag = 'sales-pipeline-bars';

  @state() private stages: readonly Stage[] | undefined;
  @state() private sums: readonly Sum[] = [];
  @state() private isUnreadable = false;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#stopLive = this.live.watch({ entities: [OPPORTUNITY, STAGE] }, () => void this.#read());
  }
  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    const entity = this.entityMeta(OPPORTUNITY);
    if (!entity) return nothing;
    const count = this.sums.reduce((sum, one) => sum + one.count, 0);
    const amount = this.sums.reduce((sum, one) => sum + Number(one.amount ?? 0), 0);
    if (!this.stages) return this.isUnreadable ? this.#failure() : nothing;
    if (count === 0) return this.#empty(entity.actions.create);
    return html`<p class="sum">
        <b class="num">${this.#money(String(amount))}</b>
        <span class="mut">${this.t('sales:pipeline.open', { count })}</span>
      </p>
      <ts-bars
        choosable
        label=${this.t('sales:pipeline.title')}
        .bars=${this.#bars()}
        @ts-bar-chosen=${this.#chosen}
      ></ts-bars>
      <a class="btn ghost board" href="/sales/opportunities?layout=board&by=stage"
        >${this.t('sales:pipeline.board')}</a
      >`;
  }

  #empty(mayCreate: boolean): TemplateResult {
    return html`<ts-empty
      icon="target"
      heading=${this.t('sales:pipeline.emptyTitle')}
      text=${this.t('sales:pipeline.emptyText')}
    >
      ${
        mayCreate
          ? html`<a slot="action" class="btn" href="/sales/opportunities/new"
              >${icon('plus', 14)} ${this.t('sales:pipeline.create')}</a
            >`
          : nothing
      }
    </ts-empty>`;
  }

  #failure(): TemplateResult {
    return html`<p role="alert">${this.t('sales:widget.failed')}</p>
      <button class="btn" @click=${() => this.#read()}>${this.t('sales:widget.retry')}</button>`;
  }

  #bars(): Bar[] {
    const byStage = new Map(this.sums.map((sum) => [sum.stage?.id, sum]));
    const number = new Intl.NumberFormat(this.locale);
    return (this.stages ?? []).map((stage) => {
      const sum = byStage.get(stage.id);
      return {
        key: stage.id,
        label: this.#nameOf(stage),
        value: Number(sum?.amount ?? 0),
        text: `${this.#money(sum?.amount ?? null)} · ${number.format(sum?.count ?? 0)}`,
        hue: stage.hue,
      };
    });
  }

  /** A stage that the plugin brought is called in the reader's language until somebody renames it. */
  #nameOf({ key, name }: Stage): string {
    const text = `seed.${key}`;
    return this.meta.locales['en']?.['sales']?.[text] === name ? this.t(`sales:${text}`) : name;
  }

  #money(amount: string | null): string {
    return formatBase(amount, this.meta.workspace.currency, this.locale);
  }

  readonly #chosen = (event: CustomEvent<{ readonly key: string }>): void => {
    this.navigate(listPath({ stage: { in: [event.detail.key] } }));
  };

  async #read(): Promise<void> {
    if (!this.entityMeta(OPPORTUNITY) || !this.entityMeta(STAGE)) return;
    try {
      const [stages, sums] = await Promise.all([
        this.api.post<readonly Stage[]>('/api/sales/stages/query', {
          filter: { kind: 'open' },
          sort: [
            { field: 'pipeline.isDefault', direction: 'desc' },
            { field: 'order', direction: 'asc' },
          ],
          fields: ['key', 'name', 'hue'],
          limit: 100,
        }),
        this.api.post<readonly Sum[]>(`${OPPORTUNITIES}/aggregate`, {
          filter: { 'stage.kind': 'open' },
          groupBy: ['stage'],
          measures: { count: 'count', amount: { sum: 'amount' } },
        }),
      ]);
      this.stages = stages;
      this.sums = sums;
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
        align-items: baseline;
        gap: 8px;
        margin-bottom: 8px;
      }
      .board {
        margin: 6px 0 0 -10px;
      }
      .sum b {
        font-size: 20px;
        line-height: 28px;
        font-weight: 600;
      }
    `,
  ];
}
