import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../field/picker-many.ts';
import { PROVIDERS_PATH, wordsOf, type Provider } from './provider-values.ts';
import { Question, type QuestionAnswers } from './question.ts';

/** Makes or changes a sign-in provider. */
@customElement('ts-sign-in-provider')
export class SignInProvider extends Question {
  /** Null makes a new one. */
  @property({ attribute: false }) provider: Provider | null = null;
  @state() private isCreating = false;
  #roles: readonly string[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.isCreating = this.provider?.provisioning === 'create';
    this.#roles = this.provider?.roles ?? [];
  }

  override render(): TemplateResult {
    const { provider } = this;
    const text = (name: string, options: object = {}): TemplateResult =>
      this.input({ name, label: this.t(`provider.${name}`), ...options });
    return this.ask({
      title: provider ? this.t('provider.edit', { label: provider.label }) : this.t('provider.add'),
      fields: html`${text('label', { value: provider?.label, help: this.t('provider.labelHelp'), maxlength: 100, focus: true })}
        ${text('issuer', { value: provider?.issuer, placeholder: 'https://', help: this.t('provider.issuerHelp'), maxlength: 500 })}
        ${text('clientId', { value: provider?.clientId })}
        ${text('clientSecret', {
          type: 'password',
          autocomplete: 'new-password',
          optional: true,
          maxlength: 1000,
          placeholder: provider?.clientSecret ? this.t('settings.mail.passwordKept') : '',
        })}
        ${text('scopes', { value: (provider?.scopes ?? ['openid', 'profile', 'email']).join(' '), maxlength: 1000 })}
        ${this.#people()}
        <label class="check"
          ><input name="isActive" type="checkbox" ?checked=${provider?.isActive ?? true} />
          ${this.t('provider.isActive')}</label
        >`,
      action: this.t('action.save'),
    });
  }

  /** Who may come in, and what becomes of those who are new. */
  #people(): TemplateResult {
    return html`${this.input({
        name: 'domains',
        label: this.t('provider.domains'),
        value: (this.provider?.domains ?? []).join(' '),
        placeholder: 'example.com',
        help: this.t('provider.domainsHelp'),
        optional: true,
        maxlength: 5000,
      })}
      <label class="field">
        <span>${this.t('provider.provisioning')}</span>
        <select name="provisioning" @change=${this.#provisioned}>
          ${(['none', 'create'] as const).map(
            (way) =>
              html`<option value=${way} ?selected=${(way === 'create') === this.isCreating}>
                ${this.t(`provider.provisioning.${way}`)}
              </option>`,
          )}
        </select>
      </label>
      ${
        this.isCreating
          ? html`<ts-picker-many
              entity="tessera.role"
              .label=${this.t('provider.roles')}
              .value=${this.#roles}
              .error=${this.faults['roles'] ?? ''}
              @ts-picked=${(event: CustomEvent<{ value: readonly string[] }>) => (this.#roles = event.detail.value)}
            ></ts-picker-many>`
          : nothing
      }`;
  }

  protected override async send(values: QuestionAnswers): Promise<void> {
    const text = (name: string): string => (values[name] ?? '').trim();
    const secret = text('clientSecret');
    const body = {
      label: text('label'),
      issuer: text('issuer'),
      clientId: text('clientId'),
      ...(secret ? { clientSecret: secret } : {}),
      scopes: wordsOf(text('scopes')),
      domains: wordsOf(text('domains')),
      provisioning: text('provisioning'),
      roles: this.#roles,
      isActive: 'isActive' in values,
    };
    if (this.provider) await this.api.patch(`${PROVIDERS_PATH}/${this.provider.id}`, body);
    else await this.api.post(PROVIDERS_PATH, body);
  }

  readonly #provisioned = (event: Event): void => {
    this.isCreating = (event.target as HTMLSelectElement).value === 'create';
  };
}
