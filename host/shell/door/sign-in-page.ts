import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Door } from './door.ts';

/** Where one signs in. */
@customElement('ts-sign-in')
export class SignInPage extends Door {
  override render(): TemplateResult {
    const fields = html`${this.field('email', this.t('door.email'), { type: 'email', autocomplete: 'username', focus: true })}
    ${this.field('password', this.t('door.password'), { type: 'password', autocomplete: 'current-password' })}`;
    return this.card(this.t('door.title'), '', fields, this.t('door.signIn'));
  }

  protected override async send({
    email,
    password,
  }: Readonly<Record<string, string>>): Promise<void> {
    await this.texts.api.post('/api/auth/login', { email, password });
    this.signedIn();
  }
}
