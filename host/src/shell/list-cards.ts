import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { customElement, property, state } from 'lit/decorators.js';
import { titleOf } from './field-kind.ts';
import type { WireRecord } from './field-kind.ts';
import { fieldTemplate, isBlank } from './field-template.ts';
import type { FieldView } from './field-template.ts';
import type { ListSource } from './list-source.ts';
import { recordAvatar } from './record-avatar.ts';
import { recordStyles } from './record-styles.ts';

const PAGE_SIZE = 60;

/** The list on a phone: two lines a record, the next page when the end comes near. */
@customElement('ts-list-cards')
export class ListCards extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) columns: readonly FieldMeta[] = [];
  @property({ attribute: false }) source!: ListSource;
  @property({ attribute: false }) view!: FieldView;
  @property({ attribute: false }) total = '';
  @property({ attribute: false }) startIndex = 0;

  @state() private records: readonly WireRecord[] = [];

  #pages = 0;
  #isDone = false;
  #isReading = false;
  readonly #nearEnd = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#more();
    },
    { rootMargin: '600px' },
  );

  override disconnectedCallback(): void {
    this.#nearEnd.disconnect();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('source')) return;
    this.#pages = 0;
    this.#isDone = false;
    void this.#more(true);
  }

  protected override updated(): void {
    const end = this.renderRoot.querySelector('.end');
    this.#nearEnd.disconnect();
    if (end && !this.#isDone) this.#nearEnd.observe(end);
  }

  override render(): TemplateResult {
    return html`<ul aria-label=${this.view.localized(this.entity.plural)}>
        ${repeat(
          this.records,
          ({ id }) => id,
          (record) => this.#card(record),
        )}
      </ul>
      <div class="end">${this.records.length > 0 ? this.total : nothing}</div>`;
  }

  /** Reads the pages shown so far once more. */
  async refresh(): Promise<void> {
    const source = this.source;
    const pages = await Promise.all(
      Array.from({ length: this.#pages }, (_, page) => source.page(page, PAGE_SIZE)),
    );
    if (source === this.source) this.records = pages.flatMap(({ records }) => records);
  }

  /** The first card in view. */
  get position(): number {
    const first = this.renderRoot.querySelector('li');
    return first ? Math.floor(this.scrollTop / first.offsetHeight) : 0;
  }

  async #more(isFresh = false): Promise<void> {
    if ((this.#isReading && !isFresh) || this.#isDone) return;
    this.#isReading = true;
    const source = this.source;
    const answer = await source.page(this.#pages, PAGE_SIZE);
    if (source !== this.source) return;
    this.#isReading = false;
    this.#pages += 1;
    this.records = isFresh ? answer.records : [...this.records, ...answer.records];
    this.#isDone = this.records.length >= answer.total || answer.records.length === 0;
    if (this.records.length <= this.startIndex && !this.#isDone) await this.#more();
    else if (isFresh && this.startIndex > 0) await this.#return();
  }

  async #return(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelectorAll('li')[this.startIndex]?.scrollIntoView();
  }

  #card(record: WireRecord): TemplateResult {
    const title = titleOf(this.entity, record);
    const shown = this.columns.filter(
      (field) => field.name !== this.entity.title && !isBlank(record[field.name]),
    );
    const mark = shown.find(({ type }) => type === 'state' || type === 'choice');
    const amount = shown.find(({ type, valueType }) => type === 'money' || valueType === 'money');
    const rest = shown
      .filter((field) => field !== mark && field !== amount && field.type !== 'choices')
      .slice(0, 1);
    return html`<li>
      <a href="/${this.entity.path}/${record.id}">
        ${recordAvatar(title, record.id, { round: false, hue: this.entity.hue, size: 32 })}
        <span class="text">
          <span class="line"
            ><span class="ell name">${title}</span
            >${amount ? html`<span class="num">${fieldTemplate(amount, record[amount.name], this.view)}</span>` : nothing}</span
          >
          <span class="line second">
            <span class="ell mut" inert
              >${rest.map((field) => fieldTemplate(field, record[field.name], this.view))}</span
            >
            ${mark ? fieldTemplate(mark, record[mark.name], this.view) : nothing}
          </span>
        </span>
      </a>
    </li>`;
  }

  static override styles = [
    TesseraElement.styles,
    recordStyles,
    css`
      :host {
        display: block;
        flex: 1;
        min-height: 0;
        overflow: auto;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li > a {
        display: flex;
        gap: 12px;
        align-items: center;
        min-height: 60px;
        padding: 8px 16px;
        border-bottom: 1px solid var(--ts-line);
        color: inherit;
        text-decoration: none;
      }
      li > a:active {
        background: var(--ts-bg-hover);
      }
      .text {
        display: grid;
        gap: 2px;
        flex: 1;
        min-width: 0;
      }
      .line {
        display: flex;
        gap: 8px;
        align-items: center;
        justify-content: space-between;
        min-width: 0;
      }
      .name {
        font-weight: 500;
        font-size: 15px;
        line-height: 22px;
      }
      .second {
        min-height: 20px;
      }
      .end {
        padding: 16px;
        text-align: center;
        color: var(--ts-fg-2);
        font-size: 12px;
        min-height: 1px;
      }
    `,
  ];
}
