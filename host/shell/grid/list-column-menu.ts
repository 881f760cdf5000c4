import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldIcon } from '../field/field-icon.ts';
import { findField } from '../field/field-kind.ts';
import { moveColumn, ownColumns, shownColumns } from './list-column.ts';
import type { ListColumn } from './list-column.ts';
import { listColumnMenuStyles } from './list-column-menu-styles.ts';
import { listMenuStyles } from '../list/list-menu-styles.ts';
import '../list/list-popover.ts';
import { isDated, totalOf, totalsOf } from '../list/list-total.ts';
import type { ListTotal, ListTotals } from '../list/list-total.ts';

/**
 * Chooses the columns of a list, their order, and what stands below them.
 *
 * @fires ts-columns-changed - with `{columns}`: null for the entity's own
 * @fires ts-totals-changed - with `{totals}`
 */
@customElement('ts-list-column-menu')
export class ListColumnMenu extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) columns: readonly ListColumn[] | null = null;
  @property({ attribute: false }) totals: ListTotals = {};

  @state() private words = '';
  @state() private told = '';
  @state() private dragged: string | null = null;

  override render(): TemplateResult {
    const isOther = this.columns !== null;
    return html`<ts-list-popover
      compact
      icon="columns-3"
      .label=${this.t('columns.title')}
      ?marked=${isOther}
      @ts-popover-toggled=${() => (this.words = '')}
    >
      <div class="menu">
        <label class="search">
          ${icon('search', 14)}
          <input
            data-first
            type="search"
            .value=${this.words}
            placeholder=${this.t('columns.search')}
            aria-label=${this.t('columns.search')}
            @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)}
          />
        </label>
        ${this.#lists()}
        ${
          isOther
            ? html`<hr />
                <button class="line" @click=${() => this.#tell(null)}>
                  ${icon('undo-2', 16)} ${this.t('columns.own')}
                </button>`
            : nothing
        }
        <span class="visually-hidden" role="status">${this.told}</span>
      </div>
    </ts-list-popover>`;
  }

  #lists(): TemplateResult {
    const shown = shownColumns(this.entity, this.columns).map(({ field }) => field);
    const hidden = this.entity.fields
      .filter((field) => !shown.includes(field))
      .toSorted((one, two) =>
        this.localized(one.label).localeCompare(this.localized(two.label), this.locale),
      );
    const fits = (field: FieldMeta): boolean =>
      this.localized(field.label).toLowerCase().includes(this.words.trim().toLowerCase());
    const found = { shown: shown.filter(fits), hidden: hidden.filter(fits) };
    if (found.shown.length + found.hidden.length === 0)
      return html`<p class="none">${this.t('columns.none')}</p>`;
    return html`${found.shown.length > 0 ? html`<h3>${this.t('columns.shown')}</h3>` : nothing}
      <ul>
        ${repeat(
          found.shown,
          ({ name }) => name,
          (field) => this.#shown(field, shown),
        )}
      </ul>
      ${found.hidden.length > 0 ? html`<h3>${this.t('columns.hidden')}</h3>` : nothing}
      <ul>
        ${repeat(
          found.hidden,
          ({ name }) => name,
          (field) => html`<li>${this.#check(field, false)}</li>`,
        )}
      </ul>`;
  }

  #shown(field: FieldMeta, all: readonly FieldMeta[]): TemplateResult {
    const at = all.indexOf(field);
    const label = { field: this.localized(field.label) };
    const isTitle = field.name === this.entity.title;
    return html`<li
      data-field=${field.name}
      class=${this.dragged === field.name ? 'dragged' : ''}
      @keydown=${(event: KeyboardEvent) => this.#pressed(event, field)}
    >
      ${this.#check(field, true, isTitle)} ${this.#total(field)}
      ${
        isTitle
          ? nothing
          : html`<button
                class="small"
                aria-label=${this.t('columns.up', label)}
                title=${`${this.t('columns.up', label)} (Alt ↑)`}
                ?disabled=${at <= 1}
                @click=${() => this.#move(field, -1)}
              >
                ${icon('chevron-up', 14)}
              </button>
              <button
                class="small"
                aria-label=${this.t('columns.down', label)}
                title=${`${this.t('columns.down', label)} (Alt ↓)`}
                ?disabled=${at === all.length - 1}
                @click=${() => this.#move(field, 1)}
              >
                ${icon('chevron-down', 14)}
              </button>
              <span
                class="handle"
                title=${this.t('columns.drag', label)}
                @pointerdown=${(event: PointerEvent) => this.#grabbed(event, field)}
                @pointermove=${this.#dragging}
                @pointerup=${this.#dropped}
                @pointercancel=${this.#dropped}
                >${icon('grip-vertical', 14)}</span
              >`
      }
    </li>`;
  }

  #check(field: FieldMeta, isShown: boolean, isFixed = false): TemplateResult {
    return html`<label class="check">
      <input
        type="checkbox"
        .checked=${isShown}
        ?disabled=${isFixed}
        @change=${() => this.#toggle(field, !isShown)}
      />
      ${icon(fieldIcon(field, this.meta), 14)}
      <span class="ell">${this.localized(field.label)}</span>
    </label>`;
  }

  #total(field: FieldMeta): TemplateResult | typeof nothing {
    const possible = totalsOf(field);
    if (possible.length === 0) return nothing;
    const current = totalOf(field, this.totals);
    const textOf = (total: ListTotal): string =>
      this.t(
        isDated(field) && (total === 'min' || total === 'max')
          ? `total.${total}.date`
          : `total.${total}`,
      );
    return html`<select
      aria-label=${this.t('columns.total', { field: this.localized(field.label) })}
      @change=${(event: Event) => this.#totalled(field, (event.target as HTMLSelectElement).value)}
    >
      <option value="" ?selected=${current === null}>${this.t('total.none')}</option>
      ${possible.map((total) => html`<option value=${total} ?selected=${current === total}>${textOf(total)}</option>`)}
    </select>`;
  }

  #totalled(field: FieldMeta, value: string): void {
    const totals = { ...this.totals, [field.name]: (value || null) as ListTotal | null };
    this.dispatchEvent(new CustomEvent('ts-totals-changed', { detail: { totals } }));
  }

  get #chosen(): readonly ListColumn[] {
    return (
      this.columns ?? ownColumns(this.entity).filter(({ field }) => findField(this.entity, field))
    );
  }

  #toggle({ name }: FieldMeta, isShown: boolean): void {
    this.#tell(
      isShown
        ? [...this.#chosen, { field: name }]
        : this.#chosen.filter(({ field }) => field !== name),
    );
  }

  /** Among the columns that can be seen: what is off keeps its place. */
  #move(field: FieldMeta, step: -1 | 1): void {
    const shown = shownColumns(this.entity, this.#chosen).map((column) => column.field.name);
    const at = shown.indexOf(field.name);
    this.#place(field.name, shown[at + step]);
    const place = { field: this.localized(field.label), place: at + step + 1, count: shown.length };
    this.told = this.t('columns.moved', place);
  }

  #place(name: string, where: string | undefined): void {
    if (where === undefined || where === name || where === this.entity.title) return;
    const columns = this.#chosen;
    const from = columns.findIndex(({ field }) => field === name);
    const to = columns.findIndex(({ field }) => field === where);
    if (from >= 0 && to >= 0) this.#tell(moveColumn(columns, from, to));
  }

  #tell(columns: readonly ListColumn[] | null): void {
    this.dispatchEvent(new CustomEvent('ts-columns-changed', { detail: { columns } }));
  }

  #pressed(event: KeyboardEvent, field: FieldMeta): void {
    if (!event.altKey || field.name === this.entity.title) return;
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(field, step);
  }

  #grabbed(event: PointerEvent, field: FieldMeta): void {
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.dragged = field.name;
  }

  readonly #dragging = (event: PointerEvent): void => {
    if (this.dragged === null) return;
    const over = [...this.renderRoot.querySelectorAll<HTMLElement>('li[data-field]')].find(
      (row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return event.clientY >= top && event.clientY < bottom;
      },
    );
    this.#place(this.dragged, over?.dataset['field']);
  };

  readonly #dropped = (): void => {
    this.dragged = null;
  };

  static override styles = [TesseraElement.styles, listMenuStyles, listColumnMenuStyles];
}
