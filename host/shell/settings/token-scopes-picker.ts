import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, TokenScopes } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { pageStyles } from '../app/page-styles.ts';
import {
  scopesOf,
  TOKEN_ACTIONS,
  TOKEN_REACHES,
  toggleAction,
  type TokenAction,
  type TokenChoice,
  type TokenReach,
} from './token-choice.ts';

/** Chooses how far a token goes: reading, reading and writing, single entities with their actions, or all that its user may do. */
@customElement('ts-token-scopes')
export class TokenScopesPicker extends TesseraElement {
  @state() private reach: TokenReach = 'read';
  @state() private choice: TokenChoice = {};
  @state() private words = '';

  /** What is chosen; undefined for all that its user may do. */
  get scopes(): TokenScopes | undefined {
    return scopesOf(this.reach, this.choice);
  }
  /** Nothing is chosen yet: such a token could do nothing. */
  get isEmpty(): boolean {
    return this.scopes?.records.length === 0;
  }

  override render(): TemplateResult {
    return html`<fieldset>
      <legend>${this.t('token.reach')}</legend>
      ${TOKEN_REACHES.map(
        (reach) =>
          html`<label class="check">
            <input
              type="radio"
              name="reach"
              value=${reach}
              .checked=${reach === this.reach}
              @change=${() => this.#reached(reach)}
            />
            <span
              >${this.t(`token.reach.${reach}`)}
              <small class="mut">${this.t(`token.reachAbout.${reach}`)}</small></span
            >
          </label>`,
      )}
      ${this.reach === 'choose' ? this.#entities() : nothing}
    </fieldset>`;
  }

  #entities(): TemplateResult {
    const words = this.words.toLowerCase();
    const found = this.meta.entities
      .filter(({ actions }) => actions.read)
      .map((entity) => ({ entity, label: this.localized(entity.plural) }))
      .filter(({ entity, label }) => `${label} ${entity.id}`.toLowerCase().includes(words));
    return html`<input
        type="search"
        aria-label=${this.t('token.find')}
        placeholder=${this.t('token.find')}
        @input=${(event: Event) => (this.words = (event.target as HTMLInputElement).value)}
      />
      <div class="table" tabindex="0" role="region" aria-label=${this.t('token.reach.choose')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${this.t('token.entity')}</th>
              ${TOKEN_ACTIONS.map((action) => html`<th scope="col">${this.t(`role.action.${action}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${found.map(({ entity, label }) => this.#row(entity, label))}
          </tbody>
        </table>
      </div>`;
  }

  #row(entity: EntityMeta, label: string): TemplateResult {
    const chosen = this.choice[entity.id] ?? [];
    return html`<tr>
      <th scope="row">${label}</th>
      ${TOKEN_ACTIONS.map(
        (action) =>
          html`<td>
            <input
              type="checkbox"
              name="${entity.id} ${action}"
              aria-label="${label}: ${this.t(`role.action.${action}`)}"
              ?disabled=${!entity.actions[action]}
              .checked=${chosen.includes(action)}
              @change=${() => this.#toggled(entity.id, action)}
            />
          </td>`,
      )}
    </tr>`;
  }

  #reached(reach: TokenReach): void {
    this.reach = reach;
    this.#tell();
  }
  #toggled(entity: string, action: TokenAction): void {
    this.choice = toggleAction(this.choice, entity, action);
    this.#tell();
  }
  #tell(): void {
    this.dispatchEvent(new CustomEvent('ts-scopes-chosen'));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      fieldset {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      input[type='radio'],
      input[type='checkbox'] {
        width: 16px;
        height: 16px;
        margin: 2px 0 0;
        flex: none;
        accent-color: var(--ts-accent);
      }
      .check {
        display: flex;
        gap: 8px;
        min-height: 24px;
      }
      small {
        display: block;
        font-size: 12px;
        line-height: 16px;
      }
      .table {
        max-height: 240px;
        overflow: auto;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        height: 28px;
        padding: 0 8px;
        border-bottom: 1px solid var(--ts-line);
        text-align: start;
        font-weight: 400;
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--ts-bg-raised);
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
    `,
  ];
}
