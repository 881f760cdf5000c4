import { ApiError, baseStyles, type ApiClient } from '@tessera/sdk/ui';
import { html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Countdown } from '../app/countdown.ts';
import { clockOf } from '../app/clock-text.ts';
import { doorStyles } from './door-styles.ts';

/** What pages before sign-in are given by the app: there is no environment yet. */
export interface DoorTexts {
  readonly api: ApiClient;
  readonly locale: string;
  t(key: string, values?: Readonly<Record<string, unknown>>): string;
}

/** What the page itself finds wrong, in a sentence for the person. */
export class DoorProblem extends Error {}

/** A page before sign-in: one card with a form. */
export abstract class Door extends LitElement {
  @property({ attribute: false }) texts!: DoorTexts;
  @state() protected problem = '';
  @state() protected fieldProblems: Readonly<Record<string, string>> = {};
  @state() protected isBusy = false;
  /** Until when the server takes no more tries. */
  readonly #lock = new Countdown(this);

  protected t(key: string, values?: Readonly<Record<string, unknown>>): string {
    return this.texts.t(key, values);
  }

  protected card(
    title: string,
    text: string,
    fields: TemplateResult,
    action: string,
    below: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    const { secondsLeft } = this.#lock;
    return html`<main>
      <form novalidate @submit=${this.#submitted}>
        <span class="logo" aria-hidden="true">T</span>
        <h1>${title}</h1>
        ${text ? html`<p class="mut">${text}</p>` : nothing}
        ${this.problem ? html`<p class="banner" role="alert">${this.problem}</p>` : nothing}
        ${
          secondsLeft > 0
            ? html`<p class="banner num" role="timer">
                ${this.t('door.locked', { time: clockOf(secondsLeft) })}
              </p>`
            : nothing
        }
        ${fields}
        <button class="btn primary" type="submit" ?disabled=${this.isBusy || secondsLeft > 0}>
          ${action}
        </button>
        ${below}
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
      /** A code of digits: phones show their number keys. */
      isCode?: boolean;
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
        class=${options.isCode ? 'code' : ''}
        inputmode=${options.isCode ? 'numeric' : nothing}
        maxlength=${options.isCode ? 20 : nothing}
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

  /** Something else that can be done here, as a quiet line below. */
  protected aside(label: string, run: () => void): TemplateResult {
    return html`<button type="button" class="aside" @click=${run}>${this.t(label)}</button>`;
  }

  /** For a page that has changed: the keyboard goes on at its first field. */
  protected async focusFirst(): Promise<void> {
    await this.updateComplete;
    this.renderRoot
      .querySelector<HTMLElement>('form input:not([tabindex]), form button[type=submit]')
      ?.focus();
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
      this.#failed(error);
    } finally {
      this.isBusy = false;
    }
    void this.#focusWrong();
  };

  #failed(error: unknown): void {
    if (!(error instanceof ApiError)) {
      this.problem = error instanceof DoorProblem ? error.message : this.t('app.unreachable');
      return;
    }
    const seconds = Number(error.problem['retryAfter']);
    if (error.status === 429 && seconds > 0) {
      this.#lock.start(Date.now() + seconds * 1000);
      return;
    }
    this.fieldProblems = Object.fromEntries(
      error.errors.map((one) => [one.pointer.slice(1), one.detail]),
    );
    // What stands at a field is not said twice.
    const isAtField = error.errors.some(({ pointer }) =>
      this.renderRoot.querySelector(`[name="${CSS.escape(pointer.slice(1))}"]`),
    );
    this.problem = isAtField ? '' : error.detail || this.t('app.unreachable');
  }

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

  static override styles: CSSResultGroup = [baseStyles, doorStyles];
}
