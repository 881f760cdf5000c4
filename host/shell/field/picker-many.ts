import '@vaadin/multi-select-combo-box';
import type { ComboBoxDataProviderCallback, ComboBoxDataProviderParams } from '@vaadin/combo-box';
import { TesseraElement } from '@tessera/sdk/ui';
import { css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { choiceTexts } from './field-choice-texts.ts';
import { fieldInputStyles } from './field-input-styles.ts';
import { referenceId } from './field-kind.ts';
import { entityOf } from './field-template.ts';
import { pickableRecord } from './picker-source.ts';
import type { Pickable } from './picker-source.ts';
import { RecordClient } from '../record/record-client.ts';

/**
 * Chooses several records of an entity.
 *
 * @fires ts-picked - with `{value}`: the ids
 */
@customElement('ts-picker-many')
export class PickerMany extends TesseraElement {
  @property() entity = '';
  /** Ids, or expanded references. */
  @property({ attribute: false }) value: readonly unknown[] = [];
  /** Offers the reader first, for filters: the value `$me`. */
  @property({ type: Boolean, attribute: false }) offersMe = false;
  @property() label = '';
  @property({ attribute: false }) accessibleName = '';
  @property() error = '';
  @property({ type: Boolean }) required = false;

  @state() private chosen: readonly Pickable[] = [];

  override render(): TemplateResult {
    const entity = entityOf(this.meta, this.entity);
    if (!entity) return html`<span class="mut">${this.t('field.target.missing')}</span>`;
    return html`<vaadin-multi-select-combo-box
      item-id-path="id"
      item-value-path="id"
      item-label-path="title"
      auto-expand-vertically
      .i18n=${choiceTexts((key, values) => this.t(key, values))}
      .label=${this.label || undefined}
      .accessibleName=${this.accessibleName || undefined}
      .placeholder=${this.t('picker.search')}
      .errorMessage=${this.error}
      manual-validation
      ?invalid=${this.error !== ''}
      ?required=${this.required}
      .dataProvider=${this.#provide}
      .selectedItems=${this.chosen}
      @selected-items-changed=${this.#changed}
    ></vaadin-multi-select-combo-box>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value') && !isSameIds(this.value, this.chosen)) void this.#resolve();
  }

  async #resolve(): Promise<void> {
    const ids = this.value.flatMap((item) => referenceId(item) ?? []);
    const entity = entityOf(this.meta, this.entity);
    if (!entity || ids.length === 0) {
      this.chosen = [];
      return;
    }
    const wanted = ids.filter((id) => id !== '$me');
    const client = new RecordClient(this.api, entity);
    const { records } =
      wanted.length > 0
        ? await client.list({ filter: { id: { in: wanted } }, start: 0, end: wanted.length })
        : { records: [] };
    const found = records.map((record) => pickableRecord(record, entity, this));
    this.chosen = [...(ids.includes('$me') ? [this.#me] : []), ...found];
  }

  get #me(): Pickable {
    return { id: '$me', title: this.t('filter.me'), subtitle: '', entity: this.entity };
  }

  readonly #provide = (
    { page, pageSize, filter }: ComboBoxDataProviderParams,
    callback: ComboBoxDataProviderCallback<Pickable>,
  ): void => {
    void this.#tell(page, pageSize, filter, callback);
  };

  async #tell(
    page: number,
    size: number,
    words: string,
    tell: ComboBoxDataProviderCallback<Pickable>,
  ): Promise<void> {
    const entity = entityOf(this.meta, this.entity)!;
    const sort = { field: entity.states ? 'order' : entity.title, direction: 'asc' as const };
    // The reader stands before the first row, so that all rows are one further.
    const lead = this.offersMe && words === '' ? [this.#me] : [];
    const start = Math.max(0, page * size - lead.length);
    const ask = { search: words, sort, start, end: (page + 1) * size - lead.length };
    const none = { records: [], total: 0 };
    const { records, total } = await new RecordClient(this.api, entity).list(ask).catch(() => none);
    const items = records.map((record) => pickableRecord(record, entity, this));
    tell(page === 0 ? [...lead, ...items] : items, total + lead.length);
  }

  readonly #changed = (event: CustomEvent<{ value: readonly Pickable[] }>): void => {
    const items = event.detail.value;
    if (isSameIds(items, this.chosen)) return;
    this.chosen = items;
    this.value = items.map(({ id }) => id);
    this.dispatchEvent(new CustomEvent('ts-picked', { detail: { value: this.value } }));
  };

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

function isSameIds(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.map(referenceId).join() === other.map(referenceId).join();
}
