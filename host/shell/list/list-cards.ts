import { TesseraElement, icon } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta } from '@tessera/core';
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { VirtualItem, VirtualizerOptions } from '@tanstack/virtual-core';
import { css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { customElement, property, state } from 'lit/decorators.js';
import { titleOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { fieldTemplate, isBlank } from '../field/field-template.ts';
import type { FieldView } from '../field/field-template.ts';
import type { ListSource } from './list-source.ts';
import { recordAvatar } from '../record/record-avatar.ts';
import { recordStyles } from '../record/record-styles.ts';

const PAGE_SIZE = 60;
/** Every card is as high, in pixels, so that the list knows where each stands. */
const HEIGHT = 61;
/** Cards drawn beyond what is seen. */
const OVERSCAN = 6;

/**
 * The list on a phone: two lines a record; only what is in view is in the page.
 *
 * @fires ts-edit-wanted - with `{id}`
 */
@customElement('ts-list-cards')
export class ListCards extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) columns: readonly FieldMeta[] = [];
  @property({ attribute: false }) source!: ListSource;
  @property({ attribute: false }) view!: FieldView;
  @property({ attribute: false }) total = '';
  /** The card to begin with, after coming back from a record. */
  @property({ attribute: false }) startIndex = 0;

  @state() private count = 0;

  #pages = new Map<number, readonly WireRecord[]>();
  readonly #asked = new Set<number>();
  readonly #virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#options());
  #unmount: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unmount = this.#virtualizer._didMount();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    this.#unmount?.();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source')) void this.#begin();
    this.#virtualizer.setOptions(this.#options());
  }

  protected override updated(): void {
    this.#virtualizer._willUpdate();
    const wanted = new Set(this.#inView.map(({ index }) => Math.floor(index / PAGE_SIZE)));
    for (const page of wanted) void this.#read(page);
  }

  override render(): TemplateResult {
    return html`<ul
        aria-label=${this.view.localized(this.entity.plural)}
        style="height:${this.#virtualizer.getTotalSize()}px"
      >
        ${repeat(
          this.#inView,
          ({ key }) => key,
          (item) => this.#item(item),
        )}
      </ul>
      <div class="end">${this.count > 0 ? this.total : nothing}</div>`;
  }

  /** Reads the cards in view once more; those out of view are read when they come. */
  async refresh(): Promise<void> {
    const { source } = this;
    const wanted = [...new Set(this.#inView.map(({ index }) => Math.floor(index / PAGE_SIZE)))];
    const answers = await Promise.all(wanted.map((page) => source.page(page, PAGE_SIZE)));
    if (source !== this.source) return;
    this.#pages = new Map(answers.map(({ records }, at) => [wanted[at]!, records]));
    this.count = answers[0]?.total ?? this.count;
    this.requestUpdate();
  }

  /** The first card in view. */
  get position(): number {
    return Math.floor(this.scrollTop / HEIGHT);
  }

  get #inView(): readonly VirtualItem[] {
    return this.#virtualizer.getVirtualItems().filter(({ index }) => index < this.count);
  }

  #options(): VirtualizerOptions<HTMLElement, HTMLElement> {
    return {
      count: this.count,
      getScrollElement: () => this,
      estimateSize: () => HEIGHT,
      overscan: OVERSCAN,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.requestUpdate(),
    };
  }

  /** Another search, filter or order: what stands there stays until the first answer. */
  async #begin(): Promise<void> {
    const { source, startIndex } = this;
    const page = Math.floor(startIndex / PAGE_SIZE);
    this.#asked.clear();
    this.#asked.add(page);
    const { records, total } = await source.page(page, PAGE_SIZE);
    if (source !== this.source) return;
    this.#pages = new Map([[page, records]]);
    this.count = total;
    this.requestUpdate();
    await this.updateComplete;
    this.scrollTop = startIndex * HEIGHT;
  }

  async #read(page: number): Promise<void> {
    if (this.#pages.has(page) || this.#asked.has(page)) return;
    const { source } = this;
    this.#asked.add(page);
    const { records, total } = await source.page(page, PAGE_SIZE);
    if (source !== this.source) return;
    this.#asked.delete(page);
    if (total === 0) return;
    this.#pages.set(page, records);
    this.count = total;
    this.requestUpdate();
  }

  #item({ index, start }: VirtualItem): TemplateResult {
    const record = this.#pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE];
    return html`<li
      style="translate:0 ${start}px"
      aria-setsize=${this.count}
      aria-posinset=${index + 1}
    >
      ${record ? this.#card(record) : html`<span class="bone"></span>`}
    </li>`;
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
    return html`<a href="/${this.entity.path}/${record.id}">
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
      ${
        this.entity.actions.update
          ? html`<button
              class="btn ghost icon"
              aria-label=${this.t('list.edit', { title })}
              @click=${() => this.#edit(record.id)}
            >
              ${icon('pencil', 16)}
            </button>`
          : nothing
      }`;
  }

  #edit(id: string): void {
    this.dispatchEvent(new CustomEvent('ts-edit-wanted', { detail: { id } }));
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
        position: relative;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: absolute;
        inset: 0 0 auto;
        display: flex;
        align-items: center;
        height: 61px;
        border-bottom: 1px solid var(--ts-line);
      }
      li > button {
        flex: none;
        margin-inline-end: 8px;
        color: var(--ts-fg-2);
      }
      .bone {
        position: absolute;
        inset: 24px 96px auto 60px;
      }
      li > a {
        flex: 1;
        min-width: 0;
        display: flex;
        gap: 12px;
        align-items: center;
        height: 100%;
        padding: 8px 16px;
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
