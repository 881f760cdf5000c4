import { icon, toast, type TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

/** Buttons are plain buttons with a class of the base styles; an icon is a Lucide icon by name. */
export function buttonExample(page: TesseraElement): TemplateResult {
  const save = (): void => toast({ text: page.t('elements:saved'), tone: 'success' });
  return html`<button class="btn primary" @click=${save}>
      ${icon('check', 14)} ${page.t('elements:save')}
    </button>
    <button class="btn">${page.t('elements:refresh')}</button>
    <button class="btn ghost icon" aria-label=${page.t('elements:more')}>
      ${icon('ellipsis', 14)}
    </button>`;
}
