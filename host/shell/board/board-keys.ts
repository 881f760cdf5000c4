import type { BoardLane } from './board-lane.ts';

/** What a key means to the card that has the focus. */
export type BoardKey =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'first'
  | 'last'
  | 'open'
  | 'edit'
  | 'menu'
  | 'moveLeft'
  | 'moveRight';

const KEYS: Readonly<Record<string, BoardKey>> = {
  ArrowUp: 'up',
  k: 'up',
  ArrowDown: 'down',
  j: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  e: 'edit',
  m: 'menu',
};

/** The meaning of a key; undefined when it has none here, or was used already. */
function boardKey(event: KeyboardEvent): BoardKey | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.shiftKey) {
    if (event.key === 'ArrowLeft') return 'moveLeft';
    return event.key === 'ArrowRight' ? 'moveRight' : undefined;
  }
  return KEYS[event.key];
}

/** The card that something happened on. */
export function cardOf(event: Event): HTMLElement | null {
  const target = event.composedPath()[0];
  return target instanceof Element ? target.closest<HTMLElement>('.card') : null;
}

/** What a pressed key means to the card it was pressed on, taking it from the page; undefined when it is not for a card. */
export function keyOnCard(
  event: KeyboardEvent,
): { readonly id: string; readonly meaning: BoardKey } | undefined {
  const meaning = boardKey(event);
  const id = cardOf(event)?.dataset['id'];
  const target = event.composedPath()[0];
  if (!meaning || !id || !(target instanceof Element)) return undefined;
  if (meaning === 'open' && target.closest('button')) return undefined;
  event.preventDefault();
  event.stopPropagation();
  return { id, meaning };
}

/** What the keys of a card do beyond going to another one. */
export interface CardActions {
  readonly open: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly menu: (id: string, anchor: Element | null) => void;
  readonly move: (id: string, lane: string) => void;
}

/** Does what a key means to a card, in the columns of its board. */
export function pressCard(
  meaning: BoardKey,
  id: string,
  lanes: readonly BoardLane[],
  actions: CardActions,
): void {
  const at = lanes.findIndex((lane) => lane.indexOf(id) >= 0);
  const lane = lanes[at];
  if (!lane) return;
  const index = lane.indexOf(id);
  const filled = ({ length }: BoardLane): boolean => length > 0;
  const move = (step: 1 | -1): void => {
    const key = lanes[at + step]?.lane.key;
    if (key !== undefined) actions.move(id, key);
  };
  const moves: Readonly<Record<BoardKey, () => unknown>> = {
    up: () => lane.focusCard(Math.max(0, index - 1)),
    down: () => lane.focusCard(index + 1),
    left: () => lanes.slice(0, at).findLast(filled)?.focusCard(index),
    right: () =>
      lanes
        .slice(at + 1)
        .find(filled)
        ?.focusCard(index),
    first: () => lane.focusCard(0),
    last: () => lane.focusCard(lane.length - 1),
    open: () => actions.open(id),
    edit: () => actions.edit(id),
    menu: () => actions.menu(id, lane.anchorOf(id)),
    moveLeft: () => move(-1),
    moveRight: () => move(1),
  };
  moves[meaning]();
}
