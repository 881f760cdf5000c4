import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../field/picker-many.ts';
import '../field/picker.ts';
import { entityOf } from '../field/field-template.ts';
import { dialogStyles, pageStyles } from '../app/page-styles.ts';
import { RecordClient } from '../record/record-client.ts';
import { problemsByField, problemText } from '../record/record-problem.ts';
import { copyText } from './copy-text.ts';

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
  @state() private problem = '';
  @state() private faults: Readonly<Record<string, string>> = {};
  @state() private audience: 'staff' | 'portal' = 'staff';
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
      ${this.problem ? html`<p class="wrong" role="alert">${this.problem}</p>` : nothing}
      <label class="field"
        ><span>${this.t('people.name')}</span>
        <input
          name="name"
          required
          maxlength="255"
          autofocus
          autocomplete="off"
          aria-invalid=${this.faults['name'] !== undefined}
          aria-describedby="name-wrong"
        />
      </label>
      ${this.#wrong('name')}
      <label class="field"
        ><span>${this.t('door.email')}</span>
        <input
          name="email"
          type="email"
          required
          autocomplete="off"
          aria-invalid=${this.faults['email'] !== undefined}
          aria-describedby="email-wrong"
        />
      </label>
      ${this.#wrong('email')}
      <label class="field"
        ><span>${this.t('people.audience')}</span>
        <select name="audience" @change=${this.#audienceChosen}>
          <option value="staff">${this.t('people.staff')}</option>
          <option value="portal">${this.t('people.portal')}</option>
        </select>
      </label>
      ${this.audience === 'portal' ? html`<p class="mut">${this.t('people.portalText')}</p>` : nothing}
      <ts-picker-many
        entity="tessera.role"
        .label=${this.t('people.roles')}
        .error=${this.faults['roles'] ?? ''}
        @ts-picked=${(event: CustomEvent<{ value: readonly string[] }>) => (this.#roles = event.detail.value)}
      ></ts-picker-many>
      ${
        this.audience === 'staff'
          ? html`<ts-picker
              entity="tessera.team"
              .label=${this.t('people.team')}
              .error=${this.faults['team'] ?? ''}
              @ts-picked=${(event: CustomEvent<{ value: { id: string } | null }>) => (this.#team = event.detail.value?.id ?? null)}
            ></ts-picker>`
          : nothing
      }
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

  #wrong(name: string): TemplateResult {
    return html`<p id="${name}-wrong" class="wrong note" role="alert">
      ${this.faults[name] ?? ''}
    </p>`;
  }

  readonly #audienceChosen = (event: Event): void => {
    this.audience = (event.target as HTMLSelectElement).value === 'portal' ? 'portal' : 'staff';
  };

  readonly #invite = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { name, email, locale } = Object.fromEntries(
      new FormData(event.target as HTMLFormElement),
    ) as unknown as Invitation;
    this.isBusy = true;
    this.problem = '';
    this.faults = {};
    try {
      await this.#make({ name, email, locale });
      const { link } = await this.api.post<{ link?: string }>(
        `/api/tessera/users/${this.#made}/invite`,
        { email, locale, audience: this.audience },
      );
      this.dispatchEvent(new CustomEvent('ts-invited'));
      if (link) this.link = link;
      else {
        toast({ text: this.t('access.inviteDone', { email }), tone: 'success' });
        this.#close();
      }
    } catch (error) {
      this.faults = problemsByField(error);
      const isAtField = ['name', 'email', 'roles', 'team'].some((name) => this.faults[name]);
      if (!isAtField) this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  };

  async #make(values: Invitation): Promise<void> {
    const client = new RecordClient(this.api, entityOf(this.meta, 'tessera.user')!);
    const team = this.audience === 'staff' ? this.#team : null;
    const all = { ...values, roles: this.#roles, team };
    if (this.#made) await client.update(this.#made, all);
    else this.#made = (await client.create(all)).id;
  }

  readonly #copied = (): void => void copyText(this.link, (key) => this.t(key));
  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close();
  readonly #closed = (): void => {
    this.dispatchEvent(new CustomEvent('ts-invite-closed'));
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    dialogStyles,
    css`
      .note {
        margin-top: -8px;
        font-size: 12px;
        line-height: 16px;
      }
      .note:empty {
        display: none;
      }
      .address {
        padding: 10px 12px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-accent-soft);
        overflow-wrap: anywhere;
      }
    `,
  ];
}
