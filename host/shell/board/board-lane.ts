import { TesseraElement } from '@tessera/sdk/ui';
import type { FieldMeta } from '@tessera/core';
import {
  Virtualizer,
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
} from '@tanstack/virtual-core';
import type { Range, VirtualItem, VirtualizerOptions } from '@tanstack/virtual-core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { customElement, property } from 'lit/decorators.js';
import { cardContent } from './board-card.ts';
import type { CardFrame } from './board-card.ts';
import { boardCardStyles } from './board-card-styles.ts';
import type { BoardDrag } from './board-drag.ts';
import { boardLaneStyles } from './board-lane-styles.ts';
import type { Lane } from './board-lanes.ts';
import { laneHead, laneNote } from './board-lane-parts.ts';
import { CARD_GAP, cardHeight } from './board-layout.ts';
import type { LaneContent } from './board-model.ts';
import type { LaneSummary } from './board-summary.ts';
import type { WireRecord } from '../field/field-kind.ts';
import { recordStyles } from '../record/record-styles.ts';

/** Cards drawn beyond what is seen. */
const OVERSCAN = 4;
/** Cards from the end at which the next are asked for. */
const AHEAD = 10;
/** A card, not the copy that holds its place while it is dragged. */
const CARD = '.card:not([data-dnd-placeholder])';

/**
 * One column of a board: its cards, as far as they are in view.
 *
 * @fires ts-lane-wanted - it is seen and wants (more) cards
 * @fires ts-lane-folded - with `{isFolded}`
 * @fires ts-lane-create - somebody wants a new record here
 * @fires ts-card-chosen - with `{id, event}`: a card was clicked
 * @fires ts-card-menu - with `{id, anchor}`: the menu of a card is asked for
 */
@customElement('ts-board-lane')
export class BoardLane extends TesseraElement {
  @property({ attribute: false }) lane!: Lane;
  @property({ attribute: false }) content!: LaneContent;
  @property({ attribute: false }) summary!: LaneSummary;
  @property({ attribute: false }) sums: readonly FieldMeta[] = [];
  @property({ attribute: false }) frame!: CardFrame;
  @property({ attribute: false }) drag: BoardDrag | null = null;
  /** The card that Tab comes to, when it is one of this column. */
  @property() current = '';
  /** The card that is being dragged: it stays drawn. */
  @property() carried = '';
  @property({ type: Boolean }) folded = false;
  @property({ type: Boolean }) foldable = true;
  @property({ type: Boolean }) creatable = false;
  @property({ type: Boolean, reflect: true }) over = false;

  readonly #virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#options(null));
  readonly #cards = new Map<string, { readonly element: Element; readonly remove: () => void }>();
  #removeLane: (() => void) | undefined;
  #unmount: (() => void) | undefined;
  #isSeen = false;
  readonly #seen = new IntersectionObserver(
    (entries) => {
      this.#isSeen = entries.some(({ isIntersecting }) => isIntersecting);
      this.#want();
    },
    { rootMargin: '0px 240px' },
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unmount = this.#virtualizer._didMount();
    this.#seen.observe(this);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    this.#seen.disconnect();
    this.#unmount?.();
    this.#forget();
    super.disconnectedCallback();
  }

  /** How many cards were read. */
  get length(): number {
    return this.folded ? 0 : this.content.records.length;
  }

  /** The place of a card; -1 when it is not here. */
  indexOf(id: string): number {
    return this.content.records.findIndex((record) => record.id === id);
  }

  /** Goes to a card and focuses it. */
  async focusCard(index: number): Promise<void> {
    const record = this.content.records[Math.min(index, this.length - 1)];
    if (!record) return;
    this.current = record.id;
    this.#virtualizer.scrollToIndex(this.indexOf(record.id), { align: 'auto' });
    this.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    await this.updateComplete;
    await new Promise(requestAnimationFrame);
    this.#card(record.id)?.querySelector('a')?.focus({ preventScroll: true });
  }

  /** What a menu stands beside. */
  anchorOf(id: string): Element | null {
    const card = this.#card(id);
    return card?.querySelector('.more') ?? card;
  }

  /** What scrolls. */
  get scroller(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.cards');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#virtualizer.setOptions(this.#options(this.scroller));
    if (changed.has('folded') || changed.has('lane')) this.#forget();
  }

  override render(): TemplateResult {
    const { view } = this.frame;
    const label = this.t('board.lane', {
      label: this.lane.label,
      count: this.summary.count,
      number: new Intl.NumberFormat(view.locale).format(this.summary.count),
    });
    const head = laneHead(this.lane, this.summary, this.sums, view, {
      isFolded: this.folded,
      fold: this.foldable ? () => this.#tell('ts-lane-folded', { isFolded: !this.folded }) : null,
      create: this.creatable ? () => this.#tell('ts-lane-create') : null,
    });
    if (this.folded) return html`<section class="folded" aria-label=${label}>${head}</section>`;
    return html`<section aria-label=${label}>
      ${head} ${this.#list()}
      <span id="keys" class="visually-hidden">${this.t('board.keys')}</span>
    </section>`;
  }

  protected override updated(): void {
    this.#virtualizer._willUpdate();
    this.#offer();
    this.#want();
  }

  #list(): TemplateResult {
    const { records } = this.content;
    const items = this.#virtualizer.getVirtualItems().filter(({ index }) => index < records.length);
    return html`<div class="cards" @click=${this.#clicked}>
      ${
        records.length > 0
          ? html`<ul style="height:${this.#virtualizer.getTotalSize()}px">
              ${repeat(
                items,
                ({ key }) => key,
                (item) => this.#item(item, records[item.index] as WireRecord),
              )}
            </ul>`
          : nothing
      }
      ${laneNote(this.content, this.frame.view, () => this.#tell('ts-lane-wanted'))}
    </div>`;
  }

  #item({ index, start }: VirtualItem, record: WireRecord): TemplateResult {
    const isCurrent = record.id === this.current;
    return html`<li
      style="top:${start}px;height:${cardHeight(this.frame.layout)}px"
      aria-posinset=${index + 1}
      aria-setsize=${Math.max(this.summary.count, this.content.records.length)}
    >
      <article class="card ${record.id === this.carried ? 'carried' : ''}" data-id=${record.id}>
        ${cardContent(record, this.lane.isClosed, isCurrent, this.frame)}
      </article>
    </li>`;
  }

  readonly #clicked = (event: MouseEvent): void => {
    const target = event.composedPath()[0];
    const card = target instanceof Element ? target.closest<HTMLElement>('.card') : null;
    const id = card?.dataset['id'];
    if (!id || !(target instanceof Element)) return;
    const button = target.closest('.more');
    if (button) this.#tell('ts-card-menu', { id, anchor: button });
    else this.#tell('ts-card-chosen', { id, event });
  };

  #options(scroller: HTMLElement | null): VirtualizerOptions<HTMLElement, HTMLElement> {
    const records = (this.content as LaneContent | undefined)?.records ?? [];
    const height = this.hasUpdated || scroller ? cardHeight(this.frame.layout) : 90;
    return {
      count: this.folded ? 0 : records.length,
      getScrollElement: () => this.scroller,
      estimateSize: () => height,
      getItemKey: (index) => records[index]?.id ?? index,
      gap: CARD_GAP,
      paddingEnd: CARD_GAP,
      overscan: OVERSCAN,
      rangeExtractor: (range) => this.#drawn(range),
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.requestUpdate(),
    };
  }

  /** The cards in view, and one that would be lost if it were not drawn: under the pointer, or with the focus. */
  #drawn(range: Range): number[] {
    const focused = this.shadowRoot?.activeElement?.closest<HTMLElement>('.card')?.dataset['id'];
    const held = [this.carried, focused ?? ''].map((id) => (id ? this.indexOf(id) : -1));
    const shown = [...defaultRangeExtractor(range), ...held.filter((index) => index >= 0)];
    return [...new Set(shown)].toSorted((one, other) => one - other);
  }

  /** Lets this column, and the cards that are drawn now, take part in dragging. */
  #offer(): void {
    const { drag } = this;
    if (!drag) {
      this.#forget();
      return;
    }
    if (this.lane.isTarget) this.#removeLane ??= drag.addLane(this.lane.key, this);
    const drawn = new Map(
      [...this.renderRoot.querySelectorAll<HTMLElement>(CARD)].map((element) => [
        element.dataset['id'] ?? '',
        element,
      ]),
    );
    for (const [id, { element, remove }] of this.#cards) {
      if (drawn.get(id) === element) continue;
      remove();
      this.#cards.delete(id);
    }
    for (const [id, element] of drawn) {
      if (!this.#cards.has(id)) this.#cards.set(id, { element, remove: drag.addCard(id, element) });
    }
  }

  #forget(): void {
    for (const { remove } of this.#cards.values()) remove();
    this.#cards.clear();
    this.#removeLane?.();
    this.#removeLane = undefined;
  }

  #want(): void {
    const { content } = this;
    if (!this.#isSeen || this.folded || content.isReading || content.failure) return;
    const last = this.#virtualizer.getVirtualItems().at(-1)?.index ?? 0;
    const isNearEnd = content.next !== undefined && last >= content.records.length - AHEAD;
    if (!content.isStarted || isNearEnd) this.#tell('ts-lane-wanted');
  }

  #card(id: string): HTMLElement | null {
    return this.renderRoot.querySelector(`${CARD}[data-id="${CSS.escape(id)}"]`);
  }

  #tell(name: string, detail: Readonly<Record<string, unknown>> = {}): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [TesseraElement.styles, recordStyles, boardLaneStyles, boardCardStyles];
}
