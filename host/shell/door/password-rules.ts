import { baseStyles, icon } from '@tessera/sdk/ui';
import { css, html, LitElement, type CSSResultGroup, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { passwordRules } from './password-rule.ts';

/** The rules of a new password, each with whether what is typed keeps it. */
@customElement('ts-password-rules')
export class PasswordRules extends LitElement {
  @property() password = '';
  /** Fewest characters. */
  @property({ type: Number }) length = 10;
  @property({ attribute: false }) own: readonly (string | null | undefined)[] = [];
  @property({ attribute: false }) t!: (
    key: string,
    values?: Readonly<Record<string, unknown>>,
  ) => string;

  override render(): TemplateResult {
    const rules = passwordRules(this.password, { length: this.length, own: this.own });
    return html`<ul aria-label=${this.t('password.rules')}>
      ${rules.map(
        ({ name, holds }) =>
          html`<li class=${holds ? 'kept' : ''}>
            ${icon(holds ? 'check' : 'circle', 12)}
            <span>${this.t(`password.${name}`, { least: this.length })}</span>
            <span class="visually-hidden"
              >${this.t(holds ? 'password.kept' : 'password.open')}</span
            >
          </li>`,
      )}
      <li>${icon('info', 12)} <span>${this.t('password.common')}</span></li>
    </ul>`;
  }

  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: block;
      }
      ul {
        display: grid;
        gap: 2px;
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: 12px;
        line-height: 18px;
        color: var(--ts-fg-2);
      }
      li {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .kept {
        color: var(--ts-success);
      }
    `,
  ];
}
