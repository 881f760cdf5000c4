import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import './audit-retention.ts';
import './audit-seals-panel.ts';

/** The seals, and how long entries are kept. */
@customElement('ts-audit-proof')
export class AuditProof extends TesseraElement {
  override render(): TemplateResult {
    const mayManage = this.meta.user.permissions.includes('tessera.audit.manage');
    return html`<ts-audit-seals ?manages=${mayManage}></ts-audit-seals>
      ${mayManage ? html`<ts-audit-retention></ts-audit-retention>` : nothing}`;
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
