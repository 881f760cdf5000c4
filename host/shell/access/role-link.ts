import { icon, TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** Leads from the record of a role to what the role may do. */
@customElement('tessera-role-link')
export class RoleLink extends TesseraElement {
  @property({ attribute: false }) record: { readonly id: string } | undefined;

  override render(): TemplateResult | typeof nothing {
    const { permissions } = this.meta.user;
    const mayManage = ['*', 'tessera.user.manage'].some((one) => permissions.includes(one));
    if (!this.record || !mayManage) return nothing;
    return html`<a class="btn" href="/settings/roles/${this.record.id}"
      >${icon('shield-check', 14)} ${this.t('role.openMatrix')}</a
    >`;
  }
}
