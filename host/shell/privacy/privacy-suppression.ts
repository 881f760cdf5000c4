import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { formTexts } from '../form/form-texts.ts';
import { problemText } from '../record/record-problem.ts';
import { PrivacyApi } from './privacy-api.ts';
import { privacyStyles } from './privacy-styles.ts';

/** An address that was asked for, and whether it is held back. */
interface Checked {
  readonly value: string;
  readonly isSuppressed: boolean;
}

/** Whether an address of an erased person is held back; letting it be entered again. */
@customElement('ts-privacy-suppression')
export class PrivacySuppression extends TesseraElement {
  @state() private checked: Checked | undefined;
  @state() private problem = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="suppression">
      <h2 id="suppression">${this.t('privacy.suppression')}</h2>
      <p class="mut">${this.t('privacy.suppression.about')}</p>
      <form class="ask" @submit=${this.#check}>
        <label class="field grow">
          <span>${this.t('privacy.suppression.value')}</span>
          <input name="value" required maxlength="320" autocomplete="off" @input=${this.#changed} />
        </label>
        <button class="btn" ?disabled=${this.isBusy}>${this.t('privacy.suppression.check')}</button>
      </form>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      <div role="status">${this.checked ? this.#answer(this.checked) : nothing}</div>
      ${this.checked?.isSuppressed ? this.#lift() : nothing}
    </section>`;
  }

  #answer({ value, isSuppressed }: Checked): TemplateResult {
    return html`<p class="note">
      ${icon(isSuppressed ? 'mail-x' : 'check', 14)}
      <span
        >${this.t(isSuppressed ? 'privacy.suppression.is' : 'privacy.suppression.isNot', { value })}</span
      >
    </p>`;
  }

  #lift(): TemplateResult {
    return html`<form class="lift" @submit=${this.#lifted}>
      <label class="field">
        <span>${this.t('privacy.suppression.reason')}</span>
        <textarea name="reason" required minlength="3" maxlength="2000"></textarea>
      </label>
      <p class="mut">${this.t('privacy.suppression.reasonHow')}</p>
      <div class="actions">
        <button class="btn danger" ?disabled=${this.isBusy}>
          ${this.t('privacy.suppression.lift')}
        </button>
      </div>
    </form>`;
  }

  readonly #changed = (): void => {
    this.checked = undefined;
    this.problem = '';
  };

  readonly #check = (event: SubmitEvent): void => {
    event.preventDefault();
    const { value = '' } = formTexts(event.target);
    void this.#try(async (api) => {
      const { isSuppressed } = await api.suppression(value);
      this.checked = { value, isSuppressed };
    });
  };

  readonly #lifted = (event: SubmitEvent): void => {
    event.preventDefault();
    const { reason = '' } = formTexts(event.target);
    const value = this.checked?.value ?? '';
    void this.#try(async (api) => {
      await api.lift(value, reason);
      this.checked = { value, isSuppressed: false };
      toast({ text: this.t('privacy.suppression.lifted') });
    });
  };

  async #try(work: (api: PrivacyApi) => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.problem = '';
    try {
      await work(new PrivacyApi(this.api));
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isBusy = false;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    privacyStyles,
    css`
      .ask {
        display: flex;
        align-items: flex-end;
        gap: 8px;
      }
      .lift {
        display: grid;
        gap: 8px;
      }
    `,
  ];
}
