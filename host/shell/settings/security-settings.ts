import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import './password-settings.ts';
import './second-factor-settings.ts';
import './session-settings.ts';

/** How the signed-in user shows who he is, and where he is signed in. */
@customElement('ts-security-settings')
export class SecuritySettings extends TesseraElement {
  override render(): TemplateResult {
    return html`<ts-second-factor-settings></ts-second-factor-settings>
      <ts-password-settings></ts-password-settings>
      <ts-session-settings></ts-session-settings>`;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
    `,
  ];
}
