import type { TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';

/** What went wrong with reading, and a button that reads again; nothing where nothing went wrong. */
export function failureNotice(
  element: TesseraElement,
  problem: string,
  retry: () => unknown,
): TemplateResult | typeof nothing {
  if (!problem) return nothing;
  return html`<p class="wrong row" role="alert">
    ${problem}
    <button class="btn" @click=${retry}>${element.t('action.retry')}</button>
  </p>`;
}
