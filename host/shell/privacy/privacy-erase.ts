import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { formTexts } from '../form/form-texts.ts';
import { problemText } from '../record/record-problem.ts';
import { PrivacyApi, type Deal, type FoundPerson, type Holding } from './privacy-api.ts';
import { privacyStyles } from './privacy-styles.ts';

const DEALS: readonly Deal[] = ['erase', 'clear', 'keep'];

/**
 * Asks once more before a person is erased: what happens, why, and the name as it stands on the record.
 *
 * @fires ts-privacy-asked - with the request
 * @fires ts-privacy-erase-closed
 */
@customElement('ts-privacy-erase')
export class PrivacyErase extends TesseraElement {
  @property({ attribute: false }) person!: FoundPerson;
  @property({ attribute: false }) also: readonly FoundPerson[] = [];
  @property({ attribute: false }) holdings: readonly Holding[] = [];

  @state() private typed = '';
  @state() private problem = '';
  @state() private isBusy = false;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render(): TemplateResult {
    const name = this.#name;
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      <form @submit=${this.#submitted}>
        <h2 id="title">${this.t('privacy.erase.title', { name })}</h2>
        <p class="note">
          ${icon('triangle-alert', 14)} <span>${this.t('privacy.erase.final')}</span>
        </p>
        <ul>
          ${DEALS.map((deal) => this.#consequence(deal))}
          ${this.also.length > 0 ? html`<li>${this.t('privacy.erase.also', { count: this.also.length, names: this.#names })}</li>` : nothing}
          <li>${this.t('privacy.erase.suppressed')}</li>
        </ul>
        <label class="field">
          <span>${this.t('privacy.erase.reason')}</span>
          <textarea name="reason" required minlength="3" maxlength="2000"></textarea>
        </label>
        <label class="field">
          <span>${this.t('privacy.erase.confirm', { name })}</span>
          <input
            name="confirm"
            autocomplete="off"
            maxlength="500"
            .value=${this.typed}
            @input=${this.#changed}
          />
        </label>
        ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
        <div class="actions">
          <button class="btn danger" ?disabled=${this.isBusy || !this.#isConfirmed}>
            ${icon('eraser', 14)} ${this.t('privacy.erase.do')}
          </button>
          <button type="button" class="btn" @click=${this.#close}>
            ${this.t('action.cancel')}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #consequence(deal: Deal): TemplateResult | typeof nothing {
    const count = this.holdings
      .filter((holding) => holding.deal === deal)
      .reduce((sum, holding) => sum + holding.count, 0);
    return count === 0
      ? nothing
      : html`<li>${this.t(`privacy.erase.will.${deal}`, { count })}</li>`;
  }

  /** A record without a name is confirmed by its address. */
  get #name(): string {
    const { title, subtitle } = this.person;
    return title || (subtitle ?? '');
  }
  get #names(): string {
    return new Intl.ListFormat(this.locale).format(this.also.map(({ title }) => title || '—'));
  }
  get #isConfirmed(): boolean {
    const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
    const { title, subtitle } = this.person;
    return (
      plain(this.typed) !== '' &&
      [title, subtitle ?? ''].some((text) => plain(text) === plain(this.typed))
    );
  }

  readonly #changed = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
  };

  readonly #submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#erase(formTexts(event.target)['reason'] ?? '');
  };

  async #erase(reason: string): Promise<void> {
    this.isBusy = true;
    this.problem = '';
    try {
      const { entity, id } = this.person;
      const also = this.also.map((one) => ({ entity: one.entity, id: one.id }));
      const order = { kind: 'erase', entity, id, also, reason, confirm: this.typed } as const;
      const request = await new PrivacyApi(this.api).ask(order);
      this.dispatchEvent(new CustomEvent('ts-privacy-asked', { detail: request }));
      this.#close();
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isBusy = false;
  }

  readonly #close = (): void => {
    this.renderRoot.querySelector('dialog')?.close();
  };
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-privacy-erase-closed'));
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    privacyStyles,
    dialogStyles,
    css`
      dialog {
        width: 520px;
        max-height: calc(100dvh - 32px);
        overflow: auto;
      }
      ul {
        margin: 0;
        padding: 0 0 0 18px;
      }
      .note svg {
        color: var(--ts-danger);
      }
    `,
  ];
}
