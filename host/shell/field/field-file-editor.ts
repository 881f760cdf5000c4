import { TesseraElement, icon } from '@tessera/sdk/ui';
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { entityOf } from './field-template.ts';
import type { Input } from './field-text-input.ts';
import { RecordClient } from '../record/record-client.ts';
import { plainText } from './field-plain.ts';

/** A file of a record: uploaded as an attachment of the record, then kept by its id. */
@customElement('ts-file-editor')
export class FieldFileEditor extends TesseraElement {
  @property({ attribute: false }) input!: Input;
  /** Null while the record is not saved yet: then there is nowhere to put a file. */
  @property({ attribute: false }) record: { readonly entity: string; readonly id: string } | null =
    null;

  @state() private busy = false;
  @state() private problem = '';

  override render(): TemplateResult {
    const { input } = this;
    const problem = this.problem || input.error;
    return html`${input.label ? html`<span class="label">${input.label}</span>` : nothing}
    ${this.record ? this.#chooser() : html`<span class="mut">${this.t('field.file.later')}</span>`}
    ${problem ? html`<p class="error" role="alert">${problem}</p>` : nothing}`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('button')?.focus();
  }

  #chooser(): TemplateResult {
    const { value } = this.input;
    return html`<span class="row">
      ${value ? html`<a class="link" href="/api/files/${plainText(value)}">${this.t('field.file.open')}</a>` : nothing}
      <button class="btn" ?disabled=${this.busy} @click=${() => this.#file?.click()}>
        ${icon('upload', 14)} ${this.t(value ? 'field.file.replace' : 'field.file.choose')}
      </button>
      ${
        value
          ? html`<button
              class="btn ghost icon"
              aria-label=${this.t('field.file.remove')}
              @click=${() => this.input.changed(null)}
            >
              ${icon('x', 14)}
            </button>`
          : nothing
      }
      <input type="file" hidden aria-label=${this.input.accessibleName} @change=${this.#upload} />
    </span>`;
  }

  get #file(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  readonly #upload = async (): Promise<void> => {
    const file = this.#file?.files?.[0];
    const entity = entityOf(this.meta, this.record?.entity);
    if (!file || !entity || !this.record) return;
    this.busy = true;
    this.problem = '';
    try {
      const attachment = await new RecordClient(this.api, entity).attach(this.record.id, file);
      this.input.changed(attachment.file);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.busy = false;
    }
  };

  static override styles = [
    TesseraElement.styles,
    css`
      :host {
        display: grid;
        gap: 4px;
      }
      .label {
        font-size: 12px;
        font-weight: 500;
        color: var(--ts-fg-2);
      }
      .error {
        margin: 0;
        font-size: 12px;
        color: var(--ts-danger);
      }
    `,
  ];
}
