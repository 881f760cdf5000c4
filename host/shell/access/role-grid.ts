import { icon, TesseraElement } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { MatrixAction, RoleMatrix } from './role-api.ts';
import { cellOf, isGivenReplaced, type Grants } from './role-grants.ts';
import { nextPlace, type GridPlace } from './role-grid-keys.ts';
import { gridStyles } from './role-grid-styles.ts';
import { scopePill } from './role-pill.ts';
import { matrixRows, offeredScopes, type MatrixRow } from './role-row.ts';
import { SCOPE_LETTERS } from './role-scope.ts';
import type { ScopeChoice } from './role-scope-menu.ts';
import { ACTIONS, actionText, entityText, scopeText } from './role-words.ts';

/** A cell that was opened, or for which a scope was chosen at once. */
export interface CellWish {
  readonly row: MatrixRow;
  readonly action: MatrixAction;
  readonly anchor: HTMLElement;
  /** None opens the choices. */
  readonly choice?: ScopeChoice;
}

/**
 * Rows of entities and columns of actions, for the keyboard as well: arrows move, Enter opens, letters choose.
 *
 * @fires ts-cell-wished - with a {@link CellWish}
 * @fires ts-row-given-back - with the row whose own grant is to go
 */
@customElement('ts-role-grid')
export class RoleGrid extends TesseraElement {
  @property({ attribute: false }) matrix!: RoleMatrix;
  @property({ attribute: false }) grants!: Grants;
  /** What is looked for. */
  @property() words = '';
  @property({ type: Boolean }) locked = false;

  @state() private folded: ReadonlySet<string> = new Set();
  @state() private here: GridPlace = { row: 0, column: 1 };

  override render(): TemplateResult {
    const rows = matrixRows(this, this.matrix, this.words, this.folded);
    const verbs = Math.max(0, ...rows.map((row) => row.verbs.length));
    const here = this.#placed(rows);
    return html`<table role="grid" aria-label=${this.t('role.matrix')} @keydown=${this.#pressed}>
      <thead>
        <tr>
          <th scope="col" class="name">${this.t('role.entity')}</th>
          ${ACTIONS.map((name) => html`<th scope="col">${actionText(this, { name })}</th>`)}
          ${verbs > 0 ? html`<th scope="col" colspan=${verbs}>${this.t('role.verbs')}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          rows,
          ({ row }) => row,
          (row, at) => this.#row(row, at, verbs, here),
        )}
      </tbody>
    </table>`;
  }

  #row(row: MatrixRow, at: number, verbs: number, here: GridPlace): TemplateResult {
    const name = entityText(this, this.matrix, row.row);
    const cells = cellsOf(row);
    return html`<tr class=${row.level}>
      <th scope="row" class="name">
        <span class="row">${this.#head(row, at, name, here)}</span>
      </th>
      ${Array.from({ length: ACTIONS.length + verbs }, (_, index) => {
        const action = cells[index];
        return action
          ? this.#cell(row, action, { row: at, column: index + 1 }, here)
          : html`<td role="gridcell"></td>`;
      })}
    </tr>`;
  }

  #head(row: MatrixRow, at: number, name: string, here: GridPlace): TemplateResult {
    const isHere = here.row === at && here.column === 0;
    const place = `${at}:0`;
    if (row.level === 'plugin') {
      const isFolded = this.folded.has(row.plugin) && this.words.trim() === '';
      return html`<button
        class="fold"
        data-place=${place}
        tabindex=${isHere ? 0 : -1}
        aria-expanded=${!isFolded}
        @click=${() => this.#fold(row.plugin)}
      >
        ${icon(isFolded ? 'chevron-right' : 'chevron-down', 14)}<span class="ell">${name}</span>
      </button>`;
    }
    const back = isGivenReplaced(this.grants, row.row) && !this.locked;
    return html`<span class="ell grow" title=${row.row}>${name}</span> ${
        back
          ? html`<button
              class="back"
              data-place=${place}
              tabindex=${isHere ? 0 : -1}
              title=${this.t('role.giveBack')}
              aria-label=${this.t('role.giveBackOf', { name })}
              @click=${() => this.dispatchEvent(new CustomEvent('ts-row-given-back', { detail: row.row }))}
            >
              ${icon('undo-2', 14)}
            </button>`
          : nothing
      }`;
  }

  #cell(row: MatrixRow, action: MatrixAction, place: GridPlace, here: GridPlace): TemplateResult {
    const { scopes, origin } = cellOf(this.grants, row.row, action.name);
    const isVerb = place.column > ACTIONS.length;
    const isHere = here.row === place.row && here.column === place.column;
    const label = [
      entityText(this, this.matrix, row.row),
      `${actionText(this, action)}: ${scopeText(this, scopes)}`,
      ...(origin === 'own' || origin === 'nothing' ? [] : [this.t(`role.origin.${origin}`)]),
    ];
    return html`<td role="gridcell">
      <button
        class="cell"
        data-place="${place.row}:${place.column}"
        tabindex=${isHere ? 0 : -1}
        aria-haspopup=${this.locked ? nothing : 'menu'}
        aria-label=${label.join(this.t('role.listSeparator'))}
        title=${label.slice(1).join(this.t('role.listSeparator'))}
        @focus=${() => (this.here = place)}
        @click=${(event: Event) => this.#wish(row, action, event.currentTarget as HTMLElement)}
      >
        ${isVerb ? html`<span class="verb ell">${actionText(this, action)}</span>` : nothing}
        ${scopePill(this, scopes, origin !== 'own')}
        ${origin === 'given' ? html`<span class="from">${icon('puzzle', 11)}</span>` : nothing}
      </button>
    </td>`;
  }

  #wish(row: MatrixRow, action: MatrixAction, anchor: HTMLElement, choice?: ScopeChoice): void {
    if (this.locked) return;
    const detail: CellWish = { row, action, anchor, ...(choice ? { choice } : {}) };
    this.dispatchEvent(new CustomEvent('ts-cell-wished', { detail }));
  }

  #fold(plugin: string): void {
    const folded = new Set(this.folded);
    if (!folded.delete(plugin)) folded.add(plugin);
    this.folded = folded;
  }

  /** Where the one cell is that Tab leads to; rows may have gone since. */
  #placed(rows: readonly MatrixRow[]): GridPlace {
    const row = Math.min(this.here.row, rows.length - 1);
    const found = rows[row];
    return found && this.#columns(found).includes(this.here.column)
      ? { row, column: this.here.column }
      : { row, column: 1 };
  }

  #columns(row: MatrixRow): readonly number[] {
    const hasHead =
      row.level === 'plugin' || (isGivenReplaced(this.grants, row.row) && !this.locked);
    const cells = cellsOf(row).flatMap((action, at) => (action ? [at + 1] : []));
    return hasHead ? [0, ...cells] : cells;
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const rows = matrixRows(this, this.matrix, this.words, this.folded);
    const from = this.#placed(rows);
    const next = nextPlace(
      rows.map((row) => this.#columns(row)),
      from,
      event.key,
      event.ctrlKey,
    );
    if (next) this.#go(next);
    else if (event.ctrlKey || !this.#chosen(rows[from.row], from, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #go(place: GridPlace): void {
    this.here = place;
    this.#at(place)?.focus();
  }

  #chosen(row: MatrixRow | undefined, place: GridPlace, key: string): boolean {
    const action = row && cellsOf(row)[place.column - 1];
    const anchor = this.#at(place);
    if (!action || !anchor) return false;
    const isFilterable = row.entity !== undefined && this.entityMeta(row.entity.id) !== undefined;
    const choice = offeredScopes(row.entity, isFilterable).find(
      (kind) => SCOPE_LETTERS[kind] === key.toLowerCase(),
    );
    if (choice) this.#wish(row, action, anchor, choice);
    return choice !== undefined;
  }

  #at({ row, column }: GridPlace): HTMLElement | null {
    return this.renderRoot.querySelector(`[data-place="${row}:${column}"]`);
  }

  static override styles = [TesseraElement.styles ?? [], gridStyles];
}

function cellsOf(row: MatrixRow): readonly (MatrixAction | undefined)[] {
  return [...row.actions, ...row.verbs];
}
