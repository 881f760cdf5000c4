import { toast, type TesseraElement } from '@tessera/sdk/ui';
import { html, type TemplateResult } from 'lit';

export function menuExample(page: TesseraElement): TemplateResult {
  const tell = (key: string) => (): void => toast({ text: page.t(`elements:${key}`) });
  return html`<ts-menu
    .label=${page.t('elements:more')}
    .items=${[
      { id: 'copy', label: page.t('elements:copy'), icon: 'copy', run: tell('copied') },
      {
        id: 'remove',
        label: page.t('elements:remove'),
        icon: 'trash-2',
        danger: true,
        run: tell('removed'),
      },
    ]}
  ></ts-menu>`;
}
