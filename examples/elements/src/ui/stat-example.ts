import { formatMoney, type TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

/** A delta of 0.12 is 12 % more; `better` says which way is good news. */
export function statExample(page: TesseraElement): TemplateResult {
  const won = formatMoney({ amount: '248000.00', currency: 'CNY' }, page.locale);
  return html`<ts-stat
      .label=${page.t('elements:wonThisMonth')}
      .value=${won}
      delta="0.12"
      .hint=${page.t('elements:againstLast')}
    ></ts-stat>
    <ts-stat .label=${page.t('elements:lateTasks')} value="7" delta="0.4" better="down"></ts-stat>`;
}
