import { ApiError, icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt?: string | null;
}

/** The API tokens of the signed-in user. */
@customElement('ts-token-settings')
export class TokenSettings extends TesseraElement {
  @state() private tokens: readonly TokenRow[] = [];
  @state() private fresh = '';
  @state() private problem = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    return html`<section class="card">
      <h2>${this.t('settings.tokens')}</h2>
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      ${this.tokens.length === 0 ? html`<p class="mut">${this.t('settings.tokens.none')}</p>` : nothing}
      ${this.tokens.map((token) => this.#token(token))}
      ${
        this.fresh
          ? html`<div class="fresh" role="status">
              <p>${this.t('settings.tokens.shownOnce')}</p>
              <div class="row">
                <code class="ell">${this.fresh}</code
                ><button class="btn" @click=${this.#copy}>
                  ${icon('copy', 14)} ${this.t('settings.tokens.copy')}
                </button>
              </div>
            </div>`
          : nothing
      }
      <form class="actions" @submit=${this.#create}>
        <input
          name="name"
          required
          maxlength="100"
          aria-label=${this.t('settings.tokens.name')}
          placeholder=${this.t('settings.tokens.name')}
        />
        <button class="btn primary">${icon('plus', 14)} ${this.t('settings.tokens.create')}</button>
      </form>
    </section>`;
  }

  #token(token: TokenRow): TemplateResult {
    const day = (at: string): string =>
      new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium' }).format(new Date(at));
    return html`<div class="row token">
      ${icon('key-round', 14)} <b class="ell">${token.name}</b>
      <span class="mut"
        >${this.t('settings.tokens.created', { date: day(token.createdAt) })}${token.lastUsedAt ? ` · ${this.t('settings.tokens.used', { date: day(token.lastUsedAt) })}` : ''}</span
      >
      <button
        class="btn ghost icon"
        aria-label=${this.t('settings.tokens.revoke', { name: token.name })}
        @click=${() => this.#revoke(token)}
      >
        ${icon('trash-2', 14)}
      </button>
    </div>`;
  }

  readonly #create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    await this.#try(async () => {
      const made = await this.api.post<{ token: string }>(
        '/api/auth/tokens',
        Object.fromEntries(new FormData(form)),
      );
      this.fresh = made.token;
      form.reset();
    });
  };
  readonly #copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(this.fresh);
    toast({ text: this.t('settings.tokens.copied') });
  };
  #revoke(token: TokenRow): Promise<void> {
    return this.#try(() => this.api.delete(`/api/auth/tokens/${token.id}`));
  }
  async #try(work: () => Promise<unknown>): Promise<void> {
    this.problem = '';
    try {
      await work();
      await this.#read();
    } catch (error) {
      this.problem =
        error instanceof ApiError && error.detail ? error.detail : this.t('app.unreachable');
    }
  }
  async #read(): Promise<void> {
    this.tokens = await this.api.get<readonly TokenRow[]>('/api/auth/tokens');
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .token {
        min-height: 32px;
      }
      .token b {
        font-weight: 500;
      }
      .token .mut {
        flex: 1;
        font-size: 12px;
      }
      .fresh {
        display: grid;
        gap: 8px;
        padding: 12px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-accent-soft);
      }
      code {
        flex: 1;
        font-family: ui-monospace, monospace;
      }
      .actions input {
        flex: 1;
      }
    `,
  ];
}
