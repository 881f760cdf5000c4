import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon, toast } from '@tessera/sdk/ui';
import { copyText } from './copy-text.ts';
import { Question, type QuestionAnswers } from './question.ts';
import type { UserRecord } from './user-record.ts';

/** Invites a user who is there already, or once more. */
@customElement('ts-user-invite')
export class UserInvite extends Question {
  @property({ attribute: false }) user!: UserRecord;
  @state() private link = '';

  override render(): TemplateResult {
    return this.link ? this.#address() : this.#form();
  }

  #form(): TemplateResult {
    const { name, email, locale } = this.user;
    const chosen = locale ?? this.meta.workspace.locale;
    return this.ask({
      title: this.t('access.inviteTitle', { name }),
      text: this.t('access.inviteText'),
      fields: html`${this.input({ name: 'email', label: this.t('door.email'), type: 'email', value: email ?? '', focus: true })}
        <label class="field"
          ><span>${this.t('settings.language')}</span>
          <select name="locale">
            <option value="en" lang="en" ?selected=${chosen === 'en'}>English</option>
            <option value="zh-CN" lang="zh-CN" ?selected=${chosen === 'zh-CN'}>中文</option>
          </select>
        </label>`,
      action: this.t('access.send'),
    });
  }

  /** Without a mail server nobody else would see the address. */
  #address(): TemplateResult {
    return this.dialog(
      html`<form method="dialog">
        <h2 id="title">${this.t('access.linkTitle')}</h2>
        <p class="mut">${this.t('access.linkText')}</p>
        <p class="kept">
          <code>${this.link}</code
          ><button
            type="button"
            class="btn"
            @click=${() => void copyText(this.link, (key) => this.t(key))}
          >
            ${icon('copy', 14)} ${this.t('settings.tokens.copy')}
          </button>
        </p>
        <div class="actions">
          <button class="btn primary" autofocus>${this.t('action.close')}</button>
        </div>
      </form>`,
    );
  }

  protected override async send(values: QuestionAnswers): Promise<false | void> {
    const { link, email } = await this.api.post<{ link?: string; email: string }>(
      `/api/tessera/users/${this.user.id}/invite`,
      values,
    );
    if (!link) {
      toast({ text: this.t('access.inviteDone', { email }), tone: 'success' });
      return;
    }
    this.link = link;
    return false;
  }
}
