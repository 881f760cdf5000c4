import { ApiError, icon } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Door } from './door.ts';
import { doorProblem } from './door-problem.ts';
import { readVisit } from './door-visit.ts';

/** What the server offers, `GET /api/auth/methods`. */
interface Methods {
  readonly reset: boolean;
  readonly providers: readonly { readonly id: string; readonly label: string }[];
}
type Step = 'password' | 'code' | 'recovery' | 'forgot' | 'sent';

/** Where one signs in: by password or a provider, then by the second factor where there is one; or asks for a new password. */
@customElement('ts-sign-in')
export class SignInPage extends Door {
  @state() private step: Step = 'password';
  @state() private methods: Methods = { reset: true, providers: [] };
  #challenge = '';
  #email = '';
  readonly #visit = readVisit(location.search);

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#visit.problem !== undefined)
      this.problem = doorProblem(this.#visit.problem, this.texts);
    if (this.#visit.challenge !== undefined) this.#ask(this.#visit.challenge);
    void this.#readMethods();
  }

  override render(): TemplateResult {
    switch (this.step) {
      case 'code':
      case 'recovery':
        return this.#code(this.step);
      case 'forgot':
        return this.#forgot();
      case 'sent':
        return this.#sent();
      default:
        return this.#password();
    }
  }

  #password(): TemplateResult {
    const fields = html`${this.field('email', this.t('door.email'), { type: 'email', autocomplete: 'username', focus: true, value: this.#email })}
    ${this.field('password', this.t('door.password'), { type: 'password', autocomplete: 'current-password' })}`;
    const { providers, reset } = this.methods;
    const below = html`${reset ? this.aside('door.forgot', () => this.#go('forgot')) : nothing}
    ${providers.length > 0 ? html`<p class="or">${this.t('door.or')}</p>` : nothing}
    ${providers.map(
      ({ id, label }) =>
        html`<a class="btn" href=${this.#providerPath(id)}
          >${icon('log-in', 14)} ${this.t('door.provider', { label })}</a
        >`,
    )}`;
    return this.card(this.t('door.title'), '', fields, this.t('door.signIn'), below);
  }

  #code(step: 'code' | 'recovery'): TemplateResult {
    const isApp = step === 'code';
    const field = isApp
      ? this.field('code', this.t('door.code'), {
          autocomplete: 'one-time-code',
          isCode: true,
          focus: true,
        })
      : this.field('code', this.t('door.recoveryCode'), { focus: true });
    const below = html`${this.aside(isApp ? 'door.useRecovery' : 'door.useCode', () => this.#go(isApp ? 'recovery' : 'code'))}
    ${this.aside('door.back', () => this.#go('password'))}`;
    return this.card(
      this.t('door.codeTitle'),
      this.t(isApp ? 'door.codeText' : 'door.recoveryText'),
      field,
      this.t('door.signIn'),
      below,
    );
  }

  #forgot(): TemplateResult {
    return this.card(
      this.t('door.forgotTitle'),
      this.t('door.forgotText'),
      this.field('email', this.t('door.email'), {
        type: 'email',
        autocomplete: 'username',
        focus: true,
        value: this.#email,
      }),
      this.t('door.forgotSend'),
      this.aside('door.back', () => this.#go('password')),
    );
  }

  /** The same for everybody: it does not say who has an account. */
  #sent(): TemplateResult {
    return this.card(
      this.t('door.sentTitle'),
      '',
      html`<p class="notice" role="status">${this.t('door.sentText', { email: this.#email })}</p>`,
      this.t('door.back'),
    );
  }

  protected override async send(values: Readonly<Record<string, string>>): Promise<void> {
    if (this.step === 'sent') return this.#go('password');
    if (this.step === 'forgot') return this.#sendReset(values['email'] ?? '');
    if (this.step !== 'password') return this.#sendCode(values['code'] ?? '');
    const { email, password } = values;
    this.#email = email ?? '';
    const { secondFactor } = await this.texts.api.post<{ secondFactor?: { challenge: string } }>(
      '/api/auth/login',
      { email, password },
    );
    if (secondFactor) this.#ask(secondFactor.challenge);
    else this.#enter();
  }

  async #sendCode(code: string): Promise<void> {
    const body = { challenge: this.#challenge, code: code.replaceAll(/\s/g, '') };
    try {
      await this.texts.api.post('/api/auth/login/second-factor', body);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'HOST_CHALLENGE_ENDED') this.#go('password');
      throw error;
    }
    this.#enter();
  }

  async #sendReset(email: string): Promise<void> {
    this.#email = email;
    await this.texts.api.post('/api/auth/password-reset', { email });
    this.#go('sent');
  }

  #ask(challenge: string): void {
    this.#challenge = challenge;
    this.#go('code');
  }

  #go(step: Step): void {
    const isOther = step !== this.step;
    this.#keep();
    this.step = step;
    this.fieldProblems = {};
    if (isOther && this.hasUpdated) {
      this.problem = '';
      void this.focusFirst();
    }
  }

  /** The address goes along from one step to the next; a code does not. */
  #keep(): void {
    const email = this.renderRoot?.querySelector<HTMLInputElement>('input[name=email]');
    const code = this.renderRoot?.querySelector<HTMLInputElement>('input[name=code]');
    if (email) this.#email = email.value;
    if (code) code.value = '';
  }

  /** What the provider said, and a challenge that is used, do not stay in the address. */
  #enter(): void {
    const { isProviders, returnPath } = this.#visit;
    if (isProviders) history.replaceState(null, '', returnPath);
    this.signedIn();
  }

  #providerPath(id: string): string {
    const { isProviders, returnPath } = this.#visit;
    const here = isProviders ? returnPath : location.pathname + location.search;
    return `/api/auth/oidc/${id}?${new URLSearchParams({ return: here }).toString()}`;
  }

  async #readMethods(): Promise<void> {
    try {
      this.methods = await this.texts.api.get<Methods>('/api/auth/methods');
    } catch {
      // The password is there in any case; sending it says what is wrong.
    }
  }
}
