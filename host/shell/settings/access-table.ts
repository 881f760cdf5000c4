import { TesseraElement, toast } from '@tessera/sdk/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { failureNotice } from '../app/failure-notice.ts';
import { pageStyles } from '../app/page-styles.ts';
import { problemText } from '../record/record-problem.ts';
import { readPages } from './access-pages.ts';
import { accessTableStyles } from './access-table-styles.ts';
import './confirm-question.ts';
import type { Confirmation } from './confirm-question.ts';

const PAGE = 100;
/** Enough to search in; a workspace with more looks at the page of the user. */
const MOST = 2000;

/** Sessions or tokens of everybody: found by words, ended one by one. */
export abstract class AccessTable<Row> extends TesseraElement {
  @state() private rows: readonly Row[] | undefined;
  @state() private isMore = false;
  @state() private words = '';
  @state() private problem = '';
  @state() private confirmation: Confirmation | undefined;
  #count = PAGE;

  /** Path of the list. */
  protected abstract readonly path: string;
  protected abstract readonly heading: string;
  protected abstract readonly none: string;
  /** What the columns are called, but for the last, which has the button. */
  protected abstract readonly columns: readonly string[];
  protected abstract row(one: Row): TemplateResult;
  /** What words are looked for in. */
  protected abstract textOf(one: Row): string;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render(): TemplateResult {
    const found = this.#found;
    return html`<section class="card" aria-labelledby="table">
        <div class="head">
          <h2 id="table">${this.heading}</h2>
          <input
            type="search"
            aria-label=${this.t('people.search')}
            placeholder=${this.t('people.search')}
            @input=${this.#searched}
          />
        </div>
        ${failureNotice(this, this.problem, () => void this.#read())}
        ${found?.length === 0 ? html`<p class="mut">${this.words ? this.t('people.none', { words: this.words }) : this.none}</p>` : nothing}
        ${found?.length ? this.#table(found) : nothing}
        ${this.isMore ? html`<button class="btn more" @click=${this.#more}>${this.t('people.more')}</button>` : nothing}
      </section>
      ${
        this.confirmation
          ? html`<ts-confirm-question
              .confirmation=${this.confirmation}
              @ts-question-closed=${() => (this.confirmation = undefined)}
            ></ts-confirm-question>`
          : nothing
      }`;
  }

  #table(found: readonly Row[]): TemplateResult {
    return html`<table>
      <thead>
        <tr>
          ${this.columns.map((name) => html`<th scope="col">${name}</th>`)}
          <th scope="col"><span class="visually-hidden">${this.t('role.actions')}</span></th>
        </tr>
      </thead>
      <tbody>
        ${found.map((one) => this.row(one))}
      </tbody>
    </table>`;
  }

  /** Asks, does it, says so, and reads again. */
  protected confirm(question: Omit<Confirmation, 'run'>, path: string, done: string): void {
    this.confirmation = {
      ...question,
      isDanger: true,
      run: async () => {
        await this.api.delete(path);
        toast({ text: done, tone: 'success' });
        await this.#read();
      },
    };
  }

  get #found(): readonly Row[] | undefined {
    const words = this.words.toLowerCase();
    return this.rows?.filter((one) => this.textOf(one).toLowerCase().includes(words));
  }

  /** Who searches means all of them. */
  readonly #searched = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value.trim();
    if (!this.isMore || this.#count === MOST) return;
    this.#count = MOST;
    void this.#read();
  };
  readonly #more = (): void => {
    this.#count += PAGE;
    void this.#read();
  };

  async #read(): Promise<void> {
    try {
      const { rows, isMore } = await readPages<Row>(this.api, this.path, this.#count);
      this.rows = rows;
      this.isMore = isMore;
      this.problem = '';
    } catch (error) {
      this.problem = problemText(error, (key, values) => this.t(key, values));
    }
  }

  static override styles = [TesseraElement.styles ?? [], pageStyles, accessTableStyles];
}
