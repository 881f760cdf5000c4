import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../field/field-editor.ts';
import type { FieldEditor } from '../field/field-editor.ts';
import { isEditable, namedFields } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { toWire } from '../field/field-changes.ts';
import type { Values } from '../field/field-changes.ts';
import { hasOpenOverlay } from '../field/field-overlay.ts';
import { formProblems } from '../form/form-problems.ts';
import { dialogStyles } from '../app/page-styles.ts';
import { problemsByField } from '../record/record-problem.ts';

/** What a move asks for. */
export interface Requirement {
  readonly entity: EntityMeta;
  readonly record: WireRecord;
  /** Name of the state that it goes to. */
  readonly target: string;
  /** Why it was refused. */
  readonly error: unknown;
  /** Tries again with these values as well; throws when it is refused again. */
  readonly save: (values: Values) => Promise<void>;
}

/** The fields that a refusal asks for; none when it is about something else. */
export function requiredFields(
  entity: EntityMeta,
  by: FieldMeta,
  error: unknown,
): readonly FieldMeta[] {
  const names = Object.keys(problemsByField(error)).filter((name) => name !== by.name);
  return namedFields(entity, names).filter(isEditable);
}

/**
 * The fields that a record needs before it may go into a state.
 *
 * @fires ts-requirement-ended - with `{values}`: what was filled in, or null when it was given up
 */
@customElement('ts-board-requirement')
export class BoardRequirement extends TesseraElement {
  @property({ attribute: false }) requirement!: Requirement;
  @property({ attribute: false }) fields: readonly FieldMeta[] = [];

  @state() private draft: Values = {};
  @state() private problems: Readonly<Record<string, string>> = {};
  @state() private problem = '';
  @state() private isBusy = false;

  #isOverlayOpen = false;

  override render(): TemplateResult {
    const { entity, record, target } = this.requirement;
    return html`<dialog aria-labelledby="title" @cancel=${this.#cancel} @keydown=${this.#pressed}>
      <form novalidate @submit=${this.#submit}>
        <h2 id="title">${this.t('board.requires', { target })}</h2>
        ${this.problem ? html`<p class="error-text" role="alert">${icon('circle-alert', 16)} ${this.problem}</p>` : nothing}
        ${this.fields.map(
          (field) =>
            html`<ts-field-editor
              data-field=${field.name}
              .field=${field}
              .value=${this.#value(field)}
              .draft=${{ ...record, ...this.draft }}
              .record=${{ entity: entity.id, id: record.id }}
              .error=${this.problems[field.name] ?? ''}
              required
              @ts-field-changed=${this.#changed}
            ></ts-field-editor>`,
        )}
        <footer>
          <button type="button" class="btn" @click=${this.#cancel}>
            ${this.t('action.cancel')}
          </button>
          <button type="submit" class="btn primary" ?disabled=${this.isBusy}>
            ${this.t('board.move.here', { target })}
          </button>
        </footer>
      </form>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.#show(this.requirement.error);
    this.renderRoot.querySelector('dialog')?.showModal();
    void this.#focusFirst();
  }

  async #focusFirst(): Promise<void> {
    const first = this.renderRoot.querySelector<FieldEditor>('ts-field-editor');
    await first?.updateComplete;
    first?.focus();
  }

  #value({ name }: FieldMeta): unknown {
    return name in this.draft ? this.draft[name] : (this.requirement.record[name] ?? null);
  }

  /** Each refusal may ask for more fields than the one before. */
  #show(error: unknown): void {
    const { entity } = this.requirement;
    const { byField, whole } = formProblems(entity, error, (key, values) => this.t(key, values));
    const known = new Set(this.fields.map(({ name }) => name));
    const more = namedFields(entity, Object.keys(byField)).filter(
      (field) => !known.has(field.name) && isEditable(field),
    );
    this.fields = [...this.fields, ...more];
    this.problems = byField;
    this.problem = Object.keys(byField).length > 0 ? '' : whole;
  }

  readonly #changed = (event: CustomEvent<{ name: string; value: unknown }>): void => {
    const { name, value } = event.detail;
    this.draft = { ...this.draft, [name]: value };
  };

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    this.isBusy = true;
    const values = Object.fromEntries(
      Object.entries(this.draft).map(([name, value]) => [name, toWire(value)]),
    );
    try {
      await this.requirement.save(values);
      this.#end(values);
    } catch (error) {
      this.#show(error);
    } finally {
      this.isBusy = false;
    }
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    this.#isOverlayOpen = hasOpenOverlay(event);
    event.stopPropagation();
  };

  readonly #cancel = (event: Event): void => {
    event.preventDefault();
    if (event.type === 'cancel' && (event.target !== event.currentTarget || this.#isOverlayOpen))
      return;
    this.#end(null);
  };

  #end(values: Values | null): void {
    this.renderRoot.querySelector('dialog')?.close();
    this.dispatchEvent(new CustomEvent('ts-requirement-ended', { detail: { values } }));
  }

  static override styles = [
    TesseraElement.styles,
    dialogStyles,
    css`
      .error-text {
        display: flex;
        gap: 6px;
        color: var(--ts-danger);
      }
      footer {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
        margin-top: 4px;
      }
    `,
  ];
}

/** Asks over an element for what is missing. Answers the values once the move went through with them; null when it was given up. */
export function askRequirement(
  over: TesseraElement,
  requirement: Requirement,
): Promise<Values | null> {
  const dialog = new BoardRequirement();
  dialog.requirement = requirement;
  return new Promise((resolve) => {
    dialog.addEventListener('ts-requirement-ended', (event) => {
      dialog.remove();
      resolve((event as CustomEvent<{ values: Values | null }>).detail.values);
    });
    over.renderRoot.append(dialog);
  });
}
