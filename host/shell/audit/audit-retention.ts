import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { AuditApi, type RetentionEffect } from './audit-api.ts';
import { addDays, dayIn } from './audit-day.ts';
import { dayWord } from './audit-words.ts';

const YEARS = [1, 2, 3, 5, 7, 10];
const DAYS_A_YEAR = 365;
const LONGEST = 36_500;
const OTHER = 'other';

/** How long entries are kept, and what a shorter time would let go. */
@customElement('ts-audit-retention')
export class AuditRetention extends TesseraElement {
  @state() private saved: number | null | undefined;
  @state() private wanted: number | null = null;
  @state() private isOther = false;
  @state() private effect: RetentionEffect | undefined;
  @state() private isAccepted = false;
  @state() private problem = '';
  @state() private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#try(() => Promise.resolve());
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="retention">
      <h2 id="retention">${this.t('audit.retention')}</h2>
      <p class="mut">${this.t('audit.retention.about')}</p>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      ${this.saved === undefined ? nothing : this.#form(this.saved)}
    </section>`;
  }

  #form(saved: number | null): TemplateResult {
    const loses = (this.effect?.rows ?? 0) > 0;
    const isSame = this.wanted === saved;
    return html`<form @submit=${this.#submitted}>
      <div class="pair">
        <label class="field">
          <span>${this.t('audit.retention.keep')}</span>
          <select @change=${this.#chosen}>
            <option value="" ?selected=${this.wanted === null && !this.isOther}>
              ${this.t('audit.retention.ever')}
            </option>
            ${YEARS.map((count) => html`<option value=${count * DAYS_A_YEAR} ?selected=${!this.isOther && this.wanted === count * DAYS_A_YEAR}>${this.t('audit.retention.years', { count })}</option>`)}
            <option value=${OTHER} ?selected=${this.isOther}>
              ${this.t('audit.retention.other')}
            </option>
          </select>
        </label>
        ${
          this.isOther
            ? html`<label class="field"
                ><span>${this.t('audit.retention.days')}</span>
                <input
                  type="number"
                  required
                  min="1"
                  max=${LONGEST}
                  .value=${String(this.wanted ?? '')}
                  @change=${this.#typed}
              /></label>`
            : nothing
        }
      </div>
      <div role="status">${isSame ? nothing : this.#effect()}</div>
      ${
        !isSame && loses
          ? html`<label class="row accept"
              ><input type="checkbox" .checked=${this.isAccepted} @change=${this.#accepted} />
              <span>${this.t('audit.retention.accept')}</span></label
            >`
          : nothing
      }
      <div class="actions">
        <button
          class="btn primary"
          ?disabled=${this.isBusy || isSame || (loses && !this.isAccepted)}
        >
          ${this.t('action.save')}
        </button>
      </div>
    </form>`;
  }

  #effect(): TemplateResult | typeof nothing {
    if (this.wanted === null) return html`<p class="note">${this.t('audit.retention.all')}</p>`;
    if (!this.effect) return nothing;
    const before = dayWord(this, addDays(dayIn(new Date(), this.timeZone), -this.wanted));
    const { rows, batches } = this.effect;
    return html`<p class=${rows > 0 ? 'note risky' : 'note'}>
      ${icon(rows > 0 ? 'triangle-alert' : 'info', 14)}
      <span
        >${
          rows > 0
            ? this.t('audit.retention.loses', { count: rows, batches, before })
            : this.t('audit.retention.losesNothing', { before })
        }</span
      >
    </p>`;
  }

  readonly #chosen = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.isOther = value === OTHER;
    if (!this.isOther) void this.#want(value === '' ? null : Number(value));
  };
  readonly #typed = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (input.reportValidity()) void this.#want(Number(input.value));
  };
  readonly #accepted = (event: Event): void => {
    this.isAccepted = (event.target as HTMLInputElement).checked;
  };

  /** Nothing can be saved before it is known what would go. */
  async #want(days: number | null): Promise<void> {
    this.wanted = days;
    this.effect = undefined;
    this.isAccepted = false;
    this.isBusy = days !== null;
    if (days === null) return;
    try {
      const effect = await new AuditApi(this.api).effect(days);
      if (this.wanted !== days) return;
      this.effect = effect;
      this.problem = '';
      this.isBusy = false;
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  readonly #submitted = (event: Event): void => {
    event.preventDefault();
    this.isBusy = true;
    void this.#try(async () => {
      await new AuditApi(this.api).setRetention(this.wanted);
      toast({ text: this.t('audit.retention.saved') });
    });
  };

  async #try(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    try {
      await work();
      this.saved = await new AuditApi(this.api).retention();
      this.wanted = this.saved;
      this.effect = undefined;
      this.isOther = this.saved !== null && !YEARS.includes(this.saved / DAYS_A_YEAR);
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isBusy = false;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      form {
        display: grid;
        gap: 12px;
      }
      .note {
        display: flex;
        gap: 8px;
        padding: 10px 12px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg-active);
      }
      .note svg {
        margin-top: 3px;
      }
      .risky svg {
        color: var(--ts-warning);
      }
      .accept {
        min-height: 28px;
      }
      input[type='checkbox'] {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ts-accent);
      }
    `,
  ];
}
