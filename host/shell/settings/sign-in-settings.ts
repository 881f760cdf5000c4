import { TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import { problemsByField, problemText } from '../record/record-problem.ts';
import './sign-in-providers.ts';

const RULES = ['optional', 'managers', 'everybody'] as const;
/** Least and most of the numbers, as the server takes them. */
const NUMBERS = { passwordLength: [10, 64], sessionDays: [1, 90], idleDays: [1, 30] } as const;
type NumberName = keyof typeof NUMBERS;

interface SignInPolicy extends Readonly<Record<NumberName, number>> {
  readonly secondFactor: (typeof RULES)[number];
}

/** What the workspace asks of everybody who signs in, and with which providers one can. */
@customElement('ts-sign-in-settings')
export class SignInSettings extends TesseraElement {
  @state() private policy: SignInPolicy | undefined;
  @state() private problem = '';
  @state() private faults: Readonly<Record<string, string>> = {};
  @state() private isBusy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#try(async () => {
      this.policy = await this.api.get<SignInPolicy>('/api/settings/sign-in');
    });
  }

  override render(): TemplateResult {
    return html`${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      ${this.policy ? this.#form(this.policy) : nothing}
      <ts-sign-in-providers></ts-sign-in-providers>`;
  }

  #form(policy: SignInPolicy): TemplateResult {
    return html`<form class="card" novalidate aria-labelledby="policy" @submit=${this.#save}>
      <h2 id="policy">${this.t('signIn.rules')}</h2>
      <label class="field">
        <span>${this.t('signIn.secondFactor')}</span>
        <select name="secondFactor" aria-describedby="secondFactor-note">
          ${RULES.map(
            (rule) =>
              html`<option value=${rule} ?selected=${rule === policy.secondFactor}>
                ${this.t(`signIn.secondFactor.${rule}`)}
              </option>`,
          )}
        </select>
      </label>
      <p id="secondFactor-note" class="mut note">${this.t('signIn.secondFactorHelp')}</p>
      <div class="numbers">
        ${(Object.keys(NUMBERS) as NumberName[]).map((name) => this.#number(name, policy[name]))}
      </div>
      <div class="actions">
        <button class="btn primary" ?disabled=${this.isBusy}>${this.t('action.save')}</button>
      </div>
    </form>`;
  }

  #number(name: NumberName, value: number): TemplateResult {
    const [least, most] = NUMBERS[name];
    const wrong = this.faults[name];
    return html`<div>
      <label class="field">
        <span>${this.t(`signIn.${name}`)}</span>
        <input
          name=${name}
          type="number"
          inputmode="numeric"
          min=${least}
          max=${most}
          required
          .value=${String(value)}
          aria-invalid=${wrong !== undefined}
          aria-describedby="${name}-note"
        />
      </label>
      <p id="${name}-note" class=${wrong ? 'wrong note' : 'mut note'}>
        ${wrong ?? this.t('signIn.between', { least, most })}
      </p>
    </div>`;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const values = new FormData(form);
    this.faults = this.#findings(form);
    if (Object.keys(this.faults).length > 0) return;
    const numbers = (Object.keys(NUMBERS) as NumberName[]).map((name) => [
      name,
      Number(values.get(name)),
    ]);
    const body = { ...Object.fromEntries(numbers), secondFactor: values.get('secondFactor') };
    this.isBusy = true;
    await this.#try(async () => {
      const { body: policy } = await this.api.send('PUT', '/api/settings/sign-in', { body });
      this.policy = policy as SignInPolicy;
      toast({ text: this.t('settings.saved'), tone: 'success' });
      // Whoever must have a second factor by the new rule and has none is led there at once.
      this.dispatchEvent(new CustomEvent('ts-profile-changed', { bubbles: true, composed: true }));
    });
    this.isBusy = false;
  };

  #findings(form: HTMLFormElement): Record<string, string> {
    const wrong = [...form.querySelectorAll('input')].filter(({ validity }) => !validity.valid);
    return Object.fromEntries(
      wrong.map(({ name }) => {
        const [least, most] = NUMBERS[name as NumberName];
        return [name, this.t('signIn.betweenWrong', { least, most })];
      }),
    );
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.faults = problemsByField(error);
      const isAtField = Object.keys(NUMBERS).some((name) => this.faults[name]);
      if (!isAtField) this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        gap: 16px;
      }
      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
        gap: 12px;
      }
      .note {
        margin-top: 4px;
        font-size: 12px;
        line-height: 16px;
      }
    `,
  ];
}
