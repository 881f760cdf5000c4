import { TesseraElement } from '@tessera/sdk/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../field/picker.ts';
import { findField } from '../field/field-kind.ts';
import { entityOf } from '../field/field-template.ts';
import { pageStyles } from '../app/page-styles.ts';
import { EVERYBODY, type PeopleChoice } from './people-filter.ts';

/**
 * Narrows the list of people by status, audience, team and role.
 *
 * @fires ts-people-chosen - with the choice
 */
@customElement('ts-people-filters')
export class PeopleFilters extends TesseraElement {
  @property({ attribute: false }) choice: PeopleChoice = EVERYBODY;

  override render(): TemplateResult {
    const isNarrowed = Object.values(this.choice).some((one) => one !== '');
    return html`${this.#options('status')} ${this.#options('audience')}
    ${this.#picker('team', 'tessera.team')} ${this.#picker('role', 'tessera.role')}
    ${
      isNarrowed
        ? html`<button class="btn ghost" @click=${() => this.#tell(EVERYBODY)}>
            ${this.t('people.everybody')}
          </button>`
        : nothing
    }`;
  }

  #options(name: 'status' | 'audience'): TemplateResult | typeof nothing {
    const entity = entityOf(this.meta, 'tessera.user');
    const field = entity && findField(entity, name);
    if (!field) return nothing;
    const label = this.localized(field.label);
    return html`<label class="field"
      ><span>${label}</span>
      <select
        @change=${(event: Event) => this.#tell({ ...this.choice, [name]: (event.target as HTMLSelectElement).value })}
      >
        <option value="" ?selected=${this.choice[name] === ''}>${this.t('people.any')}</option>
        ${field.options?.map(
          ({ key, label: option }) =>
            html`<option value=${key} ?selected=${this.choice[name] === key}>
              ${this.localized(option)}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #picker(name: 'team' | 'role', entity: string): TemplateResult {
    const label = this.t(name === 'team' ? 'people.team' : 'role.one');
    return html`<ts-picker
      entity=${entity}
      .label=${label}
      .value=${this.choice[name] || null}
      @ts-picked=${(event: CustomEvent<{ value: { id: string } | null }>) => this.#tell({ ...this.choice, [name]: event.detail.value?.id ?? '' })}
    ></ts-picker>`;
  }

  #tell(choice: PeopleChoice): void {
    if (JSON.stringify(choice) === JSON.stringify(this.choice)) return;
    this.choice = choice;
    this.dispatchEvent(new CustomEvent('ts-people-chosen', { detail: choice }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(160px, 1fr));
        gap: 8px;
        align-items: end;
      }
      label.field {
        gap: 6px;
      }
      .btn {
        justify-self: start;
      }
    `,
  ];
}
