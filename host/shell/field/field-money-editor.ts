import '@vaadin/combo-box';
import '@vaadin/text-field';
import { TesseraElement } from '@tessera/sdk/ui';
import type { AppMeta, Money } from '@tessera/core';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fieldInputStyles } from './field-input-styles.ts';
import type { Input } from './field-text-input.ts';

/** An amount and its currency, side by side. The amount stays text: no digit is lost. */
@customElement('ts-money-editor')
export class FieldMoneyEditor extends TesseraElement {
  @property({ attribute: false }) input!: Input;
  @property({ attribute: false }) currencies: AppMeta['currencies'] = [];
  /** What a new amount is in: the workspace's currency. */
  @property() currency = '';

  override render(): TemplateResult {
    const { input } = this;
    const money = input.value as Money | null | undefined;
    return html`<vaadin-text-field
        class="amount"
        inputmode="decimal"
        autocomplete="off"
        .label=${input.label || undefined}
        .accessibleName=${input.accessibleName}
        .helperText=${input.help}
        .errorMessage=${input.error}
        manual-validation
        ?invalid=${input.error !== ''}
        ?required=${input.isRequired}
        .value=${money?.amount ?? ''}
        @input=${(event: Event) => this.#changed((event.target as HTMLInputElement).value, this.#code)}
      ></vaadin-text-field>
      <vaadin-combo-box
        class="currency"
        .label=${input.label === '' ? undefined : this.t('field.currency')}
        .accessibleName=${`${input.accessibleName}: ${this.t('field.currency')}`}
        .items=${this.currencies.map(({ code }) => code)}
        .value=${this.#code}
        @value-changed=${(event: CustomEvent<{ value: string }>) => this.#currencyChanged(event.detail.value)}
      ></vaadin-combo-box>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('vaadin-text-field')?.focus();
  }

  /** The chosen currency, kept while there is no amount yet. */
  #chosen = '';

  get #code(): string {
    return (
      (this.input.value as Money | null | undefined)?.currency ?? (this.#chosen || this.currency)
    );
  }

  #changed(written: string, currency: string): void {
    const amount = written.trim().replaceAll(/[,\s]/g, '');
    this.#chosen = currency;
    this.input.changed(amount === '' ? null : { amount, currency });
  }

  #currencyChanged(code: string): void {
    if (code === '' || code === this.#code) return;
    this.#changed((this.input.value as Money | null | undefined)?.amount ?? '', code);
  }

  static override styles = [
    TesseraElement.styles,
    fieldInputStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 92px;
        gap: 6px;
        align-items: start;
      }
      .amount {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
}
