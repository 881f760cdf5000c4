import type { Filter, Grant, Scope } from '@tessera/core';
import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { loadPart } from '../app/part.ts';
import { pageStyles } from '../app/page-styles.ts';
import { RecordNarrow } from '../record/record-narrow.ts';
import type { RoleMatrix } from './role-api.ts';
import './role-cards.ts';
import { cellOf, giveBack, isOwnRow, setCell, type Grants, type Row } from './role-grants.ts';
import './role-grid.ts';
import type { CellWish } from './role-grid.ts';
import { matrixRows, offeredScopes } from './role-row.ts';
import { kindOf } from './role-scope.ts';
import './role-scope-menu.ts';
import type { ScopeChoice } from './role-scope-menu.ts';
import { actionText, entityText } from './role-words.ts';

/**
 * What a role may do with records: the matrix, or one entity at a time on a phone, and the choices for a cell.
 *
 * @fires ts-grants-changed - with the role's own grants
 */
@customElement('ts-role-records')
export class RoleRecords extends TesseraElement {
  @property({ attribute: false }) matrix!: RoleMatrix;
  @property({ attribute: false }) grants!: Grants;
  @property({ type: Boolean }) locked = false;

  @state() private words = '';
  @state() private wish: CellWish | undefined;
  @state() private isFiltering = false;
  readonly #narrow = new RecordNarrow(this);

  override render(): TemplateResult {
    const isEmpty = matrixRows(this, this.matrix, this.words, new Set()).length === 0;
    return html`<div class="tools">
        <input
          type="search"
          aria-label=${this.t('role.search')}
          placeholder=${this.t('role.search')}
          .value=${this.words}
          @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)}
        />
        <p class="mut">${icon('puzzle', 12)} ${this.t('role.legend')}</p>
      </div>
      <div class="scroll">
        ${isEmpty ? html`<p class="mut empty">${this.t('role.noEntity', { words: this.words })}</p>` : this.#content()}
      </div>
      ${this.#choices()}`;
  }

  #content(): TemplateResult {
    const wished = (event: CustomEvent<CellWish>): void => this.#wished(event.detail);
    const back = (event: CustomEvent<Row>): void =>
      this.#change(giveBack(this.grants.own, event.detail));
    return this.#narrow.isNarrow
      ? html`<ts-role-cards
          .matrix=${this.matrix}
          .grants=${this.grants}
          .words=${this.words}
          ?locked=${this.locked}
          @ts-cell-wished=${wished}
          @ts-row-given-back=${back}
        ></ts-role-cards>`
      : html`<ts-role-grid
          .matrix=${this.matrix}
          .grants=${this.grants}
          .words=${this.words}
          ?locked=${this.locked}
          @ts-cell-wished=${wished}
          @ts-row-given-back=${back}
        ></ts-role-grid>`;
  }

  #choices(): TemplateResult | typeof nothing {
    const { wish } = this;
    if (!wish) return nothing;
    const { row, entity } = wish.row;
    const cell = cellOf(this.grants, row, wish.action.name);
    const meta = entity && this.entityMeta(entity.id);
    const first = cell.scopes[0] ?? 'none';
    if (this.isFiltering && meta)
      return html`<ts-filter-panel
        .entity=${meta}
        .filter=${typeof first === 'object' ? first.filter : undefined}
        .anchor=${wish.anchor}
        @ts-filter-changed=${this.#filtered}
        @ts-filter-cancelled=${this.#close}
      ></ts-filter-panel>`;
    return html`<ts-role-scope-menu
      .anchor=${wish.anchor}
      .kinds=${offeredScopes(entity, meta !== undefined)}
      .chosen=${kindOf(first)}
      heading="${entityText(this, this.matrix, row)} · ${actionText(this, wish.action)}"
      ?unsettable=${cell.origin === 'own'}
      note=${!entity && cell.origin === 'given' ? this.t('role.besides') : entity && !isOwnRow(this.grants.own, row) && cell.origin === 'given' ? this.t('role.takesOver') : ''}
      @ts-scope-chosen=${(event: CustomEvent<ScopeChoice>) => this.#wished({ ...wish, choice: event.detail })}
      @ts-scope-closed=${() => {
        if (!this.isFiltering) this.#close();
      }}
    ></ts-role-scope-menu>`;
  }

  #wished(wish: CellWish): void {
    this.wish = wish;
    if (wish.choice === 'filter') {
      loadPart(() => import('../filter/filter-panel.ts'));
      this.isFiltering = true;
    } else if (wish.choice) this.#set(wish, wish.choice === 'unset' ? undefined : [wish.choice]);
  }

  #set({ row, action }: CellWish, scopes: readonly Scope[] | undefined): void {
    this.#change(setCell(this.grants, row.row, action.name, scopes, row.entity));
    this.#close();
  }

  readonly #filtered = (event: CustomEvent<{ filter: Filter | undefined }>): void => {
    const { filter } = event.detail;
    // A filter that asks nothing is no choice: “all” has a word of its own.
    if (this.wish && filter) this.#set(this.wish, [{ filter }]);
    else this.#close();
  };

  readonly #close = (): void => {
    const anchor = this.wish?.anchor;
    this.wish = undefined;
    this.isFiltering = false;
    anchor?.focus();
  };

  #change(grants: readonly Grant[]): void {
    this.dispatchEvent(new CustomEvent('ts-grants-changed', { detail: grants }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        flex: 1;
      }
      .tools {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 8px 16px;
        border-bottom: 1px solid var(--ts-line);
      }
      .tools input {
        width: 220px;
      }
      .tools p {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: 12px;
      }
      .scroll {
        flex: 1;
        min-height: 0;
        overflow: auto;
      }
      .empty {
        padding: 24px 16px;
      }
      @media (max-width: 759px) {
        .tools {
          flex-wrap: wrap;
        }
        .tools input {
          flex: 1 0 100%;
        }
        .tools p {
          display: none;
        }
      }
    `,
  ];
}
