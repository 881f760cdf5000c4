import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, Explanation } from '@tessera/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import '../field/picker.ts';
import type { ExpandedReference } from '../field/field-kind.ts';
import { problemText } from '../record/record-problem.ts';
import { ExplainApi, type Person } from './explain-api.ts';
import { explainedAnswer, explainStepStyles } from './explain-steps.ts';
import type { MatrixAction } from './role-api.ts';
import { actionText } from './role-words.ts';
import { sheetStyles } from './share-styles.ts';

const ACTIONS = ['read', 'update', 'delete', 'export'] as const;

/**
 * Why somebody may do something with a record, or not.
 *
 * @fires ts-person-chosen - with `{user}`: another person, null for oneself
 */
@customElement('ts-explain-why')
export class ExplainWhy extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property() record = '';
  /** Who is asked about; null is oneself. */
  @property({ attribute: false }) person: Person | null = null;
  /** Whether one may ask about others. */
  @property({ type: Boolean }) managing = false;

  @state() private action = 'read';
  @state() private field = '';
  @state() private verbs: readonly MatrixAction[] = [];
  @state() private found: Explanation | undefined;
  @state() private problem = '';

  #running: AbortController | undefined;

  override disconnectedCallback(): void {
    this.#running?.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<div class="asks">
        ${this.managing ? this.#personChoice() : nothing} ${this.#actionChoice()}
        ${this.#fieldChoice()}
      </div>
      <div class="found" aria-live="polite">
        ${
          this.problem
            ? failureNotice(this, this.problem, () => void this.#read())
            : this.found
              ? explainedAnswer(this, this.found, this.entity)
              : html`<p class="mut">${this.t('explain.reading')}</p>`
        }
      </div>`;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const asks = ['entity', 'record', 'person', 'action', 'field'];
    if (asks.some((name) => changed.has(name))) void this.#read();
    if (changed.has('managing') && this.managing) void this.#readVerbs();
  }

  #personChoice(): TemplateResult {
    const { person } = this;
    const { id, name } = person ?? this.meta.user;
    return html`<div class="field person">
      <span aria-hidden="true">${this.t('explain.person')}</span>
      <ts-picker
        entity="tessera.user"
        .accessibleName=${this.t('explain.person')}
        .value=${{ id, title: name, entity: 'tessera.user' }}
        @ts-picked=${this.#picked}
      ></ts-picker>
    </div>`;
  }

  #actionChoice(): TemplateResult {
    const more = this.verbs.filter(
      ({ name }) => name !== 'create' && !(ACTIONS as readonly string[]).includes(name),
    );
    return html`<label class="field">
      <span>${this.t('explain.action')}</span>
      <select
        name="action"
        @change=${(event: Event) => (this.action = (event.target as HTMLSelectElement).value)}
      >
        ${[...ACTIONS.map((name): MatrixAction => ({ name })), ...more].map(
          (action) =>
            html`<option value=${action.name} ?selected=${action.name === this.action}>
              ${actionText(this, action)}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #fieldChoice(): TemplateResult {
    return html`<label class="field">
      <span>${this.t('explain.field.choose')}</span>
      <select
        name="field"
        @change=${(event: Event) => (this.field = (event.target as HTMLSelectElement).value)}
      >
        <option value="">${this.t('explain.field.whole')}</option>
        ${this.entity.fields.map(({ name, label }) => html`<option value=${name} ?selected=${name === this.field}>${this.localized(label)}</option>`)}
      </select>
    </label>`;
  }

  readonly #picked = (event: CustomEvent<{ value: ExpandedReference | null }>): void => {
    event.stopPropagation();
    const { value } = event.detail;
    const user = value && { id: value.id, name: value.title };
    this.dispatchEvent(new CustomEvent('ts-person-chosen', { detail: { user } }));
  };

  async #read(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const ask = {
      entity: this.entity.id,
      id: this.record,
      user: this.person?.id,
      action: this.action,
      field: this.field || undefined,
    };
    try {
      const found = await new ExplainApi(this.api).explain(ask, running.signal);
      if (running.signal.aborted) return;
      this.found = found;
      this.problem = '';
    } catch (error) {
      if (running.signal.aborted) return;
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  /** Without them the actions that all entities have can still be asked for. */
  async #readVerbs(): Promise<void> {
    this.verbs = await new ExplainApi(this.api).verbs(this.entity.id).catch(() => []);
  }

  static override styles = [
    TesseraElement.styles,
    sheetStyles,
    explainStepStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      .asks {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
      }
      .asks > .field {
        flex: 1 1 150px;
      }
      .asks > .person {
        flex-basis: 220px;
      }
      .found {
        display: grid;
        gap: 12px;
      }
    `,
  ];
}
