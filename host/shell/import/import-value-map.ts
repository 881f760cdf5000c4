import { TesseraElement } from '@tessera/sdk/ui';
import type { FieldMeta } from '@tessera/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { ImportApi, type ImportColumnValues } from './import-api.ts';
import type { ValueMap } from './import-draft.ts';
import { problemText } from '../record/record-problem.ts';

const MOST_SHOWN = 50;
/** Stands for “no choice yet” in a list, where the empty text means an empty cell. */
const OPEN = '\u0000';

/**
 * Says which choice each text of a column means: filled in where the text is the name of one, in either language.
 *
 * @fires ts-values-changed - with `{map}`
 */
@customElement('ts-import-value-map')
export class ImportValueMap extends TesseraElement {
  @property() file = '';
  @property() entity = '';
  @property() column = '';
  @property({ attribute: false }) field!: FieldMeta;
  @property({ attribute: false }) map: ValueMap = {};
  @state() private found: ImportColumnValues | undefined;
  @state() private problem = '';
  #work: AbortController | undefined;
  #asked = '';

  override disconnectedCallback(): void {
    this.#work?.abort();
    super.disconnectedCallback();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const about = JSON.stringify([this.file, this.entity, this.column, this.field.name]);
    if (about === this.#asked) return;
    this.#asked = about;
    void this.#read();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.problem) return failureNotice(this, this.problem, () => void this.#read());
    if (!this.found)
      return html`<p class="mut" aria-busy="true">${this.t('import.values.reading')}</p>`;
    const { values, isMore } = this.found;
    if (values.length === 0) return nothing;
    const open = values.filter(
      ({ text, value }) => value === undefined && !Object.hasOwn(this.map, text),
    );
    const rows = open.reduce((sum, one) => sum + one.rows, 0);
    const number = (value: number): string => value.toLocaleString(this.locale);
    const isAll = open.length === 0;
    // What needs a choice comes first, and stays where it is once it has one.
    const sorted = [
      ...values.filter(({ value }) => value === undefined),
      ...values.filter(({ value }) => value !== undefined),
    ];
    const unknown = values.some(({ value }) => value === undefined);
    return html`<details ?open=${unknown}>
      <summary class=${isAll ? '' : 'bad'}>
        ${
          isAll
            ? this.t('import.values.all', { count: values.length, number: number(values.length) })
            : this.t('import.values.open', {
                count: open.length,
                number: number(open.length),
                rows: this.t('import.values.rows', { count: rows, number: number(rows) }),
              })
        }
      </summary>
      <ul>
        ${sorted.slice(0, MOST_SHOWN).map(
          (one) =>
            html`<li>
              <span class="text" title=${one.text}>${one.text}</span>
              <span
                class="mut num"
                title=${this.t('import.values.rows', { count: one.rows, number: number(one.rows) })}
                >${number(one.rows)}</span
              >
              ${this.#choice(one)}
            </li>`,
        )}
      </ul>
      ${
        isMore || sorted.length > MOST_SHOWN
          ? html`<p class="mut">${this.t('import.values.more', { number: number(MOST_SHOWN) })}</p>`
          : nothing
      }
    </details>`;
  }

  #choice({ text, value }: ImportColumnValues['values'][number]): TemplateResult {
    const known = value === undefined ? undefined : String(value);
    const chosen = Object.hasOwn(this.map, text) ? this.map[text] : (known ?? OPEN);
    const option = (key: string, label: string): TemplateResult =>
      html`<option value=${key} ?selected=${key === chosen}>${label}</option>`;
    return html`<select
      class=${chosen === OPEN ? 'open' : ''}
      aria-label=${this.t('import.values.for', { text })}
      @change=${(event: Event) => this.#choose(text, known, (event.target as HTMLSelectElement).value)}
    >
      ${known === undefined ? option(OPEN, this.t('import.values.none')) : nothing}
      ${option('', this.t('import.values.empty'))}
      ${this.#options().map(({ key, label }) => option(key, label))}
    </select>`;
  }

  #options(): readonly { readonly key: string; readonly label: string }[] {
    if (this.field.type === 'boolean') {
      return [
        { key: 'true', label: this.t('field.yes') },
        { key: 'false', label: this.t('field.no') },
      ];
    }
    return (this.field.options ?? []).map(({ key, label }) => ({
      key,
      label: this.localized(label),
    }));
  }

  /** Only what differs from what the text means by itself is kept. */
  #choose(text: string, known: string | undefined, chosen: string): void {
    const { [text]: _, ...rest } = this.map;
    const map = chosen === OPEN || chosen === known ? rest : { ...rest, [text]: chosen };
    this.dispatchEvent(new CustomEvent('ts-values-changed', { detail: { map } }));
  }

  async #read(): Promise<void> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    this.found = undefined;
    this.problem = '';
    try {
      const target = { column: this.column, entity: this.entity, field: this.field.name };
      const found = await new ImportApi(this.api).values(this.file, target, work.signal);
      if (this.#work === work) this.found = found;
    } catch (error) {
      if (this.#work === work && !work.signal.aborted)
        this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [
    TesseraElement.styles ?? [],
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      p {
        margin: 0;
      }
      summary {
        min-height: 24px;
        line-height: 24px;
        color: var(--ts-fg-2);
        cursor: pointer;
      }
      summary.bad,
      .wrong {
        color: var(--ts-danger);
      }
      summary:focus-visible,
      select:focus-visible {
        outline: 2px solid var(--ts-accent);
        outline-offset: -1px;
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 4px 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto minmax(120px, 1fr);
        gap: 8px;
        align-items: center;
      }
      .text {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      select {
        width: 100%;
        min-width: 0;
        height: 26px;
        padding: 0 6px;
        border: 1px solid var(--ts-line);
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg);
        color: var(--ts-fg);
        font: inherit;
      }
      select.open {
        border-color: var(--ts-danger);
      }
      @media (max-width: 759px) {
        summary {
          min-height: 40px;
          line-height: 40px;
        }
        select {
          height: 40px;
          font-size: 16px;
        }
      }
    `,
  ];
}
