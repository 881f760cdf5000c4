import { TesseraElement, formatField } from '@tessera/sdk/ui';
import type { FieldMeta, Json } from '@tessera/core';
import { css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FilterChip } from './filter-chip.ts';
import { targetOf } from './field-kind.ts';
import { entityOf, optionLabel } from './field-template.ts';
import { fieldViewOf } from './field-view.ts';
import { RecordClient } from './record-client.ts';
import { plainText } from './field-plain.ts';

/** The value of a chip in words: labels of choices, titles of records, spans of time. */
@customElement('ts-filter-chip-value')
export class FilterChipValue extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) chip!: FilterChip;

  @state() private titles: ReadonlyMap<string, string> = new Map();

  override render(): TemplateResult {
    const { value } = this.chip;
    const words = Array.isArray(value) ? this.#list(value as readonly Json[]) : this.#one(value);
    return html`<span class="ell" title=${words}>${words}</span>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('chip')) void this.#resolve();
  }

  #list(values: readonly Json[]): string {
    return new Intl.ListFormat(this.locale, { type: 'disjunction', style: 'narrow' }).format(
      values.map((value) => this.#one(value)),
    );
  }

  #one(value: Json): string {
    if (value === '$me') return this.t('filter.me');
    if (this.chip.operator === 'within')
      return this.t(`filter.span.${plainText(value)}`, { defaultValue: plainText(value) });
    if (this.field.type === 'choice' || this.field.type === 'choices') {
      return optionLabel(this.field.options, plainText(value), fieldViewOf(this));
    }
    if (targetOf(this.field)) return this.titles.get(plainText(value)) ?? '…';
    if (typeof value === 'boolean') return this.t(value ? 'field.yes' : 'field.no');
    const isWords = this.chip.operator === 'contains' || this.chip.operator === 'startsWith';
    if (isWords || this.field.type === 'money') return this.#bare(value);
    return formatField(value, this.field, this.locale);
  }

  /** A money field is filtered by its amount in the workspace's currency. */
  #bare(value: Json): string {
    if (this.field.type !== 'money') return plainText(value);
    const amount = { amount: plainText(value), currency: this.meta.workspace.currency };
    return formatField(amount, this.field, this.locale);
  }

  async #resolve(): Promise<void> {
    const entity = entityOf(this.meta, targetOf(this.field));
    const { value } = this.chip;
    const values = (Array.isArray(value) ? value : [value])
      .map(plainText)
      .filter((id) => id !== '$me');
    if (!entity || this.chip.operator === 'isNull' || values.length === 0) return;
    const isKey = this.field.type === 'state' && values.some((id) => !/^[0-9a-f-]{36}$/i.test(id));
    const name = isKey ? 'key' : 'id';
    const { records } = await new RecordClient(this.api, entity).list({
      filter: { [name]: { in: values } },
      start: 0,
      end: 100,
    });
    this.titles = new Map([
      ...values.map((id) => [id, this.t('filter.unknown')] as const),
      ...records.map((record) => [String(record[name]), String(record[entity.title])] as const),
    ]);
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: flex;
      }
    `,
  ];
}
