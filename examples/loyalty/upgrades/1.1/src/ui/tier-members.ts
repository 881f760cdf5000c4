import { TesseraElement, type Bar } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';

const ACCOUNT = 'customer.account';

interface Members {
  readonly loyalty_tier: { readonly id: string; readonly title: string } | null;
  readonly count: number;
}

/** How many accounts stand in each tier; new in 1.1. */
export class TierMembers extends TesseraElement {
  /** The loader defines the element under this name. */
  static readonly tag = 'loyalty-tier-members';

  @state() private bars: readonly Bar[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.bars) return nothing;
    if (this.bars.length === 0) return html`<p>${this.t('loyalty:members.none')}</p>`;
    return html`<ts-bars .label=${this.t('loyalty:members.title')} .bars=${this.bars}></ts-bars>`;
  }

  async #read(): Promise<void> {
    const path = this.entityMeta(ACCOUNT)?.path;
    if (!path) return;
    const groups = await this.api.post<readonly Members[]>(`/api/${path}/aggregate`, {
      filter: { loyalty_tier: { isNull: false } },
      groupBy: ['loyalty_tier'],
      measures: { count: 'count' },
    });
    this.bars = groups.map(({ loyalty_tier: tier, count }) => ({
      key: tier?.id ?? '',
      label: tier?.title ?? '',
      value: count,
    }));
  }
}
