import { icon } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { copyText } from './copy-text.ts';
import './qr-code.ts';
import { Question, type QuestionAnswers } from './question.ts';
import './recovery-codes.ts';

/** Sets a second factor up: the password, the picture for the app, a code from it, and the recovery codes. */
@customElement('ts-second-factor-setup')
export class SecondFactorSetup extends Question {
  @state() private begun: { readonly secret: string; readonly uri: string } | undefined;
  @state() private codes: readonly string[] = [];

  override render(): TemplateResult {
    if (this.codes.length > 0) return this.#done();
    return this.begun ? this.#confirm(this.begun) : this.#begin();
  }

  #begin(): TemplateResult {
    return this.ask({
      title: this.t('factor.setUp'),
      text: this.t('factor.beginText'),
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
      action: this.t('factor.next'),
    });
  }

  #confirm({ secret, uri }: { secret: string; uri: string }): TemplateResult {
    return this.ask({
      title: this.t('factor.setUp'),
      text: this.t('factor.scan'),
      fields: html`<ts-qr-code text=${uri} label=${this.t('factor.picture')}></ts-qr-code>
        <p class="mut">${this.t('factor.byHand')}</p>
        <p class="kept">
          <code>${(secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
          <button
            type="button"
            class="btn"
            @click=${() => void copyText(secret, (key) => this.t(key))}
          >
            ${icon('copy', 14)} ${this.t('settings.tokens.copy')}
          </button>
        </p>
        ${this.input({
          name: 'code',
          label: this.t('door.code'),
          autocomplete: 'one-time-code',
          inputmode: 'numeric',
          maxlength: 20,
          help: this.t('factor.codeHelp'),
          focus: true,
        })}`,
      action: this.t('factor.turnOn'),
    });
  }

  #done(): TemplateResult {
    return this.dialog(
      html`<form method="dialog">
        <h2 id="title">${this.t('factor.codes')}</h2>
        <p class="mut">${this.t('factor.onDone')}</p>
        <ts-recovery-codes .codes=${this.codes}></ts-recovery-codes>
        <div class="actions">
          <button class="btn primary">${this.t('factor.kept')}</button>
        </div>
      </form>`,
    );
  }

  protected override async send(values: QuestionAnswers): Promise<false> {
    const text = (name: string): string => values[name] ?? '';
    if (this.begun === undefined) {
      const body = { password: text('password') };
      this.begun = await this.api.post('/api/auth/second-factor/begin', body);
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('input[name=code]')?.focus();
      return false;
    }
    const code = text('code').replaceAll(/\s/g, '');
    const { recoveryCodes } = await this.api.post<{ recoveryCodes: readonly string[] }>(
      '/api/auth/second-factor',
      { code },
    );
    this.codes = recoveryCodes;
    this.dispatchEvent(new CustomEvent('ts-question-done'));
    return false;
  }

  static override styles = [
    Question.styles,
    css`
      ts-qr-code {
        justify-self: center;
        min-height: 184px;
      }
    `,
  ];
}
