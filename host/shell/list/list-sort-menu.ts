import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fieldIcon } from '../field/field-icon.ts';
import { findField, isNumeric } from '../field/field-kind.ts';
import './list-popover.ts';
import { listMenuStyles } from './list-menu-styles.ts';
import type { ListSort } from './list-query.ts';
import { isDated } from './list-total.ts';

/**
 * Chooses the order of a list.
 *
 * @fires ts-sort-chosen - with `{sort}`: null for the entity's own order
 */
@customElement('ts-list-sort-menu')
export class ListSortMenu extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) sort: ListSort | null = null;

  override render(): TemplateResult {
    const current = this.sort ?? this.entity.list.sort;
    const field = findField(this.entity, current.field);
    const isOther = this.sort !== null;
    return html`<ts-list-popover
      compact
      icon="arrow-up-down"
      .label=${this.t('sort.title')}
      .hint=${isOther && field ? this.localized(field.label) : ''}
      ?marked=${isOther}
    >
      <div class="menu">
        <div class="segments" role="group" aria-label=${this.t('sort.direction')}>
          ${(['asc', 'desc'] as const).map(
            (direction) =>
              html`<button
                aria-pressed=${current.direction === direction}
                @click=${() => this.#choose({ field: current.field, direction })}
              >
                ${icon(direction === 'asc' ? 'arrow-up' : 'arrow-down', 14)}
                ${this.#directionText(field, direction)}
              </button>`,
          )}
        </div>
        <h3 id="by">${this.t('sort.by')}</h3>
        <div class="fields" role="group" aria-labelledby="by">
          ${this.#fields.map((one) => this.#line(one, current))}
        </div>
        ${
          isOther
            ? html`<hr />
                <button class="line" @click=${() => this.#choose(null)}>
                  ${icon('undo-2', 16)} ${this.t('sort.own')}
                </button>`
            : nothing
        }
      </div>
    </ts-list-popover>`;
  }

  get #fields(): readonly FieldMeta[] {
    return this.entity.fields.filter(({ sortable, access }) => sortable && access !== 'mask');
  }

  #line(field: FieldMeta, current: ListSort): TemplateResult {
    const isCurrent = field.name === current.field;
    return html`<button
      class="line"
      aria-pressed=${isCurrent}
      ?data-first=${isCurrent}
      @click=${() => this.#choose({ field: field.name, direction: isDated(field) ? 'desc' : 'asc' })}
    >
      ${icon(fieldIcon(field, this.meta), 16)}
      <span class="grow">${this.localized(field.label)}</span>
      ${isCurrent ? icon('check', 14) : nothing}
    </button>`;
  }

  #directionText(field: FieldMeta | undefined, direction: 'asc' | 'desc'): string {
    if (!field) return this.t(`sort.${direction}`);
    if (isDated(field)) return this.t(`sort.${direction}.date`);
    if (isNumeric(field)) return this.t(`sort.${direction}.number`);
    return this.t(field.type === 'text' ? `sort.${direction}.text` : `sort.${direction}`);
  }

  #choose(sort: ListSort | null): void {
    this.dispatchEvent(new CustomEvent('ts-sort-chosen', { detail: { sort } }));
  }

  static override styles = [
    TesseraElement.styles,
    listMenuStyles,
    css`
      :host {
        display: inline-flex;
        min-width: 0;
      }
      .fields {
        display: grid;
      }
    `,
  ];
}
