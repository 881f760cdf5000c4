import type { TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

/** The field says how its values are read. */
export function fieldValueExample(page: TesseraElement): TemplateResult {
  const { name } = page.meta.user;
  return html`<ts-field-value entity="tessera.user" name="name" .value=${name}></ts-field-value>`;
}
