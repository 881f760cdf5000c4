import { TesseraElement, icon, toast } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Filter } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pointingValue } from '../timeline/composer-values.ts';
import { includeOf, isNumeric, namedFields, titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { fieldTemplate } from '../field/field-template.ts';
import { fieldViewOf } from '../field/field-view.ts';
import { RecordClient } from './record-client.ts';
import { deleteWithUndo } from './record-delete.ts';
import { problemText } from './record-problem.ts';
import { recordStyles } from './record-styles.ts';
import { midSentence } from '../field/field-words.ts';
import { relatedListStyles } from './related-list-styles.ts';

const PAGE_SIZE = 25;
const MOST_COLUMNS = 5;

/**
 * The records of another entity that point to this one, in a compact table.
 *
 * @fires ts-form-wanted - with `{entity, preset}` when one more is wanted, with `{entity, record}` to change one
 */
@customElement('ts-related-list')
export class RelatedList extends TesseraElement {
  /** The entity of the rows. */
  @property({ attribute: false }) entity!: EntityMeta;
  /** Its field that points here. */
  @property({ attribute: false }) via!: FieldMeta;
  @property({ attribute: false }) about!: { readonly entity: string; readonly id: string };

  @state() private records: readonly WireRecord[] = [];
  @state() private total = 0;
  @state() private isLoaded = false;
  @state() private problem = '';

  #stopLive: (() => void) | undefined;

  override disconnectedCallback(): void {
    this.#stopLive?.();
    this.#stopLive = undefined;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const plural = this.localized(this.entity.plural);
    return html`<div class="bar">
        <span class="mut"
          >${this.isLoaded ? this.t('list.total', { count: this.total, number: new Intl.NumberFormat(this.locale).format(this.total) }) : nothing}</span
        >
        <span class="grow"></span>
        ${this.total > this.records.length ? html`<a class="btn ghost" href=${this.#address}>${this.t('related.all')}</a>` : nothing}
        ${
          this.entity.actions.create
            ? html`<button class="btn" @click=${this.#add}>
                ${icon('plus', 14)}
                ${this.t('list.create', { entity: midSentence(this.localized(this.entity.label)) })}
              </button>`
            : nothing
        }
      </div>
      ${
        this.problem
          ? html`<p class="error-text" role="alert">
              ${this.problem}
              <button class="btn" @click=${() => void this.refresh()}>
                ${this.t('action.retry')}
              </button>
            </p>`
          : nothing
      }
      ${
        this.isLoaded && this.total === 0 && !this.problem
          ? html`<div class="state small">
              <span class="emblem" style="--h:${this.entity.hue ?? 262}"
                >${icon(this.entity.icon, 20)}</span
              >
              <p>${this.t('related.empty', { entities: midSentence(plural) })}</p>
            </div>`
          : this.#table(plural)
      }`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = changed.has('about') && changed.get('about')?.id !== this.about.id;
    if (!isOther && !changed.has('entity')) return;
    this.isLoaded = false;
    this.records = [];
    void this.refresh();
    this.#stopLive?.();
    this.#stopLive = this.live.watch({ entities: [this.entity.id] }, () => void this.refresh());
  }

  /** Reads the rows again. */
  async refresh(): Promise<void> {
    const { about } = this;
    try {
      const page = await new RecordClient(this.api, this.entity).list({
        filter: this.#filter,
        sort: this.entity.list.sort,
        include: includeOf(this.#columns),
        start: 0,
        end: PAGE_SIZE,
      });
      if (about.id !== this.about.id) return;
      this.records = page.records;
      this.total = page.total;
      this.problem = '';
      this.dispatchEvent(new CustomEvent('ts-related-counted', { detail: { total: page.total } }));
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
    this.isLoaded = true;
  }

  #table(plural: string): TemplateResult {
    const columns = this.#columns;
    const view = fieldViewOf(this);
    return html`<div class="scroll">
      <table aria-label=${plural}>
        <thead>
          <tr>
            ${columns.map((field) => html`<th scope="col" class=${isNumeric(field) ? 'num' : ''}>${this.localized(field.label)}</th>`)}
            <th scope="col"><span class="visually-hidden">${this.t('related.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.records.map((record) => this.#row(record, columns, view))}
        </tbody>
      </table>
    </div>`;
  }

  #row(
    record: WireRecord,
    columns: readonly FieldMeta[],
    view: ReturnType<typeof fieldViewOf>,
  ): TemplateResult {
    const title = titleOf(this.entity, record);
    return html`<tr @keydown=${(event: KeyboardEvent) => this.#pressed(event, record.id)}>
      ${columns.map((field) =>
        field.name === this.entity.title
          ? html`<th scope="row">
              <a class="link ell title" href="/${this.entity.path}/${record.id}">${title}</a>
            </th>`
          : html`<td class=${isNumeric(field) ? 'num' : ''}>
              ${fieldTemplate(field, record[field.name], view)}
            </td>`,
      )}
      <td class="tools">
        ${
          this.entity.actions.update
            ? html`<button
                class="btn ghost icon"
                aria-label=${this.t('related.edit', { title })}
                aria-keyshortcuts="e"
                @click=${() => this.#want({ record: record.id })}
              >
                ${icon('pencil', 14)}
              </button>`
            : nothing
        }
        ${
          this.entity.actions.delete
            ? html`<button
                class="btn ghost icon"
                aria-label=${this.t('related.delete', { title })}
                @click=${() => this.#delete(record.id)}
              >
                ${icon('trash-2', 14)}
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  /** The columns of its list without the one that would say the same in every row. */
  get #columns(): readonly FieldMeta[] {
    const names = [
      this.entity.title,
      ...this.entity.list.columns.filter(
        (name) => name !== this.entity.title && name !== this.via.name,
      ),
    ];
    return namedFields(this.entity, names).slice(0, MOST_COLUMNS);
  }

  get #filter(): Filter {
    const { about, via } = this;
    if (via.type === 'anyRef')
      return { [via.name]: { eq: { entity: about.entity, id: about.id } } };
    return via.type === 'refs'
      ? { [via.name]: { hasAny: [about.id] } }
      : { [via.name]: { in: [about.id] } };
  }

  get #address(): string {
    return `/${this.entity.path}?filter=${encodeURIComponent(JSON.stringify(this.#filter))}`;
  }

  readonly #add = (): void => {
    this.#want({ preset: { [this.via.name]: pointingValue(this.via, this.about) } });
  };

  #want(form: object): void {
    this.dispatchEvent(
      new CustomEvent('ts-form-wanted', {
        detail: { entity: this.entity.id, ...form },
        bubbles: true,
        composed: true,
      }),
    );
  }

  /** On a row: `e` edits it. */
  #pressed(event: KeyboardEvent, id: string): void {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== 'e' || !isPlain || !this.entity.actions.update) return;
    event.preventDefault();
    event.stopPropagation();
    this.#want({ record: id });
  }

  async #delete(id: string): Promise<void> {
    await deleteWithUndo({
      client: new RecordClient(this.api, this.entity),
      ids: [id],
      element: this,
      toast,
      changed: () => this.refresh(),
    });
  }

  static override styles = [TesseraElement.styles, recordStyles, relatedListStyles];
}
