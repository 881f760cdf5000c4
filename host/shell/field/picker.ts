import '@vaadin/combo-box';
import { comboBoxRenderer } from '@vaadin/combo-box/lit.js';
import type {
  ComboBox,
  ComboBoxDataProviderCallback,
  ComboBoxDataProviderParams,
} from '@vaadin/combo-box';
import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { Filter } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { referenceId } from './field-kind.ts';
import { entityOf } from './field-template.ts';
import { fieldInputStyles } from './field-input-styles.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { findPickable, pickableOf, pickableRecord } from './picker-source.ts';
import type { Pickable } from './picker-source.ts';
import { RecordClient } from '../record/record-client.ts';
import { seededTitle } from './seeded-title.ts';

/** Stands in the list for "make a new one". */
const CREATE = 'create';

/**
 * Chooses one record of an entity: finds as one types, shows title and subtitle, and may make a new one.
 *
 * @fires ts-picked - with `{value}`: `{id, title, entity}` or null
 * @fires ts-picker-create - with `{entity, title}` when a new record is wanted
 */
@customElement('ts-picker')
export class Picker extends TesseraElement {
  /** Id of the entity to choose from. */
  @property() entity = '';
  /** The chosen reference: expanded, an id, or null. */
  @property({ attribute: false }) value: unknown = null;
  /** Narrows what can be chosen. */
  @property({ attribute: false }) filter: Filter | undefined;
  @property() label = '';
  @property({ attribute: false }) accessibleName = '';
  @property() error = '';
  @property({ attribute: false }) help = '';
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean }) creatable = false;

  #items: readonly Pickable[] = [];

  override render(): TemplateResult {
    const entity = entityOf(this.meta, this.entity);
    if (!entity) return html`<span class="mut">${this.t('field.target.missing')}</span>`;
    return html`<vaadin-combo-box
      item-id-path="id"
      item-value-path="id"
      item-label-path="title"
      clear-button-visible
      .label=${this.label || undefined}
      .accessibleName=${this.accessibleName || undefined}
      .placeholder=${this.t('picker.search')}
      .errorMessage=${this.error}
      .helperText=${this.help || undefined}
      manual-validation
      ?invalid=${this.error !== ''}
      ?required=${this.required}
      .pageSize=${50}
      .dataProvider=${this.#provide}
      .selectedItem=${this.#selected ?? null}
      @selected-item-changed=${this.#chosen}
      ${comboBoxRenderer<Pickable>((item) => this.#row(item), [this.entity])}
    ></vaadin-combo-box>`;
  }

  override focus(): void {
    this.#comboBox?.focus();
  }

  /** Chooses from outside, for example a record that was just made. */
  pick(item: Pickable | null): void {
    this.value = item;
    this.dispatchEvent(new CustomEvent('ts-picked', { detail: { value: item } }));
  }

  protected override async updated(): Promise<void> {
    const id = referenceId(this.value);
    if (typeof this.value !== 'string' || !id) return;
    const entity = entityOf(this.meta, this.entity);
    const found = entity && (await findPickable(new RecordClient(this.api, entity), id));
    if (found && this.value === id) this.value = { ...found, entity: this.entity };
  }

  /** What is chosen, its title in the reader's language. */
  get #selected(): Pickable | undefined {
    const found = pickableOf(this.value, this.#items);
    return (
      found && { ...found, title: seededTitle(this.meta, this.entity, found.title, this.locale) }
    );
  }

  get #comboBox(): ComboBox<Pickable> | null {
    return this.renderRoot.querySelector<ComboBox<Pickable>>('vaadin-combo-box');
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
    const none = { items: [], total: 0 };
    const { items, total } = await this.#find(page, size, words).catch(() => none);
    tell([...items], total);
  }

  async #find(
    page: number,
    size: number,
    words: string,
  ): Promise<{ items: readonly Pickable[]; total: number }> {
    const entity = entityOf(this.meta, this.entity)!;
    const client = new RecordClient(this.api, entity);
    const sort = entity.states
      ? { field: 'order', direction: 'asc' as const }
      : { field: entity.title, direction: 'asc' as const };
    const answer = await client.list({
      search: words,
      filter: this.filter,
      sort,
      start: page * size,
      end: (page + 1) * size,
    });
    const items = answer.records.map((record) => pickableRecord(record, entity, this));
    const isLast = (page + 1) * size >= answer.total;
    const isKnown = items.some(({ title }) => title.toLowerCase() === words.trim().toLowerCase());
    const isCreatable = this.creatable && entity.actions.create && words.trim() !== '' && !isKnown;
    this.#items = [...this.#items, ...items].slice(-500);
    if (!isCreatable) return { items, total: answer.total };
    const creator: Pickable = { id: CREATE, title: words.trim(), subtitle: '', entity: entity.id };
    return { items: isLast ? [...items, creator] : items, total: answer.total + 1 };
  }

  #row(item: Pickable): TemplateResult {
    if (item.id === CREATE) {
      return html`<span style="display:flex;gap:8px;align-items:center"
        >${icon('plus', 16)} ${this.t('picker.create', { title: item.title })}</span
      >`;
    }
    const entity = entityOf(this.meta, item.entity);
    return html`<span class="ts-pick">
      ${recordAvatar(item.title, item.id, { round: item.entity === 'tessera.user', hue: entity?.hue ?? null, size: 20 })}
      <span class="ts-pick-text"
        ><span>${item.title}</span
        >${item.subtitle ? html`<small>${item.subtitle}</small>` : nothing}</span
      >
    </span>`;
  }

  readonly #chosen = (event: CustomEvent<{ value: Pickable | null | undefined }>): void => {
    const item = event.detail.value ?? null;
    if (item?.id === CREATE) {
      this.#comboBox!.selectedItem = this.#selected ?? null;
      this.dispatchEvent(
        new CustomEvent('ts-picker-create', {
          detail: { entity: this.entity, title: item.title, picker: this },
          bubbles: true,
          composed: true,
        }),
      );
      return;
    }
    // While a bare id is being looked up the box is empty, and says so.
    const shown = this.#selected;
    if (item?.id === shown?.id) return;
    this.pick(item);
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
