import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import './confirm-question.ts';
import type { Confirmation } from './confirm-question.ts';
import './token-create.ts';
import { dayText, isExpired, momentText, scopesText, type TokenRow } from './token-words.ts';

/** The API tokens of the signed-in user. */
@customElement('ts-token-settings')
export class TokenSettings extends TesseraElement {
  @state() private tokens: readonly TokenRow[] | undefined;
  @state() private problem = '';
  @state() private isMaking = false;
  @state() private confirmation: Confirmation | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="tokens">
        <div class="row head">
          <h2 id="tokens">${this.t('settings.tokens')}</h2>
          <button class="btn primary" @click=${() => (this.isMaking = true)}>
            ${icon('plus', 14)} ${this.t('settings.tokens.create')}
          </button>
        </div>
        ${failureNotice(this, this.problem, () => void this.#read())}
        ${this.tokens?.length === 0 ? html`<p class="mut">${this.t('settings.tokens.none')}</p>` : nothing}
        <ul>
          ${this.tokens?.map((token) => this.#token(token))}
        </ul>
      </section>
      ${
        this.isMaking
          ? html`<ts-token-create
              @ts-question-done=${() => void this.#read()}
              @ts-question-closed=${() => (this.isMaking = false)}
            ></ts-token-create>`
          : nothing
      }
      ${
        this.confirmation
          ? html`<ts-confirm-question
              .confirmation=${this.confirmation}
              @ts-question-closed=${() => (this.confirmation = undefined)}
            ></ts-confirm-question>`
          : nothing
      }`;
  }

  #token(token: TokenRow): TemplateResult {
    const { name, createdAt, expiresAt, usedAt, usedAddress } = token;
    const facts = [
      this.t('settings.tokens.created', { date: dayText(this, createdAt) }),
      expiresAt
        ? this.t(isExpired(token) ? 'token.expired' : 'token.until', {
            date: dayText(this, expiresAt),
          })
        : this.t('token.endless'),
      usedAt
        ? this.t('token.used', { at: momentText(this, usedAt), address: usedAddress ?? '' })
        : this.t('token.unused'),
    ];
    return html`<li>
      ${icon('key-round', 14)}
      <div class="what">
        <b>${name}</b>
        <p class="mut">${scopesText(this, token.scopes)}</p>
        <p class="mut">${facts.join(' · ')}</p>
      </div>
      <button
        class="btn ghost danger"
        aria-label=${this.t('settings.tokens.revoke', { name })}
        @click=${() => this.#ask(token)}
      >
        ${this.t('token.revoke')}
      </button>
    </li>`;
  }

  #ask({ id, name }: TokenRow): void {
    this.confirmation = {
      title: this.t('token.revokeTitle', { name }),
      text: this.t('token.revokeText'),
      action: this.t('token.revoke'),
      isDanger: true,
      run: async () => {
        await this.api.delete(`/api/auth/tokens/${id}`);
        toast({ text: this.t('token.revoked', { name }), tone: 'success' });
        await this.#read();
      },
    };
  }

  async #read(): Promise<void> {
    try {
      this.tokens = await this.api.get<readonly TokenRow[]>('/api/auth/tokens');
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .head h2 {
        flex: 1;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: start;
        gap: 10px;
        padding: 10px 0;
        border-top: 1px solid var(--ts-line);
      }
      li svg {
        margin-top: 3px;
      }
      .what {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .what b {
        font-weight: 500;
      }
      .what p {
        font-size: 12px;
        line-height: 18px;
      }
    `,
  ];
}
