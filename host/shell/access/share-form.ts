import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { problemText } from '../record/record-problem.ts';
import type { Grantee, ShareDraft, SharedActions } from './share-api.ts';
import { EXPIRIES, expiryMoment, type Expiry } from './share-expiry.ts';
import './share-grantee.ts';
import type { ShareGrantee } from './share-grantee.ts';
import { sheetStyles } from './share-styles.ts';

/** Adds a person or a team: what they may do, and until when. */
@customElement('ts-share-form')
export class ShareForm extends TesseraElement {
  /** Shares; what it throws is told here and the form stays. */
  @property({ attribute: false }) share!: (draft: ShareDraft) => Promise<void>;

  @state() private grantee: Grantee | null = null;
  @state() private actions: SharedActions = ['read'];
  @state() private expiry: Expiry = 'never';
  @state() private date = '';
  @state() private problem = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    return html`<form @submit=${this.#submitted} novalidate aria-label=${this.t('share.add')}>
      <ts-share-grantee
        .grantee=${this.grantee}
        @ts-grantee-chosen=${(event: CustomEvent<{ grantee: Grantee | null }>) => this.#chose(event.detail.grantee)}
      ></ts-share-grantee>
      <div class="parts">
        <label class="field">
          <span>${this.t('share.may')}</span>
          <select name="actions" @change=${this.#allowed}>
            <option value="read">${this.t('share.mayRead')}</option>
            <option value="update" ?selected=${this.actions.includes('update')}>
              ${this.t('share.mayChange')}
            </option>
          </select>
        </label>
        <label class="field">
          <span>${this.t('share.until')}</span>
          <select name="expiry" @change=${this.#timed}>
            ${EXPIRIES.map((choice) => html`<option value=${choice} ?selected=${choice === this.expiry}>${this.t(`share.expiry.${choice}`)}</option>`)}
          </select>
        </label>
        ${
          this.expiry === 'date'
            ? html`<label class="field">
                <span>${this.t('share.lastDay')}</span>
                <input
                  type="date"
                  .value=${this.date}
                  @change=${(event: Event) => (this.date = (event.target as HTMLInputElement).value)}
                />
              </label>`
            : nothing
        }
        <button class="btn primary" ?disabled=${this.isBusy}>
          ${icon('user-plus', 14)} ${this.t('share.do')}
        </button>
      </div>
      <p class="wrong" role="alert">${this.problem}</p>
    </form>`;
  }

  override focus(): void {
    this.#picker?.focus();
  }

  get #picker(): ShareGrantee | null {
    return this.renderRoot.querySelector<ShareGrantee>('ts-share-grantee');
  }

  #chose(grantee: Grantee | null): void {
    this.grantee = grantee;
    this.problem = '';
  }

  readonly #allowed = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.actions = value === 'update' ? ['read', 'update'] : ['read'];
  };
  readonly #timed = (event: Event): void => {
    this.expiry = (event.target as HTMLSelectElement).value as Expiry;
    this.problem = '';
  };

  readonly #submitted = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    const expiresAt = expiryMoment(this.expiry, { date: this.date, now: new Date() });
    if (!this.grantee || expiresAt === undefined) {
      this.problem = this.t(this.grantee ? 'share.lastDayWrong' : 'share.nobodyChosen');
      if (!this.grantee) this.focus();
      return;
    }
    this.isBusy = true;
    try {
      await this.share({ grantee: this.grantee, actions: this.actions, expiresAt });
      this.grantee = null;
      this.problem = '';
      this.focus();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  };

  static override styles = [
    TesseraElement.styles,
    sheetStyles,
    css`
      form {
        display: grid;
        gap: 10px;
      }
      .parts {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
      }
      .field {
        flex: 1 1 130px;
      }
      .btn {
        height: 30px;
      }
      .wrong:empty {
        display: none;
      }
      @media (max-width: 759px) {
        .btn {
          flex: 1 1 100%;
          height: 40px;
        }
      }
    `,
  ];
}
