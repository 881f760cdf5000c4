import type { FieldView } from '../field/field-template.ts';
import type { DragListener } from './board-drag.ts';
import type { BoardModel } from './board-model.ts';
import { titleOf } from '../field/field-kind.ts';

/** What carrying a card needs of its board. */
export interface CarryingBoard {
  readonly model: () => BoardModel | undefined;
  readonly t: FieldView['t'];
  readonly say: (text: string) => void;
  readonly move: (card: string, lane: string) => void;
  readonly hold: () => () => void;
  readonly changed: () => void;
  readonly scrollers: () => readonly Element[];
}

/** The card that is being dragged, and where it is: shown, and said. */
export class BoardCarrying implements DragListener {
  card = '';
  /** The column that it is over. */
  lane: string | null = null;
  readonly #board: CarryingBoard;
  /** It was over another column already. */
  #hasLeft = false;
  #release: (() => void) | undefined;

  constructor(board: CarryingBoard) {
    this.#board = board;
  }

  lifted(card: string): void {
    const { t, say, changed } = this.#board;
    this.card = card;
    this.#hasLeft = false;
    this.#release ??= this.#board.hold();
    const found = this.#find(card);
    if (found) say(t('board.said.lifted', { title: found.title, label: found.lane.label }));
    changed();
  }

  over(card: string, lane: string | null): void {
    const { model, t, say, changed } = this.#board;
    this.lane = lane;
    // It begins over its own column; how to go on is being said.
    this.#hasLeft ||= lane !== this.#find(card)?.lane.key;
    const label = model()?.lanes.find(({ key }) => key === lane)?.label;
    if (label && this.#hasLeft) say(t('board.said.over', { label }));
    changed();
  }

  dropped(card: string, lane: string | null): void {
    const { t, say, move, changed } = this.#board;
    const found = this.#find(card);
    this.lane = null;
    changed();
    // The library puts the card back where it was lifted; only then may it go.
    setTimeout(() => {
      this.card = '';
      if (lane !== null && found && found.lane.key !== lane) move(card, lane);
      else if (found) say(t('board.said.stays', { title: found.title, label: found.lane.label }));
      this.stop();
      changed();
    });
  }

  scrollers(): readonly Element[] {
    return this.#board.scrollers();
  }

  /** Nothing is carried any more. */
  stop(): void {
    this.card = '';
    this.lane = null;
    this.#release?.();
    this.#release = undefined;
  }

  #find(card: string) {
    const model = this.#board.model();
    const found = model?.find(card);
    return (
      model && found && { ...found, title: titleOf(model.source.request.entity, found.record) }
    );
  }
}
