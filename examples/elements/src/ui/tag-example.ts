import type { TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

export function tagExample(page: TesseraElement): TemplateResult {
  return html`<ts-tag hue="155">${page.t('elements:won')}</ts-tag>
    <ts-tag hue="28">${page.t('elements:lost')}</ts-tag>
    <ts-tag hue="250">${page.t('elements:open')}</ts-tag>
    <ts-tag>${page.t('elements:draft')}</ts-tag>`;
}
