import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta } from '@tessera/core';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  ImportApi,
  type ImportCheck as Check,
  type ImportFailure,
  type ImportFile,
  type ImportPlan,
} from './import-api.ts';
import { faultText } from './import-faults.ts';
import { failureFile } from './import-failures.ts';
import { importStyles } from './import-styles.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';

/** Rows that are checked without being asked. */
const FIRST_ROWS = 10_000;
/** Failures that are kept, and shown. */
const MOST_KEPT = 5000;
const MOST_SHOWN = 100;
const NOTHING: Check['counts'] = { created: 0, updated: 0, unchanged: 0, failed: 0, skipped: 0 };

/**
 * Tries the rows of a file before anything is written.
 *
 * @fires ts-import-back - when the mapping shall be changed
 * @fires ts-import-started - when the import shall run
 */
@customElement('ts-import-check')
export class ImportCheck extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) file!: ImportFile;
  @property({ attribute: false }) plan!: ImportPlan;
  @property({ type: Boolean, attribute: false }) isStarting = false;
  @state() private counts = NOTHING;
  @state() private failures: readonly ImportFailure[] = [];
  @state() private next: number | null = 0;
  @state() private isChecking = false;
  @state() private problem = '';
  #work: AbortController | undefined;
  #begun = '';

  override disconnectedCallback(): void {
    this.#work?.abort();
    super.disconnectedCallback();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const about = JSON.stringify([this.file.id, this.plan]);
    if (about === this.#begun) return;
    this.#begun = about;
    this.counts = NOTHING;
    this.failures = [];
    this.next = 0;
    void this.#check(FIRST_ROWS);
  }

  override render(): TemplateResult {
    const { rows } = this.file;
    const done = this.next ?? rows;
    const number = (value: number): string => value.toLocaleString(this.locale);
    return html`<section class="card" aria-busy=${this.isChecking}>
        <h2>
          ${this.t(this.isChecking ? 'import.checking' : this.problem ? 'import.step.check' : 'import.checked')}
        </h2>
        <p class="mut num" role="status">
          ${this.t('import.progress', { done: number(done), rows: number(rows) })}
        </p>
        <div class="bar" aria-hidden="true">
          <i style="width:${rows === 0 ? 100 : (done / rows) * 100}%"></i>
        </div>
        <dl class="tiles">
          ${this.#tile('import.willCreate', this.counts.created)}
          ${this.#tile('import.willUpdate', this.counts.updated)}
          ${this.#tile('import.willLeave', this.counts.unchanged)}
          ${this.#tile('import.willFail', this.counts.failed)}
        </dl>
        ${this.#rest()}
        ${
          this.problem
            ? html`<p class="note bad" role="alert">
                ${this.problem}
                <button class="btn" @click=${() => this.#check(FIRST_ROWS)}>
                  ${this.t('action.retry')}
                </button>
              </p>`
            : nothing
        }
      </section>
      ${this.failures.length > 0 ? this.#faults() : nothing}
      ${
        !this.isChecking && !this.problem && this.failures.length === 0
          ? html`<p class="note" role="status">
              ${icon('circle-check', 16)} ${this.t('import.allWell')}
            </p>`
          : nothing
      }
      <div class="foot">
        <button class="btn" @click=${() => this.#tell('ts-import-back')}>
          ${this.t('import.toMapping')}
        </button>
        <span class="grow"></span>
        <button
          class="btn primary"
          ?disabled=${this.isStarting || this.isChecking || this.problem !== ''}
          @click=${() => this.#tell('ts-import-started')}
        >
          ${this.t(this.counts.failed > 0 ? 'import.startWithout' : 'import.start')}
        </button>
      </div>`;
  }

  #rest(): TemplateResult | typeof nothing {
    if (this.isChecking) {
      return html`<div class="foot">
        <button class="btn" @click=${() => this.#work?.abort()}>${this.t('import.enough')}</button>
      </div>`;
    }
    if (this.next === null || this.problem) return nothing;
    return html`<div class="foot">
      <span class="mut"
        >${this.t('import.unchecked', { rows: (this.file.rows - this.next).toLocaleString(this.locale) })}</span
      >
      <button class="btn" @click=${() => this.#check(Infinity)}>
        ${this.t('import.checkRest')}
      </button>
    </div>`;
  }

  #tile(label: string, value: number): TemplateResult {
    const isBad = label === 'import.willFail' && value > 0;
    return html`<div class=${isBad ? 'bad' : ''}>
      <dt>${this.t(label)}</dt>
      <dd>${value.toLocaleString(this.locale)}</dd>
    </div>`;
  }

  #faults(): TemplateResult {
    const byField = new Map<string, number>();
    for (const { problems } of this.failures)
      for (const name of new Set(problems.map(({ pointer }) => fieldOf(pointer))))
        byField.set(name, (byField.get(name) ?? 0) + 1);
    const shown = this.failures.slice(0, MOST_SHOWN);
    return html`<section class="card">
      <div class="foot">
        <h2 class="grow">${this.t('import.faults')}</h2>
        <button class="btn" @click=${this.#download}>
          ${icon('download', 14)} ${this.t('import.faultsFile')}
        </button>
      </div>
      <ul class="fields">
        ${[...byField]
          .toSorted((one, other) => other[1] - one[1])
          .map(
            ([name, count]) =>
              html`<li>
                <b>${this.#label(name)}</b>
                <span class="num">${count.toLocaleString(this.locale)}</span>
              </li>`,
          )}
      </ul>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.t('import.faults')}>
        <table>
          <thead>
            <tr>
              <th class="num">${this.t('import.line')}</th>
              <th>${this.t('import.column')}</th>
              <th>${this.t('import.value')}</th>
              <th>${this.t('import.reason')}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.flatMap((failure) => failure.problems.map((problem) => this.#fault(failure, problem)))}
          </tbody>
        </table>
      </div>
      ${
        this.counts.failed > shown.length
          ? html`<p class="mut">${this.t('import.faultsMore', { shown: shown.length })}</p>`
          : nothing
      }
    </section>`;
  }

  #fault(failure: ImportFailure, problem: ImportFailure['problems'][number]): TemplateResult {
    const name = fieldOf(problem.pointer);
    const column = this.plan.mapping[name]?.column;
    const value =
      column === undefined ? '' : (failure.raw[this.file.headers.indexOf(column)] ?? '');
    return html`<tr>
      <td class="num">${failure.line}</td>
      <td>${column ?? this.#label(name)}</td>
      <td>${value}</td>
      <td>${faultText(problem, this.entity, this.meta, this.locale)}</td>
    </tr>`;
  }

  #label(name: string): string {
    const field = this.entity.fields.find((one) => one.name === name);
    return field ? this.localized(field.label) : this.t('import.wholeRow');
  }

  /** Tries rows from where the last check stopped, `most` of them or to the end. */
  async #check(most: number): Promise<void> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    this.isChecking = true;
    this.problem = '';
    const end = (this.next ?? 0) + most;
    try {
      while (this.next !== null && this.next < end) {
        const found = await new ImportApi(this.api).check(
          this.file.id,
          this.plan,
          this.next,
          work.signal,
        );
        if (this.#work !== work) return;
        this.counts = sumOf(this.counts, found.counts);
        this.failures = [...this.failures, ...found.failures].slice(0, MOST_KEPT);
        this.next = found.next;
      }
    } catch (error) {
      if (this.#work === work && !work.signal.aborted)
        this.problem = problemText(error, (key, values) => this.t(key, values));
    } finally {
      if (this.#work === work) this.isChecking = false;
    }
  }

  readonly #download = (): void => {
    const text = failureFile(this.file.headers, this.failures, (problem) =>
      faultText(problem, this.entity, this.meta, this.locale),
    );
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    link.download = `${this.file.name.replace(/\.\w{1,5}$/, '')} errors.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
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
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .fields li {
        padding: 3px 8px;
        border-radius: var(--ts-radius-m);
        background: var(--ts-bg-hover);
      }
      .fields b {
        font-weight: 500;
      }
    `,
  ];
}

function fieldOf(pointer: string): string {
  return pointer.split('/')[1] ?? '';
}

function sumOf(one: Check['counts'], other: Check['counts']): Check['counts'] {
  return {
    created: one.created + other.created,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}
