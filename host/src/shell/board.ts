import { TesseraElement } from '@tessera/sdk/ui';
import type { AppMeta, EntityMeta, FieldMeta, Filter } from '@tessera/core';
import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { customElement, property, state } from 'lit/decorators.js';
import './board-lane.ts';
import './board-menu.ts';
import './form-drawer.ts';
import type { CardFrame } from './board-card.ts';
import { BoardDrag } from './board-drag.ts';
import { boardFields } from './board-fields.ts';
import { boardHead, boardSkeleton, laneSwitcher } from './board-head.ts';
import { boardKey, pressCard } from './board-keys.ts';
import type { CardActions } from './board-keys.ts';
import type { BoardLane } from './board-lane.ts';
import type { Lane } from './board-lanes.ts';
import { boardLayout } from './board-layout.ts';
import { readLanes, readMachines } from './board-machines.ts';
import type { Machine } from './board-machines.ts';
import { readBoardMemory, rememberFolded, rememberWithin } from './board-memory.ts';
import { BoardModel } from './board-model.ts';
import { moveRecord } from './board-move.ts';
import { BoardSource } from './board-source.ts';
import { boardStyles } from './board-styles.ts';
import { sumFields } from './board-summary.ts';
import { findField, isEditable, titleOf } from './field-kind.ts';
import type { FieldView } from './field-template.ts';
import type { ListSort } from './list-query.ts';
import { emptyState, failedState } from './list-state.ts';
import { recordStyles } from './record-styles.ts';

const RENEW_DELAY_MS = 150;

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

  @state() private model: BoardModel | undefined;
  @state() private failure: unknown = null;
  @state() private machines: readonly Machine[] = [];
  @state() private current = '';
  @state() private carried = '';
  @state() private overLane: string | null = null;
  @state() private menu: { readonly id: string; readonly anchor: Element | null } | null = null;
  @state() private form: {
    readonly record?: string;
    readonly prefill: Readonly<Record<string, unknown>>;
  } | null = null;
  @state() private shownLane = '';
  @state() private said = '';
  @state() private isNarrow = false;

  readonly #narrow = matchMedia('(max-width: 759px)');
  #drag: BoardDrag | null = null;
  /** What the model was made for. */
  #asked = '';
  #askedMeta: AppMeta | undefined;
  #turn = 0;
  /** Moves under way: what is shown must not be read anew under them. */
  #held = 0;
  #isOutdated = false;
  /** The card that is dragged was over another column already. */
  #hasLeft = false;
  #renewing: ReturnType<typeof setTimeout> | undefined;
  #stopLive: (() => void) | undefined;
  #watched = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.isNarrow = this.#narrow.matches;
    this.#narrow.addEventListener('change', this.#widthChanged);
    this.#watched = '';
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    this.#narrow.removeEventListener('change', this.#widthChanged);
    clearTimeout(this.#renewing);
    this.#stopLive?.();
    this.#drag?.destroy();
    this.#drag = null;
    super.disconnectedCallback();
  }

  /** Reads what is shown once more, without a flicker; not while a card is on its way. */
  refresh(): void {
    clearTimeout(this.#renewing);
    this.#renewing = setTimeout(() => void this.#renew(), RENEW_DELAY_MS);
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (!this.entity || !this.#by) return;
    const { entity, filter, search, sort } = this;
    const asked = JSON.stringify([entity.id, this.#by.name, filter, search, sort, this.locale]);
    if (asked !== this.#asked || this.#askedMeta !== this.meta) void this.#open(asked);
    if (this.#watched !== entity.id && this.isConnected) {
      this.#watched = entity.id;
      this.#stopLive?.();
      this.#stopLive = this.live.watch({ entities: [entity.id] }, () => this.refresh());
    }
    if (this.#canMove) this.#drag ??= new BoardDrag(this.#dragging);
    else {
      this.#drag?.destroy();
      this.#drag = null;
    }
  }

  override render(): TemplateResult | typeof nothing {
    const by = this.#by;
    if (!this.entity || !by) return nothing;
    return html`${boardHead(
        {
          fields: boardFields(this.entity, this.meta),
          by,
          machines: this.machines,
          within: this.model?.source.request.within,
          withinLabel: this.localized(findField(this.entity, by.within ?? '')?.label ?? by.label),
          chooseBy: (name) => this.#tell('ts-by-changed', { by: name }),
          chooseWithin: this.#chooseWithin,
        },
        this.view,
      )}
      ${this.#content()} ${this.#menuTemplate()} ${this.#formTemplate()}
      <div class="visually-hidden" role="status" aria-live="assertive">${this.said}</div>`;
  }

  #content(): TemplateResult {
    const { model } = this;
    const failure = this.failure ?? model?.failure;
    if (failure) return failedState('list.failed', failure, this.view, () => void this.#open());
    if (!model?.isLoaded) return boardSkeleton(this.view);
    const isWhole = this.filter === undefined && this.search === '' && this.machines.length < 2;
    if (isWhole && model.total === 0)
      return emptyState(this.entity, this.view, () => (this.form = { prefill: {} }));
    const current = this.#currentId(model);
    return html`${this.isNarrow ? laneSwitcher(model, this.#shown(model), this.view, (lane) => this.#show(lane)) : nothing}
      <div
        class="lanes ${this.carried ? 'dragging' : ''}"
        role="group"
        tabindex="-1"
        aria-label=${this.localized(this.entity.plural)}
        @keydown=${this.#pressed}
        @focusin=${this.#focused}
        @scroll=${this.#scrolled}
      >
        ${repeat(
          model.lanes,
          ({ key }) => key,
          (lane) => this.#lane(model, lane, current),
        )}
      </div>`;
  }

  #lane(model: BoardModel, lane: Lane, current: string): TemplateResult {
    const isFolded = this.#isShownFolded(lane);
    return html`<ts-board-lane
      data-key=${lane.key}
      .lane=${lane}
      .content=${model.content(lane.key)}
      .summary=${model.summary(lane.key)}
      .sums=${sumFields(this.entity)}
      .frame=${this.#frame}
      .drag=${this.#drag}
      .current=${current}
      .carried=${this.carried}
      ?folded=${isFolded}
      .foldable=${!this.isNarrow}
      .creatable=${this.entity.actions.create && lane.isTarget}
      ?over=${this.overLane === lane.key}
      @ts-lane-wanted=${() => void model.more(lane)}
      @ts-lane-folded=${(event: CustomEvent<{ isFolded: boolean }>) => this.#fold(lane, event.detail.isFolded)}
      @ts-lane-create=${() => this.#create(lane)}
      @ts-card-chosen=${this.#chosen}
      @ts-card-menu=${(event: CustomEvent<{ id: string; anchor: Element }>) => (this.menu = event.detail)}
    ></ts-board-lane>`;
  }

  #menuTemplate(): TemplateResult | typeof nothing {
    const found = this.menu && this.model?.find(this.menu.id);
    if (!this.menu || !found) return nothing;
    const { id, anchor } = this.menu;
    return html`<ts-board-menu
      .heading=${titleOf(this.entity, found.record)}
      .lanes=${this.model?.lanes ?? []}
      .at=${found.lane.key}
      .anchor=${anchor}
      @ts-menu-open=${() => this.#tell('ts-row-opened', { id })}
      @ts-menu-edit=${() => (this.form = { record: id, prefill: {} })}
      @ts-menu-move=${(event: CustomEvent<{ lane: string }>) => void this.#move(id, event.detail.lane, true)}
      @ts-menu-closed=${this.#menuClosed}
    ></ts-board-menu>`;
  }

  #formTemplate(): TemplateResult | typeof nothing {
    if (!this.form) return nothing;
    return html`<ts-form
      entity=${this.entity.id}
      .record=${this.form.record}
      .prefill=${this.form.prefill}
      @ts-record-saved=${() => this.refresh()}
      @ts-form-closed=${() => (this.form = null)}
    ></ts-form>`;
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
    const by = this.model?.source.request.by ?? (this.#by as FieldMeta);
    return {
      entity: this.entity,
      layout: boardLayout(this.entity, by),
      view: this.view,
      now: new Date(),
      canMove: this.#canMove,
    };
  }

  /** The card that Tab comes to: the one used last, else the first there is. */
  #currentId(model: BoardModel): string {
    if (this.current && model.find(this.current)) return this.current;
    const first = model.lanes.find(
      (lane) => !this.#isFolded(lane) && model.content(lane.key).records.length > 0,
    );
    return first ? (model.content(first.key).records[0]?.id ?? '') : '';
  }

  /** Reads the columns anew: something else is asked for. */
  async #open(asked = this.#asked): Promise<void> {
    const { entity, api } = this;
    const by = this.#by as FieldMeta;
    const isOther = this.model?.source.request.entity.id !== entity.id;
    this.#asked = asked;
    this.#askedMeta = this.meta;
    this.#turn += 1;
    const turn = this.#turn;
    if (isOther) this.model = undefined;
    this.failure = null;
    try {
      const { filter, search, view } = this;
      const machines = await readMachines(api, entity, by, view, filter);
      const within = machines && this.#withinOf(machines, by);
      const lanes = await readLanes(api, entity, by, within, view);
      const sort = this.sort ?? entity.list.sort;
      const source = new BoardSource(api, { entity, by, within, search, filter, sort });
      const model: BoardModel = new BoardModel(source, lanes, view, () => this.#changed(model));
      await model.load();
      if (turn !== this.#turn) return;
      this.machines = machines ?? [];
      this.model = model;
      this.#changed(model);
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    }
  }

  #withinOf(machines: readonly Machine[], by: FieldMeta): string | null {
    const chosen = readBoardMemory(this.entity.id).within[by.name];
    const fullest = machines.toSorted((one, other) => other.count - one.count)[0];
    return machines.find(({ id }) => id === chosen)?.id ?? fullest?.id ?? null;
  }

  #changed(model: BoardModel): void {
    if (model !== this.model) return;
    this.requestUpdate();
    if (model.isLoaded) this.#tell('ts-total-changed', { total: model.total });
  }

  async #renew(): Promise<void> {
    if (this.#held > 0 || this.#drag?.isDragging) {
      this.#isOutdated = true;
      return;
    }
    this.#isOutdated = false;
    await this.model?.renew();
  }

  #release(): void {
    this.#held -= 1;
    if (this.#isOutdated) this.refresh();
  }

  async #move(id: string, key: string, isFocused: boolean): Promise<void> {
    const { model } = this;
    const found = model?.find(id);
    const to = model?.lanes.find((lane) => lane.key === key);
    if (!model || !found || !to?.isTarget || found.lane.key === key || this.#held > 0) return;
    const { record, lane: from } = found;
    const beside = this.#beside(model, from, id);
    this.#held += 1;
    const moving = moveRecord({
      model,
      record,
      from,
      to,
      over: this,
      say: (text) => this.#say(text),
    });
    if (isFocused) void this.#focusCard(this.#isShownFolded(to) ? beside : id);
    const isMoved = await moving;
    this.#release();
    if (!isMoved && isFocused) void this.#focusCard(id);
  }

  readonly #dragging = {
    lifted: (card: string): void => {
      this.carried = card;
      this.#hasLeft = false;
      const found = this.model?.find(card);
      if (found)
        this.#say(
          this.t('board.said.lifted', {
            title: titleOf(this.entity, found.record),
            label: found.lane.label,
          }),
        );
    },
    over: (card: string, lane: string | null): void => {
      this.overLane = lane;
      // It begins over its own column; how to go on is being said.
      this.#hasLeft ||= lane !== this.model?.find(card)?.lane.key;
      const label = this.model?.lanes.find(({ key }) => key === lane)?.label;
      if (label && this.#hasLeft) this.#say(this.t('board.said.over', { label }));
    },
    dropped: (card: string, lane: string | null): void => {
      const found = this.model?.find(card);
      this.overLane = null;
      // The library puts the card back where it was lifted; only then may it go.
      setTimeout(() => {
        this.carried = '';
        if (lane !== null && found && found.lane.key !== lane) {
          void this.#move(card, lane, true);
        } else {
          if (found) {
            const title = titleOf(this.entity, found.record);
            this.#say(this.t('board.said.stays', { title, label: found.lane.label }));
          }
          if (this.#isOutdated) this.refresh();
        }
      });
    },
    scrollers: (): readonly Element[] => {
      const board = this.renderRoot.querySelector('.lanes');
      const cards = [...this.#lanes].flatMap((lane) => lane.scroller ?? []);
      return board ? [board, ...cards] : cards;
    },
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    const meaning = boardKey(event);
    const target = event.composedPath()[0];
    const card = target instanceof Element ? target.closest<HTMLElement>('.card') : null;
    const id = card?.dataset['id'];
    if (!meaning || !id || !(target instanceof Element)) return;
    const isButton = target.closest('button') !== null;
    if (isButton && meaning === 'open') return;
    event.preventDefault();
    event.stopPropagation();
    pressCard(meaning, id, [...this.#lanes], this.#cardActions);
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
      if (this.#canMove) void this.#move(id, lane, true);
    },
  };

  readonly #chosen = (event: CustomEvent<{ id: string; event: MouseEvent }>): void => {
    const { id, event: click } = event.detail;
    if (click.defaultPrevented || click.ctrlKey || click.metaKey || click.shiftKey) return;
    click.preventDefault();
    if (!this.carried) this.#tell('ts-row-opened', { id });
  };

  readonly #focused = (event: FocusEvent): void => {
    const target = event.composedPath()[0];
    const card = target instanceof Element ? target.closest<HTMLElement>('.card') : null;
    const id = card?.dataset['id'];
    if (id) this.current = id;
  };

  readonly #menuClosed = (): void => {
    const id = this.menu?.id;
    this.menu = null;
    if (id && !this.form) void this.#focusCard(id);
  };

  /** A card may have gone to another column meanwhile. */
  async #focusCard(id: string): Promise<void> {
    this.current = id;
    await this.updateComplete;
    const lane = [...this.#lanes].find((each) => each.indexOf(id) >= 0);
    if (lane && !lane.folded) await lane.focusCard(lane.indexOf(id));
  }

  #create(lane: Lane): void {
    const { by, within } = this.model?.source.request ?? {};
    if (!by) return;
    const machine = this.machines.find(({ id }) => id === within);
    const target = findField(this.entity, by.within ?? '')?.target;
    const inMachine =
      by.within && machine && target
        ? { [by.within]: { id: machine.id, title: machine.title, entity: target } }
        : {};
    this.form = { prefill: { ...inMachine, [by.name]: lane.shown } };
  }

  /** The card that gets the focus when this one goes out of sight: the next in its column, else the one before. */
  #beside(model: BoardModel, lane: Lane, id: string): string {
    const { records } = model.content(lane.key);
    const at = records.findIndex((record) => record.id === id);
    return (records[at + 1] ?? records[at - 1])?.id ?? '';
  }

  #isShownFolded(lane: Lane): boolean {
    return !this.isNarrow && this.#isFolded(lane);
  }

  #isFolded(lane: Lane): boolean {
    const by = this.model?.source.request.by.name ?? '';
    return readBoardMemory(this.entity.id).folded[by]?.[lane.key] ?? lane.isClosed;
  }

  #fold(lane: Lane, isFolded: boolean): void {
    rememberFolded(this.entity.id, this.model?.source.request.by.name ?? '', lane.key, isFolded);
    this.requestUpdate();
  }

  readonly #chooseWithin = (id: string): void => {
    if (!this.#by) return;
    rememberWithin(this.entity.id, this.#by.name, id);
    void this.#open();
  };

  #shown(model: BoardModel): string {
    const known = model.lanes.some(({ key }) => key === this.shownLane);
    return known ? this.shownLane : (model.lanes[0]?.key ?? '');
  }

  #show(lane: Lane): void {
    this.shownLane = lane.key;
    this.renderRoot
      .querySelector(`ts-board-lane[data-key="${CSS.escape(lane.key)}"]`)
      ?.scrollIntoView({ inline: 'start', block: 'nearest' });
  }

  /** On a phone the switcher follows the finger. */
  readonly #scrolled = (event: Event): void => {
    if (!this.isNarrow || !(event.currentTarget instanceof HTMLElement)) return;
    const middle = event.currentTarget.getBoundingClientRect().left + innerWidth / 2;
    const shown = [...this.#lanes].find((lane) => lane.getBoundingClientRect().right > middle);
    if (!shown || shown.lane.key === this.shownLane) return;
    this.shownLane = shown.lane.key;
    const button = this.renderRoot.querySelector<HTMLElement>(
      `.switcher [data-lane="${CSS.escape(shown.lane.key)}"]`,
    );
    if (button?.parentElement) button.parentElement.scrollLeft = button.offsetLeft - 12;
  };

  readonly #widthChanged = (): void => {
    this.isNarrow = this.#narrow.matches;
  };

  get #lanes(): NodeListOf<BoardLane> {
    return this.renderRoot.querySelectorAll('ts-board-lane');
  }

  #say(text: string): void {
    this.said = text;
  }

  #tell(name: string, detail: Readonly<Record<string, unknown>>): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  static override styles = [TesseraElement.styles, recordStyles, boardStyles];
}
