import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import type { MatrixAction, RoleMatrix } from './role-api.ts';
import { cellOf, isGivenReplaced, type Grants } from './role-grants.ts';
import type { CellWish } from './role-grid.ts';
import { pillStyles, scopePill } from './role-pill.ts';
import { matrixRows, type MatrixRow } from './role-row.ts';
import { actionText, entityText, pluginText } from './role-words.ts';

/**
 * The matrix on a phone: one row of it at a time, its actions below each other.
 *
 * @fires ts-cell-wished - with a {@link CellWish}
 * @fires ts-row-given-back - with the row whose own grant is to go
 */
@customElement('ts-role-cards')
export class RoleCards extends TesseraElement {
  @property({ attribute: false }) matrix!: RoleMatrix;
  @property({ attribute: false }) grants!: Grants;
  @property() words = '';
  @property({ type: Boolean }) locked = false;

  @state() private chosen = '';

  override render(): TemplateResult | typeof nothing {
    const rows = matrixRows(this, this.matrix, this.words, new Set());
    const here = rows.find(({ row }) => row === this.chosen) ?? rows.find(({ entity }) => entity);
    if (!here) return nothing;
    const plugins = [...new Set(rows.map(({ plugin }) => plugin))];
    return html`<label class="field">
        <span>${this.t('role.entity')}</span>
        <select
          @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}
        >
          ${plugins.map((plugin) => this.#options(plugin, rows, here))}
        </select>
      </label>
      <section class="card" aria-label=${entityText(this, this.matrix, here.row)}>
        <ul>
          ${[...here.actions, ...here.verbs].map((action) => (action ? this.#action(here, action) : nothing))}
        </ul>
        ${
          isGivenReplaced(this.grants, here.row) && !this.locked
            ? html`<button
                class="btn"
                @click=${() => this.dispatchEvent(new CustomEvent('ts-row-given-back', { detail: here.row }))}
              >
                ${icon('undo-2', 14)} ${this.t('role.giveBack')}
              </button>`
            : nothing
        }
      </section>`;
  }

  #options(plugin: string, rows: readonly MatrixRow[], here: MatrixRow): TemplateResult {
    const options = rows
      .filter((row) => row.plugin === plugin)
      .map(
        ({ row }) =>
          html`<option value=${row} ?selected=${row === here.row}>
            ${entityText(this, this.matrix, row)}
          </option>`,
      );
    return plugin === ''
      ? html`${options}`
      : html`<optgroup label=${pluginText(this, plugin)}>${options}</optgroup>`;
  }

  #action(row: MatrixRow, action: MatrixAction): TemplateResult {
    const { scopes, origin } = cellOf(this.grants, row.row, action.name);
    return html`<li>
      <button ?disabled=${this.locked} @click=${(event: Event) => this.#wish(row, action, event)}>
        <span class="what">
          ${actionText(this, action)}
          ${
            origin === 'given' || origin === 'above'
              ? html`<span class="mut">${this.t(`role.origin.${origin}`)}</span>`
              : nothing
          }
        </span>
        ${scopePill(this, scopes, origin !== 'own')} ${icon('chevron-right', 14)}
      </button>
    </li>`;
  }

  #wish(row: MatrixRow, action: MatrixAction, event: Event): void {
    const detail: CellWish = { row, action, anchor: event.currentTarget as HTMLElement };
    this.dispatchEvent(new CustomEvent('ts-cell-wished', { detail }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pillStyles,
    css`
      :host {
        gap: 12px;
        padding: 12px 16px;
      }
      .card {
        padding: 4px 12px 12px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li + li {
        border-top: 1px solid var(--ts-line);
      }
      li button {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 48px;
        text-align: start;
      }
      li button:disabled {
        opacity: 1;
      }
      .what {
        display: grid;
        flex: 1;
        min-width: 0;
      }
      .what .mut {
        font-size: 12px;
      }
    `,
  ];
}
