import { formatMoney, TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { accountPointsStyles } from './account-points-styles.ts';
import type { AdjustDialog } from './adjust-dialog.ts';
import { ENTRY, TIER, type Balance, type EntryLine } from './points-api.ts';
import { signed } from './signed.ts';
import { tierName } from './tier-name.ts';

const SHOWN = 4;
const ADJUST = 'loyalty.entry.adjust';

/** On the page of an account: its points, its tier with the way to the next, and what came and went last. */
export class AccountPoints extends TesseraElement {
  /** The loader defines the element under this name. */
  static readonly tag = 'loyalty-account-points';

  /** Id of the account; the page sets it. */
  @property({ attribute: 'id' }) override id = '';

  @state() private balance: Balance | undefined;
  @state() private entries: readonly EntryLine[] = [];
  @state() private isUnreadable = false;
  @query('loyalty-adjust-dialog') private readonly dialog!: AdjustDialog | null;
  #stopLive: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopLive = this.live.watch({ entities: [ENTRY, TIER] }, () => void this.#read());
  }
  override disconnectedCallback(): void {
    this.#stopLive?.();
    super.disconnectedCallback();
  }
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('id')) void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.entityMeta(ENTRY)) return nothing;
    const { balance } = this;
    const status = balance ? 'ready' : this.isUnreadable ? 'error' : 'loading';
    return html`<ts-card
        .heading=${this.t('loyalty:card.title')}
        status=${status}
        .message=${this.t('loyalty:card.failed')}
        @ts-card-retry=${() => this.#read()}
      >
        ${this.#adjustButton()} ${balance ? this.#content(balance) : nothing}
      </ts-card>
      <loyalty-adjust-dialog
        .account=${this.id}
        @loyalty-points-adjusted=${() => this.#read()}
      ></loyalty-adjust-dialog>`;
  }

  #adjustButton(): TemplateResult | typeof nothing {
    const { permissions } = this.meta.user;
    if (!permissions.includes(ADJUST) && !permissions.includes('*')) return nothing;
    return html`<button slot="action" class="btn ghost" @click=${() => this.dialog?.show()}>
      ${this.t('loyalty:adjust.open')}
    </button>`;
  }

  #content(balance: Balance): TemplateResult {
    const { points, value, tier, expiring } = balance;
    return html`<p class="sum">
        <b class="num"
          >${this.t('loyalty:card.points', { count: points, points: this.#number(points) })}</b
        >
        <span class="mut num">${this.t('loyalty:card.worth', { value: this.#money(value) })}</span>
        ${
          tier
            ? html`<ts-tag .hue=${tier.hue}>${tierName(this, tier)}</ts-tag>`
            : html`<span class="mut">${this.t('loyalty:card.noTier')}</span>`
        }
      </p>
      ${this.#way(balance)}
      ${expiring ? html`<p class="expiring">${this.#expiry(expiring)}</p>` : nothing}
      ${this.#list()}`;
  }

  #way({ next, tier, qualifying }: Balance): TemplateResult | typeof nothing {
    if (!next) return tier ? html`<p class="mut way">${this.t('loyalty:card.top')}</p>` : nothing;
    const name = tierName(this, next);
    return html`<progress
        aria-label=${this.t('loyalty:card.progress', { tier: name })}
        max=${next.minimumPoints}
        .value=${Math.max(0, qualifying)}
      ></progress>
      <p class="mut way">
        ${this.t('loyalty:card.next', { missing: this.#number(next.missing), tier: name })}
      </p>`;
  }

  #list(): TemplateResult {
    if (this.entries.length === 0) return html`<p class="mut">${this.t('loyalty:card.none')}</p>`;
    return html`<ul aria-label=${this.t('loyalty:card.entries')}>
        ${this.entries.map(
          ({ id, reason, points, occurredAt }) =>
            html`<li>
              <a class="link ell" href="/loyalty/entries/${id}">${reason}</a>
              <span class="num">${signed(points, this.locale)}</span>
              <span class="date mut num">${this.#day(occurredAt)}</span>
            </li>`,
        )}
      </ul>
      <a class="btn ghost all" href=${this.#listPath()}>${this.t('loyalty:card.all')}</a>`;
  }

  #expiry({ points, at }: NonNullable<Balance['expiring']>): string {
    return this.t('loyalty:card.expiring', { points: this.#number(points), date: this.#day(at) });
  }

  #number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }

  #money(amount: string): string {
    return formatMoney({ amount, currency: this.meta.workspace.currency }, this.locale);
  }

  #day(moment: string): string {
    const { timeZone } = this;
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeZone }).format(
      new Date(moment),
    );
  }

  #listPath(): string {
    const query = new URLSearchParams({ filter: JSON.stringify({ account: this.id }) });
    return `/loyalty/entries?${query.toString()}`;
  }

  async #read(): Promise<void> {
    const account = this.id;
    if (!this.entityMeta(ENTRY) || account === '') return;
    try {
      const [balance, entries] = await Promise.all([
        this.api.get<Balance>(`/api/loyalty/accounts/${account}/balance`),
        this.api.post<readonly EntryLine[]>('/api/loyalty/entries/query', {
          filter: { account },
          sort: [{ field: 'occurredAt', direction: 'desc' }],
          fields: ['reason', 'points', 'kind', 'occurredAt'],
          limit: SHOWN,
          count: 'none',
        }),
      ]);
      // Another account is shown by now.
      if (account !== this.id) return;
      this.balance = balance;
      this.entries = entries;
      this.isUnreadable = false;
    } catch {
      this.isUnreadable = true;
    }
  }

  static override styles: CSSResultGroup = [TesseraElement.styles, accountPointsStyles];
}
