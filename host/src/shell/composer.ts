import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { composedValues, kindField } from './composer-values.ts';
import { optionLabel } from './field-template.ts';
import { fieldViewOf } from './field-view.ts';
import { midSentence } from './field-words.ts';
import { RecordClient } from './record-client.ts';
import { problemText } from './record-problem.ts';

/**
 * Writes a short record about this one, for example a note.
 *
 * @fires ts-composed - when it is saved
 * @fires ts-form-wanted - with `{entity, prefill}` when the whole form is wanted
 */
@customElement('ts-composer')
export class Composer extends TesseraElement {
  /** The entity that is written. */
  @property({ attribute: false }) entity!: EntityMeta;
  /** Its field that points to the record it is about. */
  @property({ attribute: false }) via!: FieldMeta;
  @property({ attribute: false }) about!: { readonly entity: string; readonly id: string };

  @state() private text = '';
  @state() private kind = '';
  @state() private problem = '';
  @state() private isBusy = false;

  override render(): TemplateResult {
    const label = midSentence(this.localized(this.entity.label));
    return html`<form class="box" @submit=${this.#submitted} @keydown=${this.#pressed}>
      <textarea
        rows="2"
        aria-label=${this.t('composer.label', { entity: label })}
        aria-keyshortcuts="Control+Enter"
        placeholder=${this.t('composer.placeholder')}
        .value=${this.text}
        @input=${(event: Event) => (this.text = (event.target as HTMLTextAreaElement).value)}
      ></textarea>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="bar">
        ${this.#kinds()}
        <span class="grow"></span>
        <button
          type="button"
          class="btn ghost icon"
          title=${this.t('composer.more')}
          aria-label=${this.t('composer.more')}
          @click=${this.#more}
        >
          ${icon('maximize-2', 14)}
        </button>
        <kbd aria-hidden="true">Ctrl ↵</kbd>
        <button
          type="submit"
          class="btn primary"
          ?disabled=${this.isBusy || this.text.trim() === ''}
        >
          ${this.t('composer.send')}
        </button>
      </div>
    </form>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entity'))
      this.kind =
        kindField(this.entity)?.options?.find(({ active }) => active !== false)?.key ?? '';
  }

  #kinds(): TemplateResult | typeof nothing {
    const field = kindField(this.entity);
    if (!field?.options) return nothing;
    return html`<span class="kinds" role="radiogroup" aria-label=${this.localized(field.label)}>
      ${field.options
        .filter(({ active }) => active !== false)
        .map(
          ({ key }) =>
            html`<button
              type="button"
              class="btn ghost"
              role="radio"
              aria-checked=${this.kind === key}
              @click=${() => (this.kind = key)}
            >
              ${optionLabel(field.options, key, fieldViewOf(this))}
            </button>`,
        )}
    </span>`;
  }

  readonly #submitted = (event: Event): void => {
    event.preventDefault();
    void this.#send();
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.#send();
  };

  readonly #more = (): void => {
    this.dispatchEvent(
      new CustomEvent('ts-form-wanted', {
        detail: { entity: this.entity.id, prefill: this.#values },
        bubbles: true,
        composed: true,
      }),
    );
    this.text = '';
  };

  get #values(): Readonly<Record<string, unknown>> {
    return composedValues({
      entity: this.entity,
      via: this.via,
      about: this.about,
      text: this.text,
      kind: this.kind,
      now: new Date(),
    });
  }

  async #send(): Promise<void> {
    if (this.isBusy || this.text.trim() === '') return;
    this.isBusy = true;
    this.problem = '';
    try {
      await new RecordClient(this.api, this.entity).create(this.#values);
      this.text = '';
      this.dispatchEvent(new CustomEvent('ts-composed', { bubbles: true, composed: true }));
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      this.isBusy = false;
    }
  }

  static override styles = [
    TesseraElement.styles,
    css`
      .box {
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-l);
        box-shadow: var(--ts-shadow-1);
        background: var(--ts-bg-raised);
      }
      .box:focus-within {
        border-color: var(--ts-accent);
      }
      textarea {
        display: block;
        width: 100%;
        border: 0;
        outline: 0;
        background: none;
        font: inherit;
        color: inherit;
        padding: 10px 12px 4px;
        resize: none;
        field-sizing: content;
        min-height: 44px;
        max-height: 240px;
      }
      textarea::placeholder {
        color: var(--ts-fg-3);
        opacity: 1;
      }
      .bar {
        display: flex;
        gap: 6px;
        align-items: center;
        padding: 4px 6px 6px;
        flex-wrap: wrap;
      }
      .grow {
        flex: 1;
      }
      .kinds {
        display: flex;
        gap: 2px;
        flex-wrap: wrap;
      }
      .kinds [aria-checked='true'] {
        background: var(--ts-accent-soft);
        color: var(--ts-accent);
      }
      .problem {
        margin: 0;
        padding: 0 12px;
        color: var(--ts-danger);
        font-size: 12px;
      }
      @media (max-width: 759px) {
        kbd {
          display: none;
        }
        .kinds {
          flex: 1 0 100%;
          flex-wrap: nowrap;
          overflow-x: auto;
        }
        textarea {
          font-size: 16px;
        }
      }
    `,
  ];
}
