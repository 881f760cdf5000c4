import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Question, type QuestionAnswers } from './question.ts';
import './recovery-codes.ts';

/** Makes new recovery codes; those before are no good any more. */
@customElement('ts-recovery-renew')
export class RecoveryRenew extends Question {
  @state() private codes: readonly string[] = [];

  override render(): TemplateResult {
    if (this.codes.length > 0)
      return this.dialog(
        html`<form method="dialog">
          <h2 id="title">${this.t('factor.codes')}</h2>
          <ts-recovery-codes .codes=${this.codes}></ts-recovery-codes>
          <div class="actions">
            <button class="btn primary" autofocus>${this.t('factor.kept')}</button>
          </div>
        </form>`,
      );
    return this.ask({
      title: this.t('factor.renew'),
      text: this.t('factor.renewText'),
      fields: this.input({
        name: 'password',
        label: this.t('door.password'),
        type: 'password',
        autocomplete: 'current-password',
        maxlength: 1000,
        optional: true,
        help: this.t('factor.passwordHelp'),
        focus: true,
      }),
      action: this.t('factor.renew'),
    });
  }

  protected override async send(values: QuestionAnswers): Promise<false> {
    const body = { password: values['password'] ?? '' };
    const { recoveryCodes } = await this.api.post<{ recoveryCodes: readonly string[] }>(
      '/api/auth/second-factor/recovery-codes',
      body,
    );
    this.codes = recoveryCodes;
    this.dispatchEvent(new CustomEvent('ts-question-done'));
    return false;
  }
}
