import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { icon } from '@tessera/sdk/ui';
import { copyText } from './copy-text.ts';
import { Question, type QuestionAnswers } from './question.ts';
import './token-scopes-picker.ts';
import type { TokenScopesPicker } from './token-scopes-picker.ts';

const DAYS = [30, 90, 365] as const;
const DAY_MS = 86_400_000;

/** Makes an API token: its name, how long it holds and how far it goes; then shows it, this once. */
@customElement('ts-token-create')
export class TokenCreate extends Question {
  @state() private days = 90;
  @state() private token = '';
  @query('ts-token-scopes') private readonly picker!: TokenScopesPicker | null;

  override render(): TemplateResult {
    return this.token ? this.#shown() : this.#form();
  }

  #form(): TemplateResult {
    return this.ask({
      title: this.t('settings.tokens.create'),
      text: this.t('token.about'),
      fields: html`${this.input({
          name: 'name',
          label: this.t('settings.tokens.name'),
          help: this.t('token.nameHelp'),
          maxlength: 100,
          focus: true,
        })}
        <label class="field">
          <span>${this.t('token.expires')}</span>
          <select name="days" @change=${this.#lasting}>
            ${DAYS.map(
              (days) =>
                html`<option value=${days} ?selected=${days === this.days}>
                  ${this.t('token.days', { count: days })}
                </option>`,
            )}
            <option value="0">${this.t('token.never')}</option>
          </select>
        </label>
        ${this.days === 0 ? html`<p class="wrong" role="status">${this.t('token.neverWarning')}</p>` : nothing}
        <ts-token-scopes @ts-scopes-chosen=${() => (this.faults = {})}></ts-token-scopes>
        ${this.note('scopes')}`,
      action: this.t('settings.tokens.create'),
    });
  }

  #shown(): TemplateResult {
    return this.dialog(
      html`<form method="dialog">
        <h2 id="title">${this.t('token.made')}</h2>
        <p>${this.t('settings.tokens.shownOnce')}</p>
        <p class="kept">
          <code>${this.token}</code>
          <button
            type="button"
            class="btn"
            autofocus
            @click=${() => void copyText(this.token, (key) => this.t(key))}
          >
            ${icon('copy', 14)} ${this.t('settings.tokens.copy')}
          </button>
        </p>
        <div class="actions">
          <button class="btn primary">${this.t('token.kept')}</button>
        </div>
      </form>`,
    );
  }

  protected override async send(values: QuestionAnswers): Promise<false> {
    if (this.picker?.isEmpty) {
      this.faults = { scopes: this.t('token.chooseSome') };
      return false;
    }
    const scopes = this.picker?.scopes;
    const { token } = await this.api.post<{ token: string }>('/api/auth/tokens', {
      name: values['name']?.trim(),
      ...(this.days > 0
        ? { expiresAt: new Date(Date.now() + this.days * DAY_MS).toISOString() }
        : {}),
      ...(scopes ? { scopes } : {}),
    });
    this.token = token;
    this.dispatchEvent(new CustomEvent('ts-question-done'));
    return false;
  }

  readonly #lasting = (event: Event): void => {
    this.days = Number((event.target as HTMLSelectElement).value);
  };
}
