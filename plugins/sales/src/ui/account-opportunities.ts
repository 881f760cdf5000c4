import { formatField, TesseraElement } from '@tessera/sdk/ui';
import {
  css,
  html,
  nothing,
  type CSSResultGroup,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { property, state } from 'lit/decorators.js';
import { formatBase } from './base-money.ts';
import { listPath, OPPORTUNITIES, OPPORTUNITY } from './opportunity-query.ts';

const SHOWN = 3;

interface Opportunity {
  readonly id: string;
  readonly name: string;
  readonly amount: { readonly amount: string; readonly currency: string } | null;
  readonly closeDate: string | null;
}

interface Sum {
  readonly count: number;
  readonly amount: string | null;
  readonly next: string | null;
}

/** On the page of an account: what is open with it, how much that is, and when the next is to be closed. */
export class AccountOpportunities extends TesseraElement {
  /** The loader defines the element under this name. */
  static readonly tag = 'sales-account-opportunities';

  /** Id of the account; the page sets it. */
  @property({ attribute: 'id' }) override id = '';

  @state() private opportunities: readonly Opportunity[] | undefined;
  @state() private sum: Sum | undefined;
  @state() private isUnreadable = false;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopLive = this.live.watch({ entities: [OPPORTUNITY] }, () => void this.#read());
  }
  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('id')) void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.entityMeta(OPPORTUNITY)) return nothing;
    const { opportunities, sum } = this;
    const status = opportunities
      ? opportunities.length > 0
        ? 'ready'
        : 'empty'
      : this.isUnreadable
        ? 'error'
        : 'loading';
    return html`<ts-card
      heading=${this.t('sales:account.title')}
      status=${status}
      message=${this.t(status === 'error' ? 'sales:widget.failed' : 'sales:account.empty')}
      @ts-card-retry=${() => this.#read()}
    >
      ${
        sum && sum.count > 0
          ? html`<a
              slot="action"
              class="btn ghost"
              href=${listPath({ account: this.id, 'stage.kind': 'open' })}
              >${this.t('sales:account.all')} <span class="num mut">${sum.count}</span></a
            >`
          : nothing
      }
      ${sum ? html`<p class="sum"><b class="num">${this.#base(sum.amount)}</b> <span class="mut">${this.#next(sum)}</span></p>` : nothing}
      <ul>
        ${(opportunities ?? []).map((one) => this.#opportunity(one))}
      </ul>
    </ts-card>`;
  }

  #opportunity({ id, name, amount, closeDate }: Opportunity): TemplateResult {
    return html`<li>
      <a class="link ell" href="/sales/opportunities/${id}">${name}</a>
      <span class="num">${this.#field('amount', amount)}</span>
      <span class="date mut num">${this.#field('closeDate', closeDate)}</span>
    </li>`;
  }

  #next({ next }: Sum): string {
    return next ? this.t('sales:account.next', { date: this.#field('closeDate', next) }) : '';
  }

  #field(name: string, value: unknown): string {
    const field = this.entityMeta(OPPORTUNITY)?.fields.find((one) => one.name === name);
    return field ? formatField(value, field, this.locale, this.timeZone) : '';
  }

  #base(amount: string | null): string {
    return formatBase(amount, this.meta.workspace.currency, this.locale);
  }

  async #read(): Promise<void> {
    const account = this.id;
    if (!this.entityMeta(OPPORTUNITY) || account === '') return;
    const filter = { account, 'stage.kind': 'open' };
    try {
      const [opportunities, sums] = await Promise.all([
        this.api.post<readonly Opportunity[]>(`${OPPORTUNITIES}/query`, {
          filter,
          sort: [{ field: 'closeDate', direction: 'asc' }],
          fields: ['name', 'amount', 'closeDate'],
          limit: SHOWN,
          count: 'none',
        }),
        this.api.post<readonly Sum[]>(`${OPPORTUNITIES}/aggregate`, {
          filter,
          measures: { count: 'count', amount: { sum: 'amount' }, next: { min: 'closeDate' } },
        }),
      ]);
      // Another account is shown by now.
      if (account !== this.id) return;
      this.opportunities = opportunities;
      this.sum = sums[0];
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
        margin-bottom: 6px;
      }
      .sum b {
        font-size: 15px;
        font-weight: 600;
      }
      .sum span,
      .date {
        font-size: 12px;
      }
      ul {
        display: grid;
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 8px;
      }
      .link {
        line-height: 24px;
      }
      .date {
        grid-column: 1 / -1;
        line-height: 16px;
      }
      @media (pointer: coarse) {
        .link {
          line-height: 40px;
        }
      }
    `,
  ];
}
