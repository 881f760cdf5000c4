import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ApiError } from '@tessera/sdk/ui';
import { Door, DoorProblem } from './door.ts';
import './password-rules.ts';

interface Reset {
  readonly name: string;
  readonly email: string;
}
type Stage = 'reading' | 'asking' | 'gone' | 'unreachable' | 'done';

/**
 * Where the link of a mail leads: a new password, and then to the sign-in.
 *
 * @fires ts-sign-in-wanted - when there is nothing more to do here
 */
@customElement('ts-reset')
export class ResetPage extends Door {
  @property() token = '';
  @state() private stage: Stage = 'reading';
  @state() private typed = '';
  @state() private length = 10;
  #reset: Reset = { name: '', email: '' };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    switch (this.stage) {
      case 'reading':
        return nothing;
      case 'gone':
        return this.#message('door.resetGone', 'door.toSignIn');
      case 'unreachable':
        return this.#message('app.unreachable', 'action.retry');
      case 'done':
        return this.#message('door.resetDone', 'door.toSignIn');
      default:
        return this.#form();
    }
  }

  #form(): TemplateResult {
    const { name, email } = this.#reset;
    const fields = html`<input
        class="visually-hidden"
        name="email"
        autocomplete="username"
        readonly
        tabindex="-1"
        aria-hidden="true"
        .value=${email}
      />
      <div @input=${this.#typing}>
        ${this.field('password', this.t('door.newPassword'), { type: 'password', autocomplete: 'new-password', focus: true })}
      </div>
      <ts-password-rules
        .password=${this.typed}
        .length=${this.length}
        .own=${[name, email]}
        .t=${(key: string, values?: Readonly<Record<string, unknown>>) => this.t(key, values)}
      ></ts-password-rules>
      ${this.field('confirm', this.t('door.confirm'), { type: 'password', autocomplete: 'new-password' })}`;
    return this.card(
      this.t('door.resetTitle'),
      this.t('door.resetText', { name, email }),
      fields,
      this.t('door.resetSet'),
    );
  }

  #message(text: string, action: string): TemplateResult {
    const isFault = this.stage !== 'done';
    return this.card(
      this.t('door.resetTitle'),
      '',
      html`<p class=${isFault ? 'banner' : 'notice'} role=${isFault ? 'alert' : 'status'}>
        ${this.t(text)}
      </p>`,
      this.t(action),
    );
  }

  protected override async send(values: Readonly<Record<string, string>>): Promise<void> {
    if (this.stage === 'unreachable') return this.#read();
    if (this.stage !== 'asking') return this.#leave();
    const { password, confirm } = values;
    if (password !== confirm) {
      this.fieldProblems = { confirm: this.t('door.mismatch') };
      return;
    }
    if (!password) throw new DoorProblem(this.t('door.required'));
    await this.texts.api.post(`/api/auth/password-reset/${this.token}`, { password });
    this.stage = 'done';
  }

  async #read(): Promise<void> {
    const { api } = this.texts;
    try {
      const [reset, { passwordLength }] = await Promise.all([
        api.get<Reset>(`/api/auth/password-reset/${this.token}`),
        api.get<{ passwordLength: number }>('/api/auth/methods'),
      ]);
      this.#reset = reset;
      this.length = passwordLength;
      this.stage = 'asking';
    } catch (error) {
      const isGone = error instanceof ApiError && error.status === 404;
      this.stage = isGone ? 'gone' : 'unreachable';
    }
  }

  #leave(): void {
    this.dispatchEvent(new CustomEvent('ts-sign-in-wanted', { bubbles: true, composed: true }));
  }
  readonly #typing = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
  };
}
