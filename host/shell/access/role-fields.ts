import type { FieldAccess, Grant } from '@tessera/core';
import { icon, TesseraElement, toast } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import type { MatrixEntity, MatrixField, RoleMatrix } from './role-api.ts';
import { maskPersonal } from './role-field-masks.ts';
import {
  accessOf,
  fieldsOf,
  giveBack,
  isGivenReplaced,
  isOwnRow,
  setFields,
  type Grants,
  type Row,
} from './role-grants.ts';
import { accessText, entityGroups, fieldText, pluginText } from './role-words.ts';

const ACCESSES: readonly FieldAccess[] = ['write', 'read', 'mask', 'none'];

/**
 * Which fields of an entity a role reads, writes or sees masked.
 *
 * @fires ts-grants-changed - with the role's own grants
 */
@customElement('ts-role-fields')
export class RoleFields extends TesseraElement {
  @property({ attribute: false }) matrix!: RoleMatrix;
  @property({ attribute: false }) grants!: Grants;
  @property({ type: Boolean }) locked = false;

  @state() private chosen = '';

  override render(): TemplateResult {
    const groups = entityGroups(this, this.matrix);
    const entity = this.#entity;
    return html`<div class="tools">
        <select
          aria-label=${this.t('role.entity')}
          @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}
        >
          ${groups.map(
            ({ plugin, entities }) =>
              html`<optgroup label=${pluginText(this, plugin)}>
                ${entities.map((one) => html`<option value=${one.id} ?selected=${one === entity}>${this.localized(one.label)}</option>`)}
              </optgroup>`,
          )}
        </select>
        ${entity && !this.locked ? this.#bulk(entity) : nothing}
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.t('role.tab.fields')}>
        ${entity ? this.#table(entity) : nothing}
      </div>`;
  }

  #bulk(entity: MatrixEntity): TemplateResult {
    const hasPersonal = entity.fields.some(({ personal }) => personal);
    const row = entity.id as Row;
    return html`<button class="btn" ?disabled=${!hasPersonal} @click=${() => this.#mask([entity])}>
        ${icon('eye-off', 14)} ${this.t('role.maskPersonal')}
      </button>
      <button class="btn" @click=${() => this.#mask(this.matrix.entities)}>
        ${icon('eye-off', 14)} ${this.t('role.maskPersonalEverywhere')}
      </button>
      ${
        isGivenReplaced(this.grants, row)
          ? html`<button class="btn" @click=${() => this.#change(giveBack(this.grants.own, row))}>
              ${icon('undo-2', 14)} ${this.t('role.giveBack')}
            </button>`
          : nothing
      }`;
  }

  #table(entity: MatrixEntity): TemplateResult {
    const isOwn = isOwnRow(this.grants.own, entity.id as Row);
    const isGiven = !isOwn && isOwnRow(this.grants.given, entity.id as Row);
    return html`${isGiven ? html`<p class="mut from">${icon('puzzle', 12)} ${this.t('role.fieldsGiven')}</p>` : nothing}
      <table>
        <thead>
          <tr>
            <th scope="col">${this.t('role.field')}</th>
            ${ACCESSES.map((access) => html`<th scope="col" class="choice">${accessText(this, access)}</th>`)}
            <th scope="col" class="choice">${this.t('role.access.rest')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.#row(entity, '*', html`<b>${this.t('role.otherFields')}</b>`, this.t('role.otherFields'))}
          ${entity.fields.toSorted((one, other) => Number(one.system) - Number(other.system)).map((field) => this.#row(entity, field.name, this.#name(entity, field), fieldText(this, field)))}
        </tbody>
      </table>`;
  }

  #name(entity: MatrixEntity, field: MatrixField): TemplateResult {
    const access = accessOf(this.grants, entity.id as Row, field.name);
    return html`<span class="ell">${fieldText(this, field)}</span>
      <span class="marks">
        ${field.personal ? html`<ts-tag .hue=${290}>${this.t('role.personal')}</ts-tag>` : nothing}
        ${field.sensitive ? html`<ts-tag .hue=${28}>${this.t('role.sensitive')}</ts-tag>` : nothing}
        ${field.system ? html`<span class="mut">${this.t('role.system')}</span>` : nothing}
        <span class="visually-hidden">${accessText(this, access)}</span>
      </span>`;
  }

  #row(entity: MatrixEntity, name: string, heading: TemplateResult, label: string): TemplateResult {
    const said = fieldsOf(this.grants, entity.id as Row)[name];
    const chosen =
      said ?? (name === '*' ? accessOf(this.grants, entity.id as Row, '*') : undefined);
    const radio = (access: FieldAccess | undefined, word: string): TemplateResult =>
      html`<td class="choice">
        <label>
          <input
            type="radio"
            name="${entity.id}.${name}"
            aria-label="${label}: ${word}"
            .checked=${access === chosen}
            ?disabled=${this.locked}
            @change=${() => this.#change(setFields(this.grants, entity, { [name]: access }))}
          />
        </label>
      </td>`;
    return html`<tr>
      <th scope="row"><span class="row">${heading}</span></th>
      ${ACCESSES.map((access) => radio(access, accessText(this, access)))}
      ${name === '*' ? html`<td></td>` : radio(undefined, this.t('role.access.rest'))}
    </tr>`;
  }

  get #entity(): MatrixEntity | undefined {
    const { entities } = this.matrix;
    const first = entityGroups(this, this.matrix)[0]?.entities[0];
    return entities.find(({ id }) => id === this.chosen) ?? first;
  }

  #mask(entities: readonly MatrixEntity[]): void {
    const { grants, count } = maskPersonal(this.grants, entities);
    toast({ text: this.t('role.masked', { count }) });
    if (count > 0) this.#change(grants);
  }

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
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 8px 16px;
        border-bottom: 1px solid var(--ts-line);
      }
      .tools select {
        width: 240px;
      }
      .scroll {
        flex: 1;
        min-height: 0;
        overflow: auto;
      }
      .from {
        padding: 8px 16px;
        font-size: 12px;
      }
      .from svg {
        display: inline;
      }
      table {
        border-collapse: separate;
        border-spacing: 0;
        width: 100%;
        max-width: 860px;
      }
      th,
      td {
        height: 36px;
        padding: 0 8px;
        border-bottom: 1px solid var(--ts-line);
        background: var(--ts-bg);
        text-align: start;
        font-weight: 400;
      }
      thead th {
        position: sticky;
        top: 0;
        z-index: 1;
        height: 32px;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      th:first-child {
        padding-left: 16px;
      }
      .choice {
        width: 88px;
        text-align: center;
      }
      .choice label {
        display: grid;
        place-items: center;
        min-height: 28px;
      }
      .marks {
        display: flex;
        gap: 4px;
        font-size: 12px;
      }
      input[type='radio'] {
        width: 16px;
        height: 16px;
        margin: 0;
        padding: 0;
        accent-color: var(--ts-accent);
      }
      @media (max-width: 759px) {
        .tools select {
          width: 100%;
        }
        .choice {
          width: 44px;
          padding: 0 2px;
          font-size: 11px;
        }
        .choice label {
          min-height: 44px;
        }
        th:first-child .row {
          flex-wrap: wrap;
          gap: 2px 6px;
        }
      }
    `,
  ];
}
