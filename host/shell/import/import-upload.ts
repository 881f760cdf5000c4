import { ApiError, TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ImportApi } from './import-api.ts';
import './import-recent.ts';
import { reasonText } from './import-reasons.ts';
import { importStyles } from './import-styles.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';

const ACCEPTED = '.csv,.tsv,.txt,.xlsx';
/** Bytes at most, as the server takes them. */
const LIMITS = { text: 200 * 1024 * 1024, workbook: 25 * 1024 * 1024 };

/**
 * Chooses what the rows become, and the file: by button or by dropping it.
 *
 * @fires ts-entity-chosen - with `{entity}`
 * @fires ts-file-uploaded - with `{file}`
 */
@customElement('ts-import-upload')
export class ImportUpload extends TesseraElement {
  @property() entity = '';
  @state() private isOver = false;
  @state() private sending = '';
  @state() private problem = '';
  #last: File | undefined;
  #sent: AbortController | undefined;

  override disconnectedCallback(): void {
    this.#sent?.abort();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const entities = this.#entities();
    if (entities.length === 0) {
      return html`<section class="card">
        <p class="mut">${this.t('import.noEntity')}</p>
      </section>`;
    }
    return html`<section class="card">
        <label class="field"
          ><span>${this.t('import.entity')}</span>
          <select .value=${this.entity} @change=${this.#chosen}>
            <option value="" ?selected=${this.entity === ''}>${this.t('import.choose')}</option>
            ${entities.map(
              (one) =>
                html`<option value=${one.id} ?selected=${one.id === this.entity}>
                  ${this.localized(one.plural)}
                </option>`,
            )}
          </select></label
        >
        <div
          class="drop ${this.isOver ? 'over' : ''}"
          aria-busy=${this.sending !== ''}
          @dragover=${this.#dragged}
          @dragleave=${() => (this.isOver = false)}
          @drop=${this.#dropped}
        >
          ${icon('file-up', 24)}
          ${
            this.sending
              ? html`<p>${this.t('import.sending', { name: this.sending })}</p>
                  <button class="btn" @click=${() => this.#sent?.abort()}>
                    ${this.t('action.cancel')}
                  </button>`
              : html`<p><b>${this.t('import.drop')}</b></p>
                  <p class="mut">${this.t('import.kinds')}</p>
                  <button
                    class="btn primary"
                    ?disabled=${this.entity === ''}
                    @click=${() => this.#input?.click()}
                  >
                    ${this.t('import.browse')}
                  </button>
                  ${this.entity === '' ? html`<p class="mut">${this.t('import.chooseFirst')}</p>` : nothing}`
          }
          <input
            type="file"
            hidden
            accept=${ACCEPTED}
            aria-label=${this.t('import.browse')}
            @change=${this.#picked}
          />
        </div>
        ${
          this.problem
            ? html`<p class="note bad" role="alert">
                ${this.problem}
                ${
                  this.#last
                    ? html`<button class="btn" @click=${() => this.#send(this.#last)}>
                        ${this.t('action.retry')}
                      </button>`
                    : nothing
                }
              </p>`
            : nothing
        }
      </section>
      <ts-import-recent></ts-import-recent>`;
  }

  #entities(): readonly EntityMeta[] {
    return this.meta.entities
      .filter(({ actions }) => actions.create || actions.update)
      .toSorted(
        (one, other) =>
          Number(one.auxiliary) - Number(other.auxiliary) ||
          this.localized(one.plural).localeCompare(this.localized(other.plural), this.locale),
      );
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input[type=file]');
  }

  async #send(file: File | undefined): Promise<void> {
    if (!file || this.entity === '' || this.sending) return;
    this.#last = undefined;
    const isWorkbook = /\.xlsx$/i.test(file.name);
    if (file.size > (isWorkbook ? LIMITS.workbook : LIMITS.text)) {
      this.problem = this.t(isWorkbook ? 'import.tooLargeWorkbook' : 'import.tooLarge');
      return;
    }
    this.problem = '';
    this.sending = file.name;
    this.#sent = new AbortController();
    const { signal } = this.#sent;
    try {
      const uploaded = await new ImportApi(this.api).upload(file, signal);
      this.dispatchEvent(new CustomEvent('ts-file-uploaded', { detail: { file: uploaded } }));
    } catch (error) {
      if (signal.aborted) return;
      // A file that is refused is refused again.
      if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500)
        this.#last = file;
      this.problem = reasonText(
        problemText(error, (key, values) => this.t(key, values)),
        this.locale,
      );
    } finally {
      this.sending = '';
    }
  }

  readonly #chosen = (event: Event): void => {
    const entity = (event.target as HTMLSelectElement).value;
    this.dispatchEvent(new CustomEvent('ts-entity-chosen', { detail: { entity } }));
  };
  readonly #picked = (): void => {
    const input = this.#input;
    const file = input?.files?.[0];
    if (input) input.value = '';
    void this.#send(file);
  };
  readonly #dragged = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = this.entity !== '';
  };
  readonly #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.isOver = false;
    if (this.entity === '') this.problem = this.t('import.chooseFirst');
    else void this.#send(event.dataTransfer?.files[0]);
  };

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    importStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      .drop {
        display: grid;
        justify-items: center;
        gap: 8px;
        padding: 32px 16px;
        border: 1px dashed var(--ts-line-strong);
        border-radius: var(--ts-radius-l);
        text-align: center;
        color: var(--ts-fg-2);
      }
      .drop b {
        font-weight: 600;
        color: var(--ts-fg);
      }
      .drop.over {
        border-color: var(--ts-accent);
        background: var(--ts-accent-soft);
      }
    `,
  ];
}
