import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ImportFile, ImportPlan } from './import-api.ts';
import {
  keyFields,
  missingFields,
  withColumn,
  type Draft,
  type DraftColumn,
} from './import-draft.ts';
import './import-mapping-row.ts';
import { importStyles } from './import-styles.ts';
import { pageStyles } from '../app/page-styles.ts';

const MODES: readonly ImportPlan['mode'][] = ['create', 'update', 'upsert'];
const DELIMITERS = [',', ';', '\t', '|'];
const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le', 'big5', 'windows-1252', 'shift_jis', 'euc-kr'];

/**
 * Says what each column of a file is.
 *
 * @fires ts-draft-changed - with `{draft}`
 * @fires ts-draft-suggested - when the headers shall decide anew
 * @fires ts-file-reread - with what is to be read differently
 * @fires ts-import-back
 * @fires ts-import-next
 */
@customElement('ts-import-mapping')
export class ImportMapping extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) file!: ImportFile;
  @property({ attribute: false }) draft!: Draft;
  @property({ type: Boolean, attribute: false }) isRecalled = false;
  @property({ type: Boolean, attribute: false }) isBusy = false;

  override render(): TemplateResult {
    const ignored = this.draft.columns.filter(({ target }) => target === '').length;
    const mapped = this.draft.columns.length - ignored;
    const missing = missingFields(this.entity, this.draft);
    const isEmpty = this.file.rows === 0;
    const canGo = mapped > 0 && missing.length === 0 && !isEmpty && !this.isBusy;
    return html`${this.#reading()} ${this.#recalled()}
      <section class="card" aria-label=${this.t('import.step.map')}>
        <div class="head">
          <h2>${this.t('import.columns', { entity: this.localized(this.entity.plural) })}</h2>
          <span class="mut num"
            >${this.t('import.mapped', { mapped, ignored, rows: this.file.rows.toLocaleString(this.locale) })}</span
          >
        </div>
        <div class="rows" role="list">
          ${this.draft.columns.map(
            (column, index) =>
              html`<ts-import-mapping-row
                role="listitem"
                .entity=${this.entity}
                .file=${this.file.id}
                .column=${column}
                .samples=${this.file.sample.map((row) => row[index] ?? '')}
                @ts-column-changed=${this.#changed}
              ></ts-import-mapping-row>`,
          )}
        </div>
      </section>
      ${this.#mode()}
      ${
        missing.length > 0
          ? html`<p class="note bad" role="status">
              ${icon('circle-alert', 16)}
              ${this.t('import.missing', { fields: missing.map(({ label }) => this.localized(label)).join(this.t('import.comma')) })}
            </p>`
          : nothing
      }
      ${isEmpty ? html`<p class="note bad" role="status">${icon('circle-alert', 16)} ${this.t('import.noRows')}</p>` : nothing}
      <div class="foot">
        <button class="btn" @click=${() => this.#tell('ts-import-back')}>
          ${this.t('import.otherFile')}
        </button>
        <span class="grow"></span>
        <button
          class="btn primary"
          ?disabled=${!canGo}
          @click=${() => this.#tell('ts-import-next')}
        >
          ${this.t('import.toCheck')}
        </button>
      </div>`;
  }

  /** How the file was read; a change reads it again without uploading it. */
  #reading(): TemplateResult {
    const { sheets, sheet, encoding, delimiter } = this.file;
    if (sheets) {
      return html`<div class="reading">
        ${this.#select('import.sheet', sheet ?? '', sheets, (one) => one, 'sheet')}
      </div>`;
    }
    const encodings = [...new Set([encoding, ...ENCODINGS])];
    const name = (one: string): string =>
      one === '\t' ? this.t('import.tab') : one === ',' || one === ';' || one === '|' ? one : one;
    return html`<div class="reading">
      ${this.#select('import.encoding', encoding, encodings, (one) => one.toUpperCase(), 'encoding')}
      ${this.#select('import.delimiter', delimiter, DELIMITERS, name, 'delimiter')}
    </div>`;
  }

  #select(
    label: string,
    value: string,
    values: readonly string[],
    nameOf: (value: string) => string,
    what: 'sheet' | 'encoding' | 'delimiter',
  ): TemplateResult {
    return html`<label class="field"
      ><span>${this.t(label)}</span>
      <select
        ?disabled=${this.isBusy}
        @change=${(event: Event) =>
          this.#tell('ts-file-reread', { [what]: (event.target as HTMLSelectElement).value })}
      >
        ${values.map((one) => html`<option value=${one} ?selected=${one === value}>${nameOf(one)}</option>`)}
      </select></label
    >`;
  }

  #recalled(): TemplateResult | typeof nothing {
    if (!this.isRecalled) return nothing;
    return html`<p class="note" role="status">
      ${icon('history', 16)} ${this.t('import.recalled')}
      <button class="btn" @click=${() => this.#tell('ts-draft-suggested')}>
        ${this.t('import.afresh')}
      </button>
    </p>`;
  }

  #mode(): TemplateResult {
    const keys = keyFields(this.entity, this.draft.columns);
    const { mode, key } = this.draft;
    const may = (one: ImportPlan['mode']): boolean =>
      (one === 'update' || this.entity.actions.create) &&
      (one === 'create' || (this.entity.actions.update && keys.length > 0));
    return html`<section class="card">
      <fieldset>
        <legend>${this.t('import.mode')}</legend>
        ${MODES.map(
          (one) =>
            html`<label class=${may(one) ? '' : 'off'}
              ><input
                type="radio"
                name="mode"
                .checked=${mode === one}
                ?disabled=${!may(one)}
                @change=${() => this.#draw({ ...this.draft, mode: one, key: key || (keys[0]?.name ?? '') })}
              />
              <span>${this.t(`import.mode.${one}`)}</span></label
            >`,
        )}
      </fieldset>
      ${
        mode === 'create'
          ? nothing
          : html`<label class="field"
              ><span>${this.t('import.key')}</span>
              <select
                @change=${(event: Event) =>
                  this.#draw({ ...this.draft, key: (event.target as HTMLSelectElement).value })}
              >
                ${keys.map((field) => html`<option value=${field.name} ?selected=${field.name === key}>${this.localized(field.label)}</option>`)}
              </select></label
            >`
      }
      ${keys.length === 0 ? html`<p class="mut">${this.t('import.noKey')}</p>` : nothing}
    </section>`;
  }

  readonly #changed = (event: CustomEvent<{ column: DraftColumn }>): void => {
    this.#draw(withColumn(this.draft, this.entity, event.detail.column));
  };

  #draw(draft: Draft): void {
    this.#tell('ts-draft-changed', { draft });
  }

  #tell(name: string, detail: object = {}): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    pageStyles,
    importStyles,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      .reading {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
      }
      .reading label {
        min-width: 160px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        justify-content: space-between;
        align-items: baseline;
      }
      .rows {
        display: grid;
      }
      fieldset {
        display: grid;
        gap: 4px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-weight: 600;
      }
      fieldset label {
        display: flex;
        gap: 8px;
        align-items: center;
        min-height: 28px;
      }
      fieldset .off {
        color: var(--ts-fg-3);
      }
      fieldset input[type='radio'] {
        flex: none;
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ts-accent);
      }
      label.field {
        max-width: 320px;
      }
      @media (max-width: 759px) {
        .reading label,
        label.field {
          flex: 1;
          max-width: none;
        }
        fieldset label {
          min-height: 40px;
        }
        .foot .btn {
          height: 40px;
        }
      }
    `,
  ];
}
