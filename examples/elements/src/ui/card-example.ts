import { toast, type TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

/** The four states of a card. Loading shows its lines after 150 ms, so that quick answers do not flicker. */
export function cardExample(page: TesseraElement): TemplateResult {
  const heading = page.t('elements:openQuotes');
  const retry = (): void => toast({ text: page.t('elements:retried') });
  return html`<ts-card .heading=${heading}>
      <button slot="action" class="btn" @click=${retry}>${page.t('elements:refresh')}</button>
      ${page.t('elements:ready')}
    </ts-card>
    <ts-card .heading=${heading} status="loading"></ts-card>
    <ts-card .heading=${heading} status="empty" .message=${page.t('elements:none')}></ts-card>
    <ts-card
      .heading=${heading}
      status="error"
      .message=${page.t('elements:failed')}
      @ts-card-retry=${retry}
    ></ts-card>`;
}
