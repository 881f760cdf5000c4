import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Question, type QuestionAnswers } from './question.ts';

/**
 * Asks why one wants to look through a user's eyes, and begins to.
 *
 * @fires ts-viewing-begun
 */
@customElement('ts-user-view-as')
export class UserViewAs extends Question {
  @property({ attribute: false }) user!: { readonly id: string; readonly name: string };

  override render(): TemplateResult {
    const { name } = this.user;
    return this.ask({
      title: this.t('viewing.askTitle', { name }),
      text: this.t('viewing.askText'),
      fields: html`<label class="field">
          <span>${this.t('viewing.reason')}</span>
          <textarea
            name="reason"
            required
            maxlength="500"
            autofocus
            aria-invalid=${this.faults['reason'] !== undefined}
            aria-describedby="reason-note"
          ></textarea>
        </label>
        ${this.note('reason', this.t('viewing.reasonHelp'))}`,
      action: this.t('viewing.begin'),
    });
  }

  protected override async send(values: QuestionAnswers): Promise<void> {
    const body = { user: this.user.id, reason: values['reason']?.trim() };
    await this.api.post('/api/access/view-as', body);
    this.dispatchEvent(new CustomEvent('ts-viewing-begun', { bubbles: true, composed: true }));
  }
}
