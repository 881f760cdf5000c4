import { ApiError, baseStyles, type ApiClient } from '@tessera/sdk/ui';
import { css, html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

/** What pages before sign-in are given by the app: there is no environment yet. */
export interface DoorTexts {
  readonly api: ApiClient;
  readonly locale: string;
  t(key: string, values?: Readonly<Record<string, unknown>>): string;
}

/** A page before sign-in: one card with a form. */
export abstract class Door extends LitElement {
  @property({ attribute: false }) texts!: DoorTexts;
  @state() protected problem = '';
  @state() protected fieldProblems: Readonly<Record<string, string>> = {};
  @state() protected isBusy = false;

  protected t(key: string, values?: Readonly<Record<string, unknown>>): string {
    return this.texts.t(key, values);
  }

  protected card(
    title: string,
    text: string,
    fields: TemplateResult,
    action: string,
  ): TemplateResult {
    return html`<main>
      <form novalidate @submit=${this.#submitted}>
        <span class="logo" aria-hidden="true">T</span>
        <h1>${title}</h1>
        ${text ? html`<p class="mut">${text}</p>` : nothing}
        ${this.problem ? html`<p class="banner" role="alert">${this.problem}</p>` : nothing}
        ${fields}
        <button class="btn primary" type="submit" ?disabled=${this.isBusy}>${action}</button>
      </form>
      <p class="languages">
        ${(['en', 'zh-CN'] as const).map(
          (locale) =>
            html`<button
              lang=${locale}
              aria-pressed=${this.texts.locale === locale}
              @click=${() => this.#speak(locale)}
            >
              ${locale === 'en' ? 'English' : '中文'}
            </button>`,
        )}
      </p>
    </main>`;
  }

  protected field(
    name: string,
    label: string,
    options: {
      type?: string;
      autocomplete?: string;
      value?: string;
      help?: string;
      focus?: boolean;
    } = {},
  ): TemplateResult {
    const wrong = this.fieldProblems[name];
    const note = wrong ?? options.help;
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        name=${name}
        type=${options.type ?? 'text'}
        autocomplete=${options.autocomplete ?? 'off'}
        ?autofocus=${options.focus ?? false}
        required
        .value=${options.value ?? ''}
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby=${note ? `${name}-note` : nothing}
      />
      ${note ? html`<small id="${name}-note" class=${wrong ? 'wrong' : 'mut'}>${note}</small>` : nothing}
    </div>`;
  }

  protected select(
    name: string,
    label: string,
    options: readonly (readonly [string, string])[],
    chosen: string,
    help?: string,
  ): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} name=${name} aria-describedby=${help ? `${name}-note` : nothing}>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select>
      ${help ? html`<small id="${name}-note" class="mut">${help}</small>` : nothing}
    </div>`;
  }

  /** Sends the form. Throws what the server answers. */
  protected abstract send(values: Readonly<Record<string, string>>): Promise<void>;

  protected signedIn(): void {
    this.dispatchEvent(new CustomEvent('ts-signed-in', { bubbles: true, composed: true }));
  }

  readonly #submitted = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const values = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [
        name,
        typeof value === 'string' ? value : '',
      ]),
    );
    this.problem = '';
    this.fieldProblems = this.#findings(form);
    if (Object.keys(this.fieldProblems).length > 0) return this.#focusWrong();
    this.isBusy = true;
    try {
      await this.send(values);
    } catch (error) {
      const isKnown = error instanceof ApiError && error.detail !== '';
      this.fieldProblems =
        error instanceof ApiError
          ? Object.fromEntries(error.errors.map((one) => [one.pointer.slice(1), one.detail]))
          : {};
      this.problem = isKnown
        ? error.detail
        : error instanceof ApiError
          ? this.t('app.unreachable')
          : String((error as Error).message);
    } finally {
      this.isBusy = false;
    }
    void this.#focusWrong();
  };

  /** What can be seen without asking the server. */
  #findings(form: HTMLFormElement): Record<string, string> {
    const wrong = [...form.querySelectorAll('input')].filter((input) => !input.validity.valid);
    return Object.fromEntries(
      wrong.map(({ name, validity }) => [
        name,
        this.t(validity.valueMissing ? 'door.required' : 'door.emailWrong'),
      ]),
    );
  }

  async #focusWrong(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  #speak(locale: string): void {
    this.dispatchEvent(
      new CustomEvent('ts-locale-chosen', { detail: locale, bubbles: true, composed: true }),
    );
  }

  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: block;
        min-height: 100dvh;
        background: var(--ts-bg-app);
      }
      main {
        min-height: 100dvh;
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 16px;
        padding: 24px 16px;
      }
      form {
        display: grid;
        gap: 14px;
        width: min(380px, calc(100vw - 32px));
        padding: 28px;
        border: 1px solid var(--ts-line);
        border-radius: 14px;
        background: var(--ts-bg);
        box-shadow: var(--ts-shadow-1);
      }
      .logo {
        display: grid;
        place-items: center;
        width: 32px;
        height: 32px;
        border-radius: 8px;
        background: var(--ts-accent);
        color: var(--ts-on-accent);
        font-size: 16px;
        font-weight: 600;
      }
      h1 {
        font-size: 20px;
        line-height: 28px;
        font-weight: 600;
        letter-spacing: -0.015em;
      }
      h1 + .mut {
        margin-top: -8px;
      }
      .field {
        display: grid;
        gap: 4px;
      }
      label {
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      input,
      select {
        width: 100%;
        height: 34px;
        padding: 0 10px;
        border: 1px solid var(--ts-line-strong);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg);
        font: inherit;
      }
      input:focus-visible,
      select:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: -1px;
      }
      input[aria-invalid='true'] {
        border-color: var(--ts-danger);
      }
      small {
        font-size: 12px;
        line-height: 16px;
      }
      .wrong {
        color: var(--ts-danger);
      }
      .banner {
        padding: 8px 10px;
        border-radius: var(--ts-radius-m);
        background: light-dark(oklch(0.96 0.025 28), oklch(0.3 0.06 28));
        color: light-dark(oklch(0.42 0.15 28), oklch(0.9 0.06 28));
      }
      .btn {
        height: 36px;
        margin-top: 4px;
      }
      .languages {
        display: flex;
        gap: 4px;
      }
      .languages button {
        padding: 4px 10px;
        border-radius: var(--ts-radius-m);
        color: var(--ts-fg-2);
      }
      .languages button[aria-pressed='true'] {
        background: var(--ts-bg-active);
        color: var(--ts-fg);
      }
      @media (pointer: coarse) {
        input,
        select,
        .btn {
          height: 44px;
          font-size: 16px;
        }
      }
    `,
  ];
}
