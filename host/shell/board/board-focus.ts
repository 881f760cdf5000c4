import type { BoardLane } from './board-lane.ts';
import type { Lane } from './board-lanes.ts';
import type { BoardModel } from './board-model.ts';

/** The card that Tab comes to: the one used last, else the first there is in an open column. */
export function currentCard(
  model: BoardModel,
  last: string,
  isFolded: (lane: Lane) => boolean,
): string {
  if (last && model.find(last)) return last;
  const first = model.lanes.find(
    (lane) => !isFolded(lane) && model.content(lane.key).records.length > 0,
  );
  return first ? (model.content(first.key).records[0]?.id ?? '') : '';
}

/** The card that gets the focus when this one goes out of sight: the next in its column, else the one before. */
export function cardBeside(model: BoardModel, lane: Lane, id: string): string {
  const { records } = model.content(lane.key);
  const at = records.findIndex((record) => record.id === id);
  return (records[at + 1] ?? records[at - 1])?.id ?? '';
}

/** Focuses a card in whichever column it is drawn; nothing where that is folded. */
export async function focusCardIn(lanes: Iterable<BoardLane>, id: string): Promise<void> {
  const lane = [...lanes].find((each) => each.indexOf(id) >= 0);
  if (lane && !lane.folded) await lane.focusCard(lane.indexOf(id));
}
