import '@vaadin/combo-box';
import '@vaadin/text-field';
import { TesseraElement } from '@tessera/sdk/ui';
import type { ChoiceOption, FieldMeta, Json } from '@tessera/core';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './field-editor.ts';
import { fieldInputStyles } from './field-input-styles.ts';
import { targetOf } from './field-kind.ts';
import { SPANS } from './filter-operator.ts';
import type { OperandKind } from './filter-operator.ts';
import './picker-many.ts';
import { plainText } from './field-plain.ts';

/**
 * What a condition compares with: an editor that fits the field and the operator.
 *
 * @fires ts-operand-changed - with `{value}`
 */
@customElement('ts-filter-operand')
export class FilterOperand extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) kind: OperandKind = 'one';
  @property({ attribute: false }) value: Json = null;

  override render(): TemplateResult {
    if (this.kind === 'span') return this.#span();
    if (this.kind === 'many') return this.#many();
    if (this.field.type === 'boolean') return this.#yesOrNo();
    return this.#one();
  }

  override focus(): void {
    this.renderRoot
      .querySelector<HTMLElement>('vaadin-combo-box,ts-field-editor,ts-picker-many')
      ?.focus();
  }

  #span(): TemplateResult {
    return this.#list(SPANS.map((span) => ({ key: span, label: this.t(`filter.span.${span}`) })));
  }

  #yesOrNo(): TemplateResult {
    const items = [
      { key: 'true', label: this.t('field.yes') },
      { key: 'false', label: this.t('field.no') },
    ];
    return this.#list(items, (key) => key === 'true');
  }

  #list(
    items: { key: string; label: string }[],
    read: (key: string) => Json = (key) => key,
  ): TemplateResult {
    return html`<vaadin-combo-box
      item-value-path="key"
      item-label-path="label"
      .label=${this.t('filter.value')}
      .items=${items}
      .value=${this.value === null ? '' : plainText(this.value)}
      @value-changed=${(event: CustomEvent<{ value: string }>) => {
        const { value } = event.detail;
        if (value !== '' && value !== plainText(this.value)) this.#change(read(value));
      }}
    ></vaadin-combo-box>`;
  }

  #many(): TemplateResult {
    const target = targetOf(this.field);
    const value = Array.isArray(this.value)
      ? (this.value as readonly Json[])
      : this.value === null
        ? []
        : [this.value];
    if (!target)
      return this.#editor(
        { ...this.field, type: 'choices', options: this.#options },
        value as Json,
      );
    return html`<ts-picker-many
      .entity=${target}
      .value=${value}
      .offersMe=${this.field.type === 'user'}
      .label=${this.t('filter.value')}
      @ts-picked=${(event: CustomEvent<{ value: Json }>) => this.#change(event.detail.value)}
    ></ts-picker-many>`;
  }

  get #options(): readonly ChoiceOption[] {
    return this.field.options ?? [];
  }

  /** Money and roll-ups are compared as bare numbers, long text as a line. */
  #one(): TemplateResult {
    const isBareNumber =
      this.field.type === 'money' ||
      (this.field.type === 'rollup' && !this.field.valueType?.startsWith('date'));
    if (isBareNumber) return this.#editor({ ...this.field, type: 'decimal' }, this.value);
    if (this.field.type === 'rollup')
      return this.#editor({ ...this.field, type: this.field.valueType ?? 'integer' }, this.value);
    if (this.kind === 'words')
      return this.#editor({ ...this.field, type: 'text', multiline: false }, this.value);
    return this.#editor({ ...this.field, multiline: false }, this.value);
  }

  #editor(field: FieldMeta, value: Json): TemplateResult {
    const plain = { ...field, required: false, label: { en: this.t('filter.value') } };
    return html`<ts-field-editor
      .field=${plain}
      .value=${value}
      @ts-field-changed=${(event: CustomEvent<{ value: Json }>) => {
        event.stopPropagation();
        this.#change(event.detail.value);
      }}
    ></ts-field-editor>`;
  }

  #change(value: Json): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent('ts-operand-changed', { detail: { value } }));
  }

  static override styles = [
    TesseraElement.styles,
    fieldInputStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];
}
