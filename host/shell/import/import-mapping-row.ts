import '@vaadin/combo-box';
import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { draftTargets, type DraftColumn, type DraftTarget, type ValueMap } from './import-draft.ts';
import { fieldInputStyles } from '../field/field-input-styles.ts';
import './import-value-map.ts';

const SAMPLES = 3;
const DATES: ReadonlySet<string> = new Set(['date', 'datetime']);
const NUMBERS: ReadonlySet<string> = new Set(['integer', 'decimal', 'money', 'percent']);
/** Fields with few values, each of which may be called otherwise in a file. */
const CHOICES: ReadonlySet<string> = new Set(['choice', 'boolean']);
const REFERENCES: ReadonlySet<string> = new Set(['ref', 'refs', 'user', 'team']);
const FORMATS = ['', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'D/M/YYYY', 'M/D/YYYY'];

/**
 * One column of a file: its header, some of its values, and the field that it goes into.
 *
 * @fires ts-column-changed - with `{column}`
 */
@customElement('ts-import-mapping-row')
export class ImportMappingRow extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) column!: DraftColumn;
  @property({ attribute: false }) samples: readonly string[] = [];
  /** Id of the file. */
  @property() file = '';

  override render(): TemplateResult {
    const filled = this.samples.filter((text) => text.trim() !== '').slice(0, SAMPLES);
    const targets = draftTargets(this.entity);
    const items = targets.map((target) => ({ value: target.value, label: this.#nameOf(target) }));
    const chosen = targets.find(({ value }) => value === this.column.target);
    return html`<div class="from">
        <b class="ell">${this.column.header}</b>
        <span class="mut samples"
          >${filled.length > 0 ? filled.join(' · ') : this.t('import.empty')}</span
        >
      </div>
      <span class="arrow">${icon('arrow-right', 14)}</span>
      <div class="to">
        <vaadin-combo-box
          .items=${items}
          item-value-path="value"
          item-label-path="label"
          clear-button-visible
          .accessibleName=${this.t('import.target', { column: this.column.header })}
          .placeholder=${this.t('import.ignored')}
          .value=${this.column.target}
          @value-changed=${this.#chosen}
        ></vaadin-combo-box>
        ${chosen ? this.#options(chosen) : nothing}
      </div>`;
  }

  #options({ field, part }: DraftTarget): TemplateResult | typeof nothing {
    if (part !== undefined) return nothing;
    if (DATES.has(field.type)) {
      return this.#select('import.dateFormat', FORMATS, this.column.format ?? '', 'format', (one) =>
        one === '' ? this.t('import.yearsFirst') : one,
      );
    }
    if (NUMBERS.has(field.type)) {
      return this.#select(
        'import.decimal',
        ['', ','],
        this.column.decimal ?? '',
        'decimal',
        (one) => (one === '' ? '1,234.50' : '1.234,50'),
      );
    }
    if (REFERENCES.has(field.type)) return this.#lookup(field);
    if (CHOICES.has(field.type)) {
      return html`<ts-import-value-map
        .file=${this.file}
        .entity=${this.entity.id}
        .column=${this.column.header}
        .field=${field}
        .map=${this.column.map ?? {}}
        @ts-values-changed=${(event: CustomEvent<{ map: ValueMap }>) =>
          this.#tell({ ...this.column, map: event.detail.map })}
      ></ts-import-value-map>`;
    }
    return nothing;
  }

  /** By which field of the other entity its records are found. */
  #lookup(field: FieldMeta): TemplateResult | typeof nothing {
    const target = field.target ?? (field.type === 'team' ? 'tessera.team' : 'tessera.user');
    const other = this.entityMeta(target);
    if (!other) return nothing;
    const fields = other.fields.filter(
      (one) => one.filterable && one.access !== 'mask' && (one.unique || one.name === other.title),
    );
    const names = new Map(fields.map((one) => [one.name, this.localized(one.label)]));
    return this.#select(
      'import.lookup',
      ['', ...names.keys()],
      this.column.lookup ?? '',
      'lookup',
      (one) => names.get(one) ?? this.t('import.lookupAny'),
    );
  }

  #select(
    label: string,
    values: readonly string[],
    value: string,
    name: 'format' | 'decimal' | 'lookup',
    textOf: (value: string) => string,
  ): TemplateResult {
    return html`<label class="option"
      ><span>${this.t(label)}</span
      ><select
        @change=${(event: Event) => {
          const { [name]: _, ...rest } = this.column;
          const chosen = (event.target as HTMLSelectElement).value;
          this.#tell((chosen === '' ? rest : { ...rest, [name]: chosen }) as DraftColumn);
        }}
      >
        ${values.map((one) => html`<option value=${one} ?selected=${one === value}>${textOf(one)}</option>`)}
      </select></label
    >`;
  }

  #nameOf({ field, part }: DraftTarget): string {
    const label = this.localized(field.label);
    if (part !== undefined) return `${label} – ${this.t(`import.part.${part}`)}`;
    return field.required ? `${label} *` : label;
  }

  readonly #chosen = (event: CustomEvent<{ value: string }>): void => {
    const target = event.detail.value;
    if (target === this.column.target) return;
    this.#tell({ header: this.column.header, target });
  };

  #tell(column: DraftColumn): void {
    this.dispatchEvent(new CustomEvent('ts-column-changed', { detail: { column } }));
  }

  static override styles = [
    TesseraElement.styles ?? [],
    fieldInputStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 20px minmax(0, 1fr);
        gap: 4px 12px;
        align-items: start;
        padding: 8px 0;
        border-top: 1px solid var(--ts-line);
      }
      .from,
      .to {
        display: grid;
        gap: 4px;
        min-width: 0;
      }
      b {
        font-weight: 500;
        line-height: 20px;
      }
      .samples {
        font-size: 12px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .arrow {
        padding-top: 8px;
        color: var(--ts-fg-3);
      }
      vaadin-combo-box {
        width: 100%;
      }
      .option {
        display: flex;
        gap: 8px;
        align-items: center;
        font-size: 12px;
        color: var(--ts-fg-2);
      }
      .option span {
        flex: none;
      }
      select {
        flex: 1;
        min-width: 0;
        height: 26px;
        padding: 0 6px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg);
        font: inherit;
      }
      select:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: -1px;
      }
      @media (max-width: 759px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
        .arrow {
          display: none;
        }
        select {
          height: 40px;
          font-size: 16px;
        }
      }
    `,
  ];
}
