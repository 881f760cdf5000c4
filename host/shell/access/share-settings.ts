import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import './rule-list.ts';
import './share-defaults.ts';

/** What is shared without anybody sharing it: by default, and by rules. */
@customElement('ts-share-settings')
export class ShareSettings extends TesseraElement {
  override render(): TemplateResult {
    return html`<ts-share-defaults></ts-share-defaults><ts-rule-list></ts-rule-list>`;
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
    `,
  ];
}
