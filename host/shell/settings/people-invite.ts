import { ApiError, icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../field/picker-many.ts';
import '../field/picker.ts';
import { entityOf } from '../field/field-template.ts';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { RecordClient } from '../record/record-client.ts';

interface Invitation {
  readonly name: string;
  readonly email: string;
  readonly locale: string;
}

/**
 * Makes a user and sends the invitation, in one step.
 *
 * @fires ts-invited - when the user was made
 * @fires ts-invite-closed
 */
@customElement('ts-people-invite')
export class PeopleInvite extends TesseraElement {
  @state() private problems: readonly string[] = [];
  @state() private isBusy = false;
  @state() private link = '';
  #roles: readonly string[] = [];
  #team: string | null = null;
  /** The user that was made, should sending the invitation fail: a second try makes no second one. */
  #made: string | undefined;

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      ${this.link ? this.#address() : this.#form()}
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#invite}>
      <h2 id="title">${this.t('people.invite')}</h2>
      <p class="mut">${this.t('access.inviteText')}</p>
      ${
        this.problems.length > 0
          ? html`<div class="wrong" role="alert">
              ${this.problems.map((one) => html`<p>${one}</p>`)}
            </div>`
          : nothing
      }
      <label class="field"
        ><span>${this.t('people.name')}</span>
        <input name="name" required maxlength="255" autofocus autocomplete="off" />
      </label>
      <label class="field"
        ><span>${this.t('door.email')}</span>
        <input name="email" type="email" required autocomplete="off" />
      </label>
      <ts-picker-many
        entity="tessera.role"
        .label=${this.t('people.roles')}
        @ts-picked=${(event: CustomEvent<{ value: readonly string[] }>) => (this.#roles = event.detail.value)}
      ></ts-picker-many>
      <ts-picker
        entity="tessera.team"
        .label=${this.t('people.team')}
        @ts-picked=${(event: CustomEvent<{ value: { id: string } | null }>) => (this.#team = event.detail.value?.id ?? null)}
      ></ts-picker>
      <label class="field"
        ><span>${this.t('settings.language')}</span>
        <select name="locale">
          <option value="en" lang="en" ?selected=${this.meta.workspace.locale === 'en'}>
            English
          </option>
          <option value="zh-CN" lang="zh-CN" ?selected=${this.meta.workspace.locale === 'zh-CN'}>
            中文
          </option>
        </select>
      </label>
      <div class="actions">
        <button class="btn primary" ?disabled=${this.isBusy}>${this.t('access.send')}</button>
        <button type="button" class="btn" @click=${this.#close}>${this.t('action.cancel')}</button>
      </div>
    </form>`;
  }

  /** Without a mail server nobody else would see the address. */
  #address(): TemplateResult {
    return html`<form method="dialog">
      <h2 id="title">${this.t('access.linkTitle')}</h2>
      <p class="mut">${this.t('access.linkText')}</p>
      <p class="address">${this.link}</p>
      <div class="actions">
        <button class="btn primary" autofocus>${this.t('action.close')}</button>
        <button type="button" class="btn" @click=${this.#copied}>
          ${icon('copy', 14)} ${this.t('settings.tokens.copy')}
        </button>
      </div>
    </form>`;
  }

  readonly #invite = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { name, email, locale } = Object.fromEntries(
      new FormData(event.target as HTMLFormElement),
    ) as unknown as Invitation;
    this.isBusy = true;
    this.problems = [];
    try {
      await this.#make({ name, email, locale });
      const { link } = await this.api.post<{ link?: string }>(
        `/api/tessera/users/${this.#made}/invite`,
        { email, locale },
      );
      this.dispatchEvent(new CustomEvent('ts-invited'));
      if (link) this.link = link;
      else {
        toast({ text: this.t('access.inviteDone', { email }), tone: 'success' });
        this.#close();
      }
    } catch (error) {
      this.problems =
        error instanceof ApiError && error.detail
          ? [...new Set([error.detail, ...error.errors.map((one) => one.detail)])]
          : [this.t('app.unreachable')];
    } finally {
      this.isBusy = false;
    }
  };

  async #make(values: Invitation): Promise<void> {
    const client = new RecordClient(this.api, entityOf(this.meta, 'tessera.user')!);
    const all = { ...values, roles: this.#roles, team: this.#team };
    if (this.#made) await client.update(this.#made, all);
    else this.#made = (await client.create(all)).id;
  }

  readonly #copied = async (): Promise<void> => {
    await navigator.clipboard.writeText(this.link);
    toast({ text: this.t('settings.tokens.copied') });
  };
  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-invite-closed'));
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    dialogStyles,
    css`
      .address {
        padding: 10px 12px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-accent-soft);
        overflow-wrap: anywhere;
      }
    `,
  ];
}
