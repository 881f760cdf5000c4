import '@vaadin/combo-box';
import '@vaadin/text-area';
import '@vaadin/text-field';
import { TesseraElement } from '@tessera/sdk/ui';
import type { Address } from '@tessera/core';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { countriesIn } from './field-countries.ts';
import { fieldInputStyles } from './field-input-styles.ts';
import type { Input } from './field-text-input.ts';

const PARTS = ['postalCode', 'city', 'district', 'region'] as const;

/** The parts of a postal address; all may be empty. */
@customElement('ts-address-editor')
export class FieldAddressEditor extends TesseraElement {
  @property({ attribute: false }) input!: Input;

  override render(): TemplateResult {
    const address = this.#address;
    return html`<fieldset>
      <legend>${this.input.accessibleName}</legend>
      <vaadin-text-area
        class="whole"
        .label=${this.t('field.address.lines')}
        .value=${(address.lines ?? []).join('\n')}
        @input=${(event: Event) => this.#lines((event.target as HTMLInputElement).value)}
      ></vaadin-text-area>
      ${PARTS.map(
        (part) =>
          html`<vaadin-text-field
            .label=${this.t(`field.address.${part}`)}
            .value=${address[part] ?? ''}
            @input=${(event: Event) => this.#part(part, (event.target as HTMLInputElement).value)}
          ></vaadin-text-field>`,
      )}
      <vaadin-combo-box
        class="whole"
        clear-button-visible
        item-value-path="code"
        item-label-path="name"
        .label=${this.t('field.address.country')}
        .items=${countriesIn(this.locale)}
        .value=${address.countryCode ?? ''}
        @value-changed=${(event: CustomEvent<{ value: string }>) => this.#part('countryCode', event.detail.value)}
      ></vaadin-combo-box>
      ${this.input.error ? html`<p class="error" role="alert">${this.input.error}</p>` : ''}
    </fieldset>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('vaadin-text-area')?.focus();
  }

  get #address(): Address {
    return (this.input.value as Address | null | undefined) ?? {};
  }

  #lines(text: string): void {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    this.#changed({ ...this.#address, lines });
  }

  #part(part: (typeof PARTS)[number] | 'countryCode', text: string): void {
    if ((this.#address[part] ?? '') === text) return;
    this.#changed({ ...this.#address, [part]: text });
  }

  #changed(address: Address): void {
    const parts = Object.entries(address).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
    );
    this.input.changed(parts.length === 0 ? null : Object.fromEntries(parts));
  }

  static override styles = [
    TesseraElement.styles,
    fieldInputStyles,
    css`
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px;
        margin: 0;
        padding: 10px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
        min-width: 0;
      }
      legend {
        padding: 0 4px;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .whole {
        grid-column: 1 / -1;
      }
      .error {
        grid-column: 1 / -1;
        margin: 0;
        font-size: 12px;
        color: var(--ts-danger);
      }
    `,
  ];
}
