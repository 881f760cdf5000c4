import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Conflict } from './record-conflict.ts';
import { findField } from '../field/field-kind.ts';

/**
 * Two people changed the same field: which value stays?
 *
 * @fires ts-conflict-decided - with `{takeTheirs}`: names of fields, or null to give up
 */
@customElement('ts-conflict-dialog')
export class RecordConflictDialog extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) conflicts: readonly Conflict[] = [];

  @state() private takeTheirs: ReadonlySet<string> = new Set();

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @cancel=${this.#cancel}>
      <h2 id="title">${icon('git-merge', 16)} ${this.t('conflict.title')}</h2>
      <p>${this.t('conflict.hint')}</p>
      ${this.conflicts.map((conflict) => this.#choice(conflict))}
      <footer>
        <button class="btn" @click=${this.#cancel}>${this.t('action.cancel')}</button>
        <button class="btn primary" @click=${() => this.#decide(this.takeTheirs)}>
          ${this.t('action.save')}
        </button>
      </footer>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #choice({ field: name, mine, theirs }: Conflict): TemplateResult {
    const field = findField(this.entity, name);
    const label = field ? this.localized(field.label) : name;
    const option = (isTheirs: boolean, value: unknown): TemplateResult =>
      html`<label>
        <input
          type="radio"
          name=${name}
          .checked=${this.takeTheirs.has(name) === isTheirs}
          @change=${() => this.#take(name, isTheirs)}
        />
        <span class="who">${this.t(isTheirs ? 'conflict.theirs' : 'conflict.mine')}</span>
        <ts-field-value .field=${field} .value=${value}></ts-field-value>
      </label>`;
    return html`<fieldset>
      <legend>${label}</legend>
      ${option(false, mine)} ${option(true, theirs)}
    </fieldset>`;
  }

  #take(name: string, isTheirs: boolean): void {
    const names = new Set(this.takeTheirs);
    if (isTheirs) names.add(name);
    else names.delete(name);
    this.takeTheirs = names;
  }

  #decide(takeTheirs: ReadonlySet<string> | null): void {
    this.renderRoot.querySelector('dialog')?.close();
    this.dispatchEvent(new CustomEvent('ts-conflict-decided', { detail: { takeTheirs } }));
  }

  readonly #cancel = (event: Event): void => {
    event.preventDefault();
    this.#decide(null);
  };

  static override styles = [
    TesseraElement.styles,
    css`
      dialog {
        width: min(480px, calc(100vw - 32px));
        padding: 20px;
        border: 0;
        border-radius: var(--ts-radius-l);
        background: var(--ts-bg-raised);
        color: var(--ts-fg);
        box-shadow: var(--ts-shadow-3);
      }
      dialog::backdrop {
        background: light-dark(oklch(0.2 0.02 262 / 0.22), oklch(0 0 0 / 0.5));
      }
      h2 {
        display: flex;
        gap: 8px;
        align-items: center;
        margin: 0;
        font-size: 15px;
        line-height: 22px;
        font-weight: 600;
      }
      p {
        color: var(--ts-fg-2);
        margin: 6px 0 16px;
      }
      fieldset {
        display: grid;
        gap: 2px;
        margin: 0 0 12px;
        padding: 8px 10px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
      }
      legend {
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
        padding: 0 4px;
      }
      label {
        display: grid;
        grid-template-columns: auto 72px 1fr;
        gap: 8px;
        align-items: center;
        min-height: 28px;
      }
      .who {
        color: var(--ts-fg-2);
      }
      footer {
        display: flex;
        justify-content: flex-end;
        gap: 8px;
      }
    `,
  ];
}

/** Asks over an element which values stay. Answers the fields of theirs, null when it was given up. */
export function decideConflicts(
  over: TesseraElement,
  entity: EntityMeta,
  conflicts: readonly Conflict[],
): Promise<ReadonlySet<string> | null> {
  const dialog = new RecordConflictDialog();
  Object.assign(dialog, { entity, conflicts });
  return new Promise((resolve) => {
    dialog.addEventListener('ts-conflict-decided', (event) => {
      dialog.remove();
      resolve((event as CustomEvent<{ takeTheirs: ReadonlySet<string> | null }>).detail.takeTheirs);
    });
    over.renderRoot.append(dialog);
  });
}
