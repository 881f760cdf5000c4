import { TesseraElement } from '@tessera/sdk/ui';
import type { EntityMeta, FieldMeta, Filter } from '@tessera/core';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { customElement, property, state } from 'lit/decorators.js';
import './board-lane.ts';
import { cardFrame } from './board-card.ts';
import type { CardFrame } from './board-card.ts';
import { BoardCarrying } from './board-carrying.ts';
import { BoardDrag } from './board-drag.ts';
import { scrollersOf } from './board-edge.ts';
import { boardFields } from './board-fields.ts';
import { cardBeside, currentCard, focusCardIn } from './board-focus.ts';
import { boardHead, boardSkeleton, laneSwitcher } from './board-head.ts';
import { cardOf, keyOnCard, pressCard } from './board-keys.ts';
import type { CardActions } from './board-keys.ts';
import type { BoardLane } from './board-lane.ts';
import type { Lane } from './board-lanes.ts';
import { isLaneFolded, rememberFolded } from './board-memory.ts';
import type { BoardModel } from './board-model.ts';
import { BoardMoves } from './board-moves.ts';
import { cardForm, cardMenu } from './board-overlays.ts';
import type { OpenForm, OpenMenu } from './board-overlays.ts';
import { BoardPhone } from './board-phone.ts';
import { lanePrefill } from './board-prefill.ts';
import { BoardReading } from './board-reading.ts';
import { boardStyles } from './board-styles.ts';
import { sumFields } from './board-summary.ts';
import { findField, isEditable } from '../field/field-kind.ts';
import type { FieldView } from '../field/field-template.ts';
import type { ListSort } from '../list/list-query.ts';
import { emptyState, failedState } from '../list/list-state.ts';
import { recordStyles } from '../record/record-styles.ts';

/**
 * The records of an entity by the value of a field, a column each. They are moved by dragging, by keys and by a menu.
 *
 * @fires ts-row-opened - with `{id}`
 * @fires ts-by-changed - with `{by}`: name of the field chosen
 * @fires ts-total-changed - with `{total}`
 */
@customElement('ts-board')
export class Board extends TesseraElement {
  @property({ attribute: false }) entity!: EntityMeta;
  @property({ attribute: false }) view!: FieldView;
  @property({ attribute: false }) filter: Filter | undefined;
  @property() search = '';
  @property({ attribute: false }) sort: ListSort | null = null;
  /** Name of the field whose values are the columns; null leaves it to the entity. */
  @property({ attribute: false }) by: string | null = null;

  @state() private current = '';
  @state() private menu: OpenMenu | null = null;
  @state() private form: OpenForm | null = null;
  @state() private said = '';

  readonly #reading = new BoardReading(this, () => this.#changed());
  readonly #phone = new BoardPhone(this);
  readonly #moves = new BoardMoves({
    over: this,
    model: () => this.#reading.model,
    hold: () => this.#reading.hold(),
    renew: () => this.refresh(),
    say: (text) => (this.said = text),
  });
  readonly #carrying = new BoardCarrying({
    model: () => this.#reading.model,
    t: (key, values) => this.t(key, values),
    hold: () => this.#reading.hold(),
    say: (text) => (this.said = text),
    move: (card, lane) => void this.#move(card, lane),
    changed: () => this.requestUpdate(),
    scrollers: () => scrollersOf(this.renderRoot, this.#lanes),
  });
  #drag: BoardDrag | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    this.#reading.stop();
    this.#endDrag();
    super.disconnectedCallback();
  }

  /** Reads what is shown once more, without a flicker; not while a card is on its way. */
  refresh(): void {
    this.#reading.refresh();
  }

  protected override willUpdate(): void {
    const by = this.#by;
    if (!this.entity || !by) return;
    const { entity, filter, search, sort, view } = this;
    this.#reading.ask({ entity, by, filter, search, sort, view });
    if (!this.#canMove) this.#endDrag();
    else if (this.isConnected) this.#drag ??= new BoardDrag(this.#carrying);
  }

  override render(): TemplateResult | typeof nothing {
    const by = this.#by;
    if (!this.entity || !by) return nothing;
    const { model, machines } = this.#reading;
    return html`${boardHead(
        {
          fields: boardFields(this.entity, this.meta),
          by,
          machines,
          within: model?.source.request.within,
          withinLabel: this.localized(findField(this.entity, by.within ?? '')?.label ?? by.label),
          chooseBy: (name) => this.#tell('ts-by-changed', { by: name }),
          chooseWithin: (id) => this.#reading.chooseWithin(id),
        },
        this.view,
      )}
      ${this.#content()} ${this.#menuTemplate()}
      ${this.form && cardForm(this.form, this.entity, { saved: () => this.refresh(), closed: () => (this.form = null) })}
      <div class="visually-hidden" role="status" aria-live="assertive">${this.said}</div>`;
  }

  #content(): TemplateResult {
    const { model, machines } = this.#reading;
    const failure = this.#reading.failure ?? model?.failure;
    if (failure)
      return failedState('list.failed', failure, this.view, () => void this.#reading.again());
    if (!model?.isLoaded) return boardSkeleton(this.view);
    const isWhole = this.filter === undefined && this.search === '' && machines.length < 2;
    if (isWhole && model.total === 0)
      return emptyState(this.entity, this.view, () => (this.form = { prefill: {} }));
    const current = currentCard(model, this.current, (lane) => this.#isFolded(lane));
    const { isNarrow, scrolled } = this.#phone;
    return html`${isNarrow ? laneSwitcher(model, this.#phone.shown(model), this.view, (lane) => this.#phone.show(lane)) : nothing}
      <div
        class="lanes ${this.#carrying.card ? 'dragging' : ''}"
        role="group"
        tabindex="-1"
        aria-label=${this.localized(this.entity.plural)}
        @keydown=${this.#pressed}
        @focusin=${this.#focused}
        @scroll=${scrolled}
      >
        ${repeat(
          model.lanes,
          ({ key }) => key,
          (lane) => this.#lane(model, lane, current),
        )}
      </div>`;
  }

  #lane(model: BoardModel, lane: Lane, current: string): TemplateResult {
    return html`<ts-board-lane
      data-key=${lane.key}
      .lane=${lane}
      .content=${model.content(lane.key)}
      .summary=${model.summary(lane.key)}
      .sums=${sumFields(this.entity)}
      .frame=${this.#frame}
      .drag=${this.#drag}
      .current=${current}
      .carried=${this.#carrying.card}
      ?folded=${this.#isShownFolded(lane)}
      .foldable=${!this.#phone.isNarrow}
      .creatable=${this.entity.actions.create && lane.isTarget}
      ?over=${this.#carrying.lane === lane.key}
      @ts-lane-wanted=${() => void model.more(lane)}
      @ts-lane-folded=${(event: CustomEvent<{ isFolded: boolean }>) => this.#fold(lane, event.detail.isFolded)}
      @ts-lane-create=${() => this.#create(lane)}
      @ts-card-chosen=${this.#chosen}
      @ts-card-menu=${(event: CustomEvent<{ id: string; anchor: Element }>) => (this.menu = event.detail)}
    ></ts-board-lane>`;
  }

  #menuTemplate(): TemplateResult | typeof nothing | null {
    const { model } = this.#reading;
    if (!this.menu || !model) return nothing;
    const { id } = this.menu;
    return cardMenu(this.menu, model, {
      open: () => this.#cardActions.open(id),
      edit: () => this.#cardActions.edit(id),
      move: (lane) => void this.#move(id, lane),
      closed: this.#menuClosed,
    });
  }

  get #by(): FieldMeta | undefined {
    const fields = boardFields(this.entity, this.meta);
    return fields.find(({ name }) => name === this.by) ?? fields[0];
  }

  get #canMove(): boolean {
    const by = this.#by;
    return by !== undefined && this.entity.actions.update && isEditable(by);
  }

  get #frame(): CardFrame {
    const by = this.#reading.model?.source.request.by ?? (this.#by as FieldMeta);
    return cardFrame(this.entity, by, this.view, this.#canMove);
  }

  #changed(): void {
    this.requestUpdate();
    const { model } = this.#reading;
    if (model?.isLoaded) this.#tell('ts-total-changed', { total: model.total });
  }

  async #move(id: string, key: string): Promise<void> {
    const { model } = this.#reading;
    const from = model?.find(id)?.lane;
    const to = model?.lanes.find((lane) => lane.key === key);
    if (!model || !from || !to?.isTarget || from.key === key) return;
    const next = this.#isShownFolded(to) ? cardBeside(model, from, id) : id;
    const moving = this.#moves.move(id, key);
    void this.#focusCard(next);
    if (!(await moving)) void this.#focusCard(id);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const pressed = keyOnCard(event);
    if (pressed) pressCard(pressed.meaning, pressed.id, [...this.#lanes], this.#cardActions);
  };

  readonly #cardActions: CardActions = {
    open: (id) => this.#tell('ts-row-opened', { id }),
    edit: (id) => {
      if (this.entity.actions.update) this.form = { record: id, prefill: {} };
    },
    menu: (id, anchor) => {
      if (this.#canMove) this.menu = { id, anchor };
    },
    move: (id, lane) => {
      if (this.#canMove) void this.#move(id, lane);
    },
  };

  readonly #chosen = (event: CustomEvent<{ id: string; event: MouseEvent }>): void => {
    const { id, event: click } = event.detail;
    if (click.defaultPrevented || click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    if (!this.#carrying.card) this.#tell('ts-row-opened', { id });
  };

  readonly #focused = (event: FocusEvent): void => {
    const id = cardOf(event)?.dataset['id'];
    if (id) this.current = id;
  };

  readonly #menuClosed = (): void => {
    const id = this.menu?.id;
    this.menu = null;
    if (id && !this.form) void this.#focusCard(id);
  };

  async #focusCard(id: string): Promise<void> {
    this.current = id;
    await this.updateComplete;
    await focusCardIn(this.#lanes, id);
  }

  #create(lane: Lane): void {
    const { model, machines } = this.#reading;
    if (model) this.form = { prefill: lanePrefill(model.source.request, lane, machines) };
  }

  #isShownFolded(lane: Lane): boolean {
    return !this.#phone.isNarrow && this.#isFolded(lane);
  }

  #isFolded(lane: Lane): boolean {
    return isLaneFolded(this.entity.id, this.#shownBy, lane);
  }

  #fold(lane: Lane, isFolded: boolean): void {
    rememberFolded(this.entity.id, this.#shownBy, lane.key, isFolded);
    this.requestUpdate();
  }

  /** Name of the field whose values are the columns as they are shown. */
  get #shownBy(): string {
    return this.#reading.model?.source.request.by.name ?? '';
  }

  #endDrag(): void {
    this.#drag?.destroy();
    this.#drag = null;
    this.#carrying.stop();
  }

  get #lanes(): NodeListOf<BoardLane> {
    return this.renderRoot.querySelectorAll('ts-board-lane');
  }

  #tell(name: string, detail: Readonly<Record<string, unknown>>): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [TesseraElement.styles, recordStyles, boardStyles];
}
