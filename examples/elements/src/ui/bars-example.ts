import { toast, type TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

export function barsExample(page: TesseraElement): TemplateResult {
  return html`<ts-bars
    choosable
    .label=${page.t('elements:byStage')}
    .bars=${[
      { key: 'qualified', label: page.t('elements:qualified'), value: 12 },
      { key: 'proposal', label: page.t('elements:proposal'), value: 7, hue: 155 },
      { key: 'negotiation', label: page.t('elements:negotiation'), value: 3, hue: 75 },
    ]}
    @ts-bar-chosen=${(event: CustomEvent<{ key: string }>) =>
      toast({ text: page.t('elements:chosen', event.detail) })}
  ></ts-bars>`;
}
