import { ApiError, icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';

interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null;
  readonly locale?: string | null;
  readonly status?: 'noSignIn' | 'invited' | 'active' | 'suspended';
}
type Step = 'closed' | 'invite' | 'suspend' | 'link';

/** Whether a user may sign in: inviting, suspending and letting in again, on the page of the user. */
@customElement('tessera-user-access')
export class UserAccess extends TesseraElement {
  @property({ attribute: false }) record: UserRecord | undefined;

  @state() private step: Step = 'closed';
  @state() private problem = '';
  @state() private isBusy = false;
  #link = '';

  override render(): TemplateResult | typeof nothing {
    const { record, meta } = this;
    if (
      !record?.status ||
      !meta.user.permissions.includes('tessera.user.manage') ||
      record.id === meta.user.id
    )
      return nothing;
    return html`${this.#action(record)} ${this.step === 'closed' ? nothing : this.#dialog(record)}`;
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  #action({ status }: UserRecord): TemplateResult {
    switch (status) {
      case 'active':
        return this.#button('user-x', 'access.suspend', () => (this.step = 'suspend'));
      case 'suspended':
        return this.#button('user-check', 'access.activate', () => void this.#send('activate'));
      default:
        return this.#button(
          'mail-plus',
          status === 'invited' ? 'access.inviteAgain' : 'access.invite',
          () => (this.step = 'invite'),
        );
    }
  }

  #button(symbol: string, label: string, run: () => void): TemplateResult {
    return html`<button class="btn" ?disabled=${this.isBusy} @click=${run}>
      ${icon(symbol, 14)} ${this.t(label)}
    </button>`;
  }

  #dialog(record: UserRecord): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      ${this.step === 'invite' ? this.#invitation(record) : this.step === 'suspend' ? this.#suspension(record) : this.#address()}
    </dialog>`;
  }

  #invitation({ name, email, locale }: UserRecord): TemplateResult {
    const chosen = locale ?? this.meta.workspace.locale;
    return html`<form @submit=${this.#invited}>
      <h2 id="title">${this.t('access.inviteTitle', { name })}</h2>
      <p class="mut">${this.t('access.inviteText')}</p>
      ${this.#wrong()}
      <label class="field"
        ><span>${this.t('door.email')}</span>
        <input
          name="email"
          type="email"
          required
          autofocus
          autocomplete="off"
          .value=${email ?? ''}
        />
      </label>
      <label class="field"
        ><span>${this.t('settings.language')}</span>
        <select name="locale">
          <option value="en" lang="en" ?selected=${chosen === 'en'}>English</option>
          <option value="zh-CN" lang="zh-CN" ?selected=${chosen === 'zh-CN'}>中文</option>
        </select>
      </label>
      ${this.#buttons(this.t('access.send'))}
    </form>`;
  }

  #suspension({ name }: UserRecord): TemplateResult {
    return html`<form @submit=${this.#suspended}>
      <h2 id="title">${this.t('access.suspendTitle', { name })}</h2>
      <p class="mut">${this.t('access.suspendText')}</p>
      ${this.#wrong()} ${this.#buttons(this.t('access.suspend'))}
    </form>`;
  }

  /** Without a mail server nobody else would see the address. */
  #address(): TemplateResult {
    return html`<form method="dialog">
      <h2 id="title">${this.t('access.linkTitle')}</h2>
      <p class="mut">${this.t('access.linkText')}</p>
      <div class="row link-row">
        <code>${this.#link}</code
        ><button type="button" class="btn" @click=${this.#copied}>
          ${icon('copy', 14)} ${this.t('settings.tokens.copy')}
        </button>
      </div>
      <div class="actions">
        <button class="btn primary" autofocus>${this.t('action.close')}</button>
      </div>
    </form>`;
  }

  #wrong(): TemplateResult | typeof nothing {
    return this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing;
  }
  #buttons(label: string): TemplateResult {
    return html`<div class="actions">
      <button class="btn primary" ?disabled=${this.isBusy}>${label}</button>
      <button type="button" class="btn" @click=${this.#close}>${this.t('action.cancel')}</button>
    </div>`;
  }

  readonly #invited = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target as HTMLFormElement));
    const answer = await this.#send('invite', values);
    if (!answer) return;
    this.#link = answer.link ?? '';
    if (this.#link) this.step = 'link';
    else this.#close();
  };
  readonly #suspended = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (await this.#send('suspend')) this.#close();
  };
  readonly #copied = async (): Promise<void> => {
    await navigator.clipboard.writeText(this.#link);
    toast({ text: this.t('settings.tokens.copied') });
  };
  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();
  readonly #closed = (): void => {
    this.step = 'closed';
    this.problem = '';
    this.#link = '';
  };

  async #send(
    verb: 'invite' | 'suspend' | 'activate',
    body: object = {},
  ): Promise<{ link?: string; email?: string } | undefined> {
    this.isBusy = true;
    this.problem = '';
    try {
      const name = this.record?.name ?? '';
      const answer = await this.api.post<{ link?: string; email?: string }>(
        `/api/tessera/users/${this.record?.id}/${verb}`,
        body,
      );
      if (!answer.link)
        toast({
          text: this.t(`access.${verb}Done`, { name, email: answer.email }),
          tone: 'success',
        });
      return answer;
    } catch (error) {
      this.problem =
        error instanceof ApiError && error.detail ? error.detail : this.t('app.unreachable');
      if (this.step === 'closed') toast({ text: this.problem, tone: 'error' });
      return undefined;
    } finally {
      this.isBusy = false;
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    dialogStyles,
    css`
      :host {
        display: contents;
      }
      .link-row {
        padding: 10px 12px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-accent-soft);
      }
      code {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
        font-family: ui-monospace, monospace;
      }
    `,
  ];
}
