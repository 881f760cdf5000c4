import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Question, type QuestionAnswers } from './question.ts';

/** Turns one's own second factor off, with password and code. */
@customElement('ts-second-factor-off')
export class SecondFactorOff extends Question {
  override render(): TemplateResult {
    return this.ask({
      title: this.t('factor.turnOff'),
      text: this.t('factor.offText'),
      fields: html`${this.input({
        name: 'password',
        label: this.t('door.password'),
        type: 'password',
        autocomplete: 'current-password',
        maxlength: 1000,
        optional: true,
        help: this.t('factor.passwordHelp'),
        focus: true,
      })}
      ${this.input({
        name: 'code',
        label: this.t('factor.anyCode'),
        autocomplete: 'one-time-code',
        maxlength: 20,
      })}`,
      action: this.t('factor.turnOff'),
      isDanger: true,
    });
  }

  protected override async send(values: QuestionAnswers): Promise<void> {
    const body = {
      password: values['password'] ?? '',
      code: (values['code'] ?? '').replaceAll(/\s/g, ''),
    };
    await this.api.delete('/api/auth/second-factor', { body });
  }
}
