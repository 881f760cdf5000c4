import { TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../door/password-rules.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemsByField, problemText } from '../record/record-problem.ts';

/** Changing one's own password; all other sessions end. */
@customElement('ts-password-settings')
export class PasswordSettings extends TesseraElement {
  @state() private problem = '';
  @state() private faults: Readonly<Record<string, string>> = {};
  @state() private typed = '';
  @state() private length = 10;
  @state() private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    const { name, email } = this.meta.user;
    return html`<form class="card" novalidate aria-labelledby="password" @submit=${this.#change}>
      <h2 id="password">${this.t('settings.password')}</h2>
      <input
        class="visually-hidden"
        autocomplete="username"
        tabindex="-1"
        aria-hidden="true"
        readonly
        .value=${email ?? ''}
      />
      <div class="pair">
        ${this.#input('current', 'settings.password.current', 'current-password')}
        ${this.#input('password', 'settings.password.new', 'new-password')}
      </div>
      ${
        this.typed === ''
          ? nothing
          : html`<ts-password-rules
              .password=${this.typed}
              .length=${this.length}
              .own=${[name, email]}
              .t=${(key: string, values?: Readonly<Record<string, unknown>>) => this.t(key, values)}
            ></ts-password-rules>`
      }
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      <div class="actions">
        <button class="btn primary" ?disabled=${this.isBusy}>
          ${this.t('settings.password.change')}
        </button>
        <span class="mut">${this.t('security.passwordEnds')}</span>
      </div>
    </form>`;
  }

  #input(name: 'current' | 'password', label: string, autocomplete: string): TemplateResult {
    const wrong = this.faults[name];
    return html`<div>
      <label class="field">
        <span>${this.t(label)}</span>
        <input
          name=${name}
          type="password"
          autocomplete=${autocomplete}
          maxlength="1000"
          aria-invalid=${wrong !== undefined}
          aria-describedby="${name}-wrong"
          @input=${name === 'password' ? this.#typing : nothing}
        />
      </label>
      <p id="${name}-wrong" class="wrong note" role="alert">${wrong ?? ''}</p>
    </div>`;
  }

  readonly #typing = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
  };

  readonly #change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const values = Object.fromEntries(new FormData(form));
    const empty = Object.keys(values).filter((name) => values[name] === '');
    this.problem = '';
    this.faults = Object.fromEntries(empty.map((name) => [name, this.t('door.required')]));
    if (empty.length > 0) return this.#focusWrong();
    this.isBusy = true;
    try {
      await this.api.post('/api/auth/password', values);
      form.reset();
      this.typed = '';
      toast({ text: this.t('settings.password.done'), tone: 'success' });
    } catch (error) {
      this.faults = problemsByField(error);
      if (!this.faults['current'] && !this.faults['password'])
        this.problem = problemText(error, (key, more) => this.t(key, more));
      await this.#focusWrong();
    } finally {
      this.isBusy = false;
    }
  };

  async #focusWrong(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  async #read(): Promise<void> {
    try {
      const methods = await this.api.get<{ passwordLength: number }>('/api/auth/methods');
      this.length = methods.passwordLength;
    } catch {
      // The server says it when the password is sent.
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      .note:empty {
        display: none;
      }
      .note {
        margin-top: 4px;
        font-size: 12px;
        line-height: 16px;
      }
      .actions {
        flex-wrap: wrap;
      }
    `,
  ];
}
