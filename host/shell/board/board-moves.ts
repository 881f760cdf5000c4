import { moveRecord } from './board-move.ts';
import type { Move } from './board-move.ts';
import type { BoardModel } from './board-model.ts';

/** What moves need of their board. */
export interface MovingBoard extends Pick<Move, 'over' | 'say' | 'renew'> {
  readonly model: () => BoardModel | undefined;
  readonly hold: () => () => void;
}

/** The moves of cards under way. Those of one card wait for each other, since each needs the version that the one before made. */
export class BoardMoves {
  readonly #board: MovingBoard;
  readonly #underway = new Map<string, Promise<boolean>>();

  constructor(board: MovingBoard) {
    this.#board = board;
  }

  /** Answers whether the card is where it was wanted. */
  async move(id: string, lane: string): Promise<boolean> {
    const release = this.#board.hold();
    const before = this.#underway.get(id);
    const moving = before
      ? before.then((isMoved) => isMoved && this.#move(id, lane))
      : this.#move(id, lane);
    this.#underway.set(id, moving);
    try {
      return await moving;
    } finally {
      if (this.#underway.get(id) === moving) this.#underway.delete(id);
      release();
    }
  }

  async #move(id: string, lane: string): Promise<boolean> {
    const { over, say, renew } = this.#board;
    const model = this.#board.model();
    const found = model?.find(id);
    const to = model?.lanes.find(({ key }) => key === lane);
    if (!model || !found || !to?.isTarget) return false;
    if (found.lane.key === lane) return true;
    return moveRecord({ model, record: found.record, from: found.lane, to, over, say, renew });
  }
}
