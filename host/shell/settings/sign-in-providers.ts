import { icon, TesseraElement, toast, type MenuItem } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import './confirm-question.ts';
import type { Confirmation } from './confirm-question.ts';
import { copyText } from './copy-text.ts';
import './sign-in-provider.ts';
import { PROVIDERS_PATH, type Provider } from './provider-values.ts';

/** The providers with which one can sign in: made, changed and tried by administrators. */
@customElement('ts-sign-in-providers')
export class SignInProviders extends TesseraElement {
  @state() private providers: readonly Provider[] | undefined;
  @state() private problem = '';
  /** What is changed; null is a new one. */
  @state() private edited: Provider | null | undefined;
  @state() private confirmation: Confirmation | undefined;
  /** What the last test said, by the id of the provider. */
  @state() private tests: Readonly<Record<string, { isGood: boolean; text: string }>> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-labelledby="providers">
        <div class="row head">
          <h2 id="providers">${this.t('provider.title')}</h2>
          <button class="btn" @click=${() => (this.edited = null)}>
            ${icon('plus', 14)} ${this.t('provider.add')}
          </button>
        </div>
        <p class="mut">${this.t('provider.about')} ${this.t('provider.administrators')}</p>
        ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
        <ul>
          ${this.providers?.map((provider) => this.#provider(provider))}
        </ul>
      </section>
      ${
        this.edited === undefined
          ? nothing
          : html`<ts-sign-in-provider
              .provider=${this.edited}
              @ts-question-done=${() => void this.#read()}
              @ts-question-closed=${() => (this.edited = undefined)}
            ></ts-sign-in-provider>`
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

  #provider(provider: Provider): TemplateResult {
    const { id, label, issuer, isActive, redirectUri } = provider;
    const test = this.tests[id];
    return html`<li>
      <div class="row">
        <b class="ell">${label}</b>
        ${isActive ? nothing : html`<ts-tag>${this.t('provider.off')}</ts-tag>`}
        <span class="mut ell grow">${issuer}</span>
        <button class="btn" @click=${() => void this.#test(provider)}>
          ${this.t('provider.test')}
        </button>
        <ts-menu
          label=${this.t('people.actionsOf', { name: label })}
          .items=${this.#items(provider)}
        ></ts-menu>
      </div>
      <p class="row redirect">
        <span class="mut">${this.t('provider.redirect')}</span>
        <code>${redirectUri}</code>
        <button
          class="btn ghost icon"
          aria-label=${this.t('provider.copyRedirect', { label })}
          title=${this.t('provider.copyRedirect', { label })}
          @click=${() => void copyText(redirectUri, (key) => this.t(key))}
        >
          ${icon('copy', 14)}
        </button>
      </p>
      ${test ? html`<p role="status" class=${test.isGood ? 'good' : 'wrong'}>${test.text}</p>` : nothing}
    </li>`;
  }

  #items(provider: Provider): readonly MenuItem[] {
    const { label } = provider;
    return [
      {
        id: 'edit',
        icon: 'pencil',
        label: this.t('provider.edit', { label }),
        run: () => (this.edited = provider),
      },
      {
        id: 'remove',
        icon: 'trash-2',
        label: this.t('provider.remove', { label }),
        danger: true,
        run: () => this.#ask(provider),
      },
    ];
  }

  #ask({ id, label }: Provider): void {
    this.confirmation = {
      title: this.t('provider.removeTitle', { label }),
      text: this.t('provider.removeText'),
      action: this.t('provider.remove', { label }),
      isDanger: true,
      run: async () => {
        await this.api.delete(`${PROVIDERS_PATH}/${id}`);
        toast({ text: this.t('provider.removed', { label }), tone: 'success' });
        await this.#read();
      },
    };
  }

  async #test({ id, label }: Provider): Promise<void> {
    try {
      const { issuer } = await this.api.post<{ issuer: string }>(`${PROVIDERS_PATH}/${id}/test`);
      const text = this.t('provider.works', { label, issuer });
      this.tests = { ...this.tests, [id]: { isGood: true, text } };
    } catch (error) {
      const text = problemText(error, (key, values) => this.t(key, values));
      this.tests = { ...this.tests, [id]: { isGood: false, text } };
    }
  }

  async #read(): Promise<void> {
    try {
      this.providers = await this.api.get<readonly Provider[]>(PROVIDERS_PATH);
      this.problem = '';
      this.tests = {};
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .head h2,
      .grow {
        flex: 1;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 10px 0;
        border-top: 1px solid var(--ts-line);
      }
      li b {
        font-weight: 500;
      }
      .redirect {
        flex-wrap: wrap;
        font-size: 12px;
      }
      code {
        overflow-wrap: anywhere;
        font-family: ui-monospace, monospace;
      }
      .good {
        color: var(--ts-success);
      }
    `,
  ];
}
