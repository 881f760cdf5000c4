import { TesseraElement, formatField } from '@tessera/sdk/ui';
import type { FieldMeta, Json } from '@tessera/core';
import { css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { targetOf } from '../field/field-kind.ts';
import { plainText } from '../field/field-plain.ts';
import { optionLabel } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { FilterChoiceSource } from './filter-choice-source.ts';
import type { FilterCondition } from './filter-node.ts';
import { choiceOf, comparedType, isTime, operandOf } from './filter-operator.ts';
import { readSpan } from './filter-span.ts';

/** The value of a condition in words: labels of choices, titles of records, spans of time. */
@customElement('ts-filter-chip-value')
export class FilterChipValue extends TesseraElement {
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) condition!: FilterCondition;

  @state() private titles: ReadonlyMap<string, string> = new Map();

  override render(): TemplateResult {
    const words = this.#words;
    return html`<span class="ell" title=${words}>${words}</span>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('condition')) void this.#resolve();
  }

  get #words(): string {
    const { operator, value } = this.condition;
    if (!Array.isArray(value)) return this.#one(value);
    const words = (value as readonly Json[]).map((one) => this.#one(one));
    if (operator === 'between') return words.join(' – ');
    const type = operator === 'hasAll' ? 'conjunction' : 'disjunction';
    return new Intl.ListFormat(this.locale, { type, style: 'narrow' }).format(words);
  }

  #one(value: Json): string {
    const { operator } = this.condition;
    if (value === '$me') return this.t('filter.me');
    if (value === '$myTeams') return this.t('filter.myTeam');
    if (operator === 'within' || (isTime(this.field) && plainText(value).startsWith('$')))
      return this.#time(plainText(value));
    if (this.field.options)
      return optionLabel(this.field.options, plainText(value), fieldViewOf(this));
    if (targetOf(this.field)) return this.titles.get(plainText(value)) ?? '…';
    if (typeof value === 'boolean') return this.t(value ? 'field.yes' : 'field.no');
    const choice = choiceOf(this.field, operator, this.condition.value);
    if (operandOf(choice) === 'words') return plainText(value);
    return this.#formatted(value);
  }

  #time(text: string): string {
    if (text === '$today') return this.t('filter.span.today');
    const span = readSpan(text);
    if (!span) return this.t(`filter.span.${text}`, { defaultValue: text });
    const { count, unit, isBack } = span;
    if (text.startsWith('$')) {
      const { operator, value } = this.condition;
      const isAway = operandOf(choiceOf(this.field, operator, value)) === 'distance';
      const way = isAway ? 'amount' : isBack ? 'before' : 'after';
      return this.t(`filter.span.${way}.${unit}`, { count });
    }
    return this.t(`filter.span.${isBack ? 'last' : 'next'}.${unit}`, { count });
  }

  /** A money field is filtered by its amount in the workspace's currency; a moment often by its day. */
  #formatted(value: Json): string {
    const type = comparedType(this.field);
    if (type === 'money') {
      const amount = { amount: plainText(value), currency: this.meta.workspace.currency };
      return formatField(amount, this.field, this.locale);
    }
    const isDay = type === 'datetime' && !plainText(value).includes('T');
    const field = isDay ? { ...this.field, type: 'date' as const } : this.field;
    return formatField(value, field, this.locale, this.timeZone);
  }

  async #resolve(): Promise<void> {
    const { condition } = this;
    const { value } = condition;
    if (this.field.options || !targetOf(this.field) || condition.operator === 'isNull') return;
    const keys = (Array.isArray(value) ? value : [value]).map(plainText);
    const found = await new FilterChoiceSource(this, this.field).named(keys).catch(() => []);
    if (condition !== this.condition) return;
    const unknown = keys.map((key) => [key, this.t('filter.unknown')] as const);
    this.titles = new Map([
      ...unknown,
      ...found.flatMap(({ key, alias, label }) => [
        [key, label] as const,
        [alias ?? key, label] as const,
      ]),
    ]);
  }

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: flex;
        min-width: 0;
        font-size: inherit;
      }
    `,
  ];
}
