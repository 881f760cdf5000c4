import type { TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { Holding, PrivacyRequest, ReportLine } from './privacy-api.ts';
import { DEAL_HUES, entitiesWord, fieldsWord, pluginWord, reasonWord } from './privacy-words.ts';

/** What is held where, and what an erasure would do with it. */
export function holdingsTable(
  element: TesseraElement,
  holdings: readonly Holding[],
): TemplateResult {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${element.t('privacy.what')}</th>
        <th scope="col" class="end">${element.t('privacy.count')}</th>
        <th scope="col">${element.t('privacy.deal')}</th>
      </tr>
    </thead>
    <tbody>
      ${holdings.map((holding) => holdingRow(element, holding))}
    </tbody>
  </table>`;
}

function holdingRow(element: TesseraElement, holding: Holding): TemplateResult {
  const { entity, plugin, label, count, fields, deal, why } = holding;
  return html`<tr>
    <th scope="row">
      ${element.localized(label)}
      <span class="mut small"
        >${pluginWord(element, plugin)}${fields.length > 0 ? ` · ${fieldsWord(element, entity, fields)}` : nothing}</span
      >
    </th>
    <td class="end num">${count.toLocaleString(element.locale)}</td>
    <td>
      <ts-tag .hue=${DEAL_HUES[deal] ?? null}>${element.t(`privacy.deal.${deal}`)}</ts-tag>
      ${why === undefined ? nothing : html`<span class="mut small">${reasonWord(element, why)}</span>`}
    </td>
  </tr>`;
}

const DEALS = [
  ['erased', 'erase'],
  ['cleared', 'clear'],
  ['kept', 'keep'],
] as const;

/** What became of everything, and why something was kept. */
export function reportTable(
  element: TesseraElement,
  report: PrivacyRequest['report'],
): TemplateResult {
  const lines = DEALS.flatMap(([part, deal]) => report[part].map((line) => ({ ...line, deal })));
  if (lines.length === 0) return html`<p class="mut">${element.t('privacy.report.none')}</p>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${element.t('privacy.what')}</th>
        <th scope="col" class="end">${element.t('privacy.count')}</th>
        <th scope="col">${element.t('privacy.dealt')}</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map((line) => reportRow(element, line))}
    </tbody>
  </table>`;
}

function reportRow(
  element: TesseraElement,
  { entity, plugin, count, why, deal }: ReportLine & { readonly deal: string },
): TemplateResult {
  return html`<tr>
    <th scope="row">
      ${entitiesWord(element, entity)}
      <span class="mut small">${pluginWord(element, plugin)}</span>
    </th>
    <td class="end num">${count.toLocaleString(element.locale)}</td>
    <td>
      <ts-tag .hue=${DEAL_HUES[deal] ?? null}>${element.t(`privacy.dealt.${deal}`)}</ts-tag>
      ${why === undefined ? nothing : html`<span class="mut small">${reasonWord(element, why)}</span>`}
    </td>
  </tr>`;
}
