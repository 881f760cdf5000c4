import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Door } from './door.ts';

interface Invitation {
  readonly name: string;
  readonly email: string;
}

/** Where an invited user chooses a password. */
@customElement('ts-invitation')
export class InvitationPage extends Door {
  @property() token = '';
  @state() private invitation: Invitation | undefined;
  @state() private isGone = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.isGone) {
      return html`<main>
        <form>
          <h1>${this.t('door.invitationTitle')}</h1>
          <p class="banner" role="alert">${this.t('door.invitationGone')}</p>
        </form>
      </main>`;
    }
    if (!this.invitation) return nothing;
    const { name, email } = this.invitation;
    const fields = html`<input
        class="visually-hidden"
        name="email"
        autocomplete="username"
        readonly
        tabindex="-1"
        aria-hidden="true"
        .value=${email}
      />
      ${this.field('password', this.t('door.password'), { type: 'password', autocomplete: 'new-password', focus: true, help: this.t('door.passwordHelp') })}
      ${this.field('confirm', this.t('door.confirm'), { type: 'password', autocomplete: 'new-password' })}`;
    return this.card(
      this.t('door.invitationTitle'),
      this.t('door.invitationText', { name, email }),
      fields,
      this.t('door.accept'),
    );
  }

  protected override async send({
    password,
    confirm,
  }: Readonly<Record<string, string>>): Promise<void> {
    if (password !== confirm) {
      this.fieldProblems = { confirm: this.t('door.mismatch') };
      return;
    }
    await this.texts.api.post(`/api/auth/invitations/${this.token}`, { password });
    this.signedIn();
  }

  async #read(): Promise<void> {
    try {
      this.invitation = await this.texts.api.get<Invitation>(`/api/auth/invitations/${this.token}`);
    } catch {
      this.isGone = true;
    }
  }
}
