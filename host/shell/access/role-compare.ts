import { icon, TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import type { MatrixRole, RoleMatrix } from './role-api.ts';
import { compareRoles, type RoleComparison } from './role-differences.ts';
import { pillStyles, scopePill } from './role-pill.ts';
import {
  accessText,
  actionText,
  entityText,
  fieldText,
  permissionText,
  roleName,
} from './role-words.ts';

/** A role beside another one: what either may do, or only where they differ. */
@customElement('ts-role-compare')
export class RoleCompare extends TesseraElement {
  @property({ attribute: false }) matrix!: RoleMatrix;
  @property({ attribute: false }) subject!: MatrixRole;

  @state() private chosen = '';
  @state() private isOnlyDifferences = true;

  override render(): TemplateResult {
    const others = this.matrix.roles.filter(({ id }) => id !== this.subject.id);
    const other = others.find(({ id }) => id === this.chosen);
    return html`<div class="tools">
        <label class="with">
          <span>${this.t('role.compareWith')}</span>
          <select
            @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}
          >
            <option value="">${this.t('role.chooseRole')}</option>
            ${others.map((one) => html`<option value=${one.id} ?selected=${one === other}>${roleName(this, one)}</option>`)}
          </select>
        </label>
        <label class="only">
          <input
            type="checkbox"
            .checked=${this.isOnlyDifferences}
            @change=${(event: Event) => (this.isOnlyDifferences = (event.target as HTMLInputElement).checked)}
          />
          ${this.t('role.onlyDifferences')}
        </label>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.t('role.tab.compare')}>
        ${other ? this.#table(compareRoles(this.matrix, this.subject, other), other) : html`<p class="mut empty">${this.t('role.compareAbout')}</p>`}
      </div>`;
  }

  #table(found: RoleComparison, other: MatrixRole): TemplateResult {
    const wanted = <T extends { readonly isSame: boolean }>(rows: readonly T[]): readonly T[] =>
      this.isOnlyDifferences ? rows.filter(({ isSame }) => !isSame) : rows;
    const actions = wanted(found.actions);
    const permissions = wanted(found.permissions);
    if (actions.length + permissions.length + found.fields.length === 0)
      return html`<p class="mut empty">${this.t('role.noDifference')}</p>`;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${this.t('role.what')}</th>
          <th scope="col">${roleName(this, this.subject)}</th>
          <th scope="col">${roleName(this, other)}</th>
        </tr>
      </thead>
      <tbody>
        ${actions.map(({ entity, action, scopes, isSame }) =>
          this.#row(
            `${entityText(this, this.matrix, entity)} · ${this.#action(entity, action)}`,
            isSame,
            [scopePill(this, scopes[0]), scopePill(this, scopes[1])],
          ),
        )}
        ${found.fields.map(({ entity, field, access }) =>
          this.#row(
            `${entityText(this, this.matrix, entity)} · ${this.#field(entity, field)}`,
            false,
            [html`${accessText(this, access[0])}`, html`${accessText(this, access[1])}`],
          ),
        )}
        ${permissions.map(({ name, held, isSame }) =>
          this.#row(permissionText(this, this.matrix, name), isSame, [
            this.#held(held[0]),
            this.#held(held[1]),
          ]),
        )}
      </tbody>
    </table>`;
  }

  #row(what: string, isSame: boolean, cells: readonly TemplateResult[]): TemplateResult {
    return html`<tr>
      <th scope="row">
        <span class="row"
          >${isSame ? nothing : html`<span class="mark" title=${this.t('role.differs')}>${icon('git-compare', 12)}</span>`}
          ${what}</span
        >
      </th>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
    </tr>`;
  }

  #held(isHeld: boolean): TemplateResult {
    return html`<span class="row"
      >${icon(isHeld ? 'check' : 'minus', 14)} ${this.t(isHeld ? 'role.yes' : 'role.no')}</span
    >`;
  }

  #action(entity: string, name: string): string {
    const found = this.matrix.entities.find(({ id }) => id === entity);
    return actionText(this, found?.actions.find((action) => action.name === name) ?? { name });
  }

  #field(entity: string, name: string): string {
    const found = this.matrix.entities.find(({ id }) => id === entity);
    const field = found?.fields.find((one) => one.name === name);
    return field ? fieldText(this, field) : name;
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    pillStyles,
    css`
      :host {
        flex: 1;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
        padding: 8px 16px;
        border-bottom: 1px solid var(--ts-line);
      }
      .tools label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 30px;
      }
      .with span {
        white-space: nowrap;
      }
      .with select {
        width: 240px;
      }
      .scroll {
        flex: 1;
        min-height: 0;
        overflow: auto;
      }
      .empty {
        padding: 24px 16px;
      }
      table {
        border-collapse: separate;
        border-spacing: 0;
        width: 100%;
        max-width: 960px;
      }
      th,
      td {
        height: 34px;
        padding: 0 16px;
        border-bottom: 1px solid var(--ts-line);
        background: var(--ts-bg);
        text-align: start;
        font-weight: 400;
      }
      thead th {
        position: sticky;
        top: 0;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .mark {
        color: var(--ts-warning);
      }
      @media (max-width: 759px) {
        .with,
        .with select {
          width: 100%;
        }
        th,
        td {
          padding: 4px 8px;
        }
      }
    `,
  ];
}
