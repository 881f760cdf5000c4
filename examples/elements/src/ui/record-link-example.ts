import type { TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

export function recordLinkExample(page: TesseraElement): TemplateResult {
  const { id, name } = page.meta.user;
  return html`<ts-record-link entity="tessera.user" .record=${id} .label=${name}></ts-record-link>`;
}
