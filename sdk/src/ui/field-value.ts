import type { AnyReference, FieldMeta } from '@tessera/core';
import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { TesseraElement } from './element.ts';
import { formatField } from './format-field.ts';
import './record-link.ts';
import './tag.ts';

/**
 * A value as its field says it is read: tags for choices and states, links for references, numbers and dates as the reader writes them.
 * Name the field by `entity` and `name`, or give its metadata as `field`. Nothing is shown for null, or where the field is not there for
 * the reader.
 *
 * @example
 * ```ts
 * import { html } from 'lit';
 *
 * export const amount = html`<ts-field-value
 *   entity="sales.opportunity"
 *   name="amount"
 *   .value=${{ amount: '1200.00', currency: 'EUR' }}
 * ></ts-field-value>`;
 * ```
 */
@customElement('ts-field-value')
export class FieldValue extends TesseraElement {
  /** How it looks. */
  static override styles: CSSResultGroup = [
    TesseraElement.styles,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 4px;
        min-width: 0;
        max-width: 100%;
      }
    `,
  ];

  /** Id of the entity the field is of. */
  @property() entity = '';
  /** Name of the field. */
  @property() name = '';
  /** The field itself, in place of `entity` and `name`. */
  @property({ attribute: false }) field: FieldMeta | undefined;
  /** The value as the API answers it. References show their title only when `include=` expanded them. */
  @property({ attribute: false }) value: unknown = null;

  /** Draws it. */
  protected override render(): unknown {
    const field =
      this.field ?? this.entityMeta(this.entity)?.fields.find(({ name }) => name === this.name);
    const { value } = this;
    if (!field || value === null || value === undefined || value === '') return nothing;
    switch (field.type) {
      case 'choice':
      case 'choices':
        return ([value].flat() as unknown as readonly string[]).map((key) =>
          this.#choice(field, key),
        );
      case 'state':
        return isExpanded(value)
          ? html`<ts-tag .hue=${numberOf(value['hue'])}>${value.title}</ts-tag>`
          : this.#plain(field);
      case 'ref':
      case 'user':
      case 'team':
      case 'refs':
      case 'anyRef':
        return [value].flat().map((one) => (isExpanded(one) ? link(one) : this.#plain(field)));
      default:
        return this.#plain(field);
    }
  }

  #choice(field: FieldMeta, key: string): TemplateResult {
    const option = field.options?.find((one) => one.key === key);
    return html`<ts-tag .hue=${option?.hue ?? null}
      >${option ? this.localized(option.label) : key}</ts-tag
    >`;
  }

  #plain(field: FieldMeta): string {
    return formatField(this.value, field, this.locale, this.timeZone);
  }
}

type Expanded = AnyReference & { readonly title: string; readonly [name: string]: unknown };

function isExpanded(value: unknown): value is Expanded {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value;
}

function link(reference: Expanded): TemplateResult {
  return html`<ts-record-link
    .entity=${reference.entity}
    .record=${reference.id}
    .label=${reference.title}
  ></ts-record-link>`;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-field-value': FieldValue;
  }
}
