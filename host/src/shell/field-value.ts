import { TesseraElement } from '@tessera/sdk/ui';
import type { FieldMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fieldTemplate } from './field-template.ts';
import { fieldViewOf } from './field-view.ts';
import { recordStyles } from './record-styles.ts';

/** Shows one value of any field type, as lists and pages do. */
@customElement('ts-field-value')
export class FieldValue extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) value: unknown = null;

  override render(): TemplateResult | typeof nothing {
    return this.field ? html`${fieldTemplate(this.field, this.value, fieldViewOf(this))}` : nothing;
  }

  static override styles = [
    TesseraElement.styles,
    recordStyles,
    css`
      :host {
        display: inline-flex;
        min-width: 0;
        max-width: 100%;
      }
    `,
  ];
}
