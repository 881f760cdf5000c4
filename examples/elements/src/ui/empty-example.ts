import type { TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

export function emptyExample(page: TesseraElement): TemplateResult {
  return html`<ts-empty
    icon="file-text"
    .heading=${page.t('elements:none')}
    .text=${page.t('elements:emptyText')}
  >
    <button slot="action" class="btn primary">${page.t('elements:create')}</button>
  </ts-empty>`;
}
