import {
  DragDropManager,
  Draggable,
  Droppable,
  Feedback,
  KeyboardSensor,
  PointerActivationConstraints,
  PointerSensor,
  PreventSelection,
} from '@dnd-kit/dom';
import { EdgeScroller } from './board-edge.ts';

/** What the board does as a card is dragged. Cards and columns are told by their ids. */
export interface DragListener {
  lifted(card: string): void;
  /** It is over another column now; null over none. */
  over(card: string, lane: string | null): void;
  /** It was dropped on a column; null when it was let go elsewhere, or given up. */
  dropped(card: string, lane: string | null): void;
  /** What can be scrolled while dragging. */
  scrollers(): readonly Element[];
}

/** A finger that stays this long lifts a card; one that moves on scrolls. */
const LONG_PRESS_MS = 280;
const KEYS = {
  start: ['Space'],
  end: ['Space', 'Enter', 'Tab'],
  cancel: ['Escape'],
  up: [],
  down: [],
  left: ['ArrowLeft'],
  right: ['ArrowRight'],
};

/** Carries a card from column to column with the arrow keys, whatever the columns' widths. */
class LaneKeyboardSensor extends KeyboardSensor {
  protected override handleMove(direction: string, event: KeyboardEvent): void {
    event.preventDefault();
    const { dragOperation, registry, actions } = this.manager;
    const lanes = [...registry.droppables]
      .filter(({ disabled, element }) => !disabled && element)
      .map((lane) => ({ lane, left: lane.element?.getBoundingClientRect().left ?? 0 }))
      .toSorted((one, other) => one.left - other.left)
      .map(({ lane }) => lane);
    const at = lanes.findIndex(({ id }) => id === dragOperation.target?.id);
    const next = lanes[at + (direction === 'left' ? -1 : 1)]?.element;
    if (!next) return;
    next.scrollIntoView({ inline: 'nearest', block: 'nearest', behavior: 'instant' });
    for (const lane of lanes) lane.refreshShape();
    const { left, top, width, height } = next.getBoundingClientRect();
    actions.move({ event, to: { x: left + width / 2, y: top + Math.min(height / 2, 120) } });
  }
}

/** Dragging cards between columns by mouse, finger and keyboard. */
export class BoardDrag {
  readonly #manager: DragDropManager;
  readonly #listener: DragListener;
  readonly #edge: EdgeScroller;

  constructor(listener: DragListener) {
    this.#listener = listener;
    this.#edge = new EdgeScroller(
      () => listener.scrollers(),
      () => this.#refresh(),
    );
    this.#manager = new DragDropManager({
      plugins: [
        Feedback.configure({ feedback: 'default', dropAnimation: null, keyboardTransition: null }),
        PreventSelection,
      ],
      sensors: [
        PointerSensor.configure({
          activationConstraints: ({ pointerType }) =>
            pointerType === 'touch'
              ? [new PointerActivationConstraints.Delay({ value: LONG_PRESS_MS, tolerance: 8 })]
              : [new PointerActivationConstraints.Distance({ value: 5 })],
          preventActivation: ({ target }) =>
            target instanceof Element && target.closest('button') !== null,
        }),
        {
          plugin: LaneKeyboardSensor,
          options: { keyboardCodes: KEYS, preventActivation: isButton },
        },
      ],
    });
    this.#listen();
  }

  get isDragging(): boolean {
    return !this.#manager.dragOperation.status.idle;
  }

  /** Makes a card draggable until the answered function is called. */
  addCard(id: string, element: Element): () => void {
    const card = new Draggable({ id, element }, this.#manager);
    return () => card.destroy();
  }

  /** Makes a column take cards until the answered function is called. */
  addLane(id: string, element: Element): () => void {
    const lane = new Droppable({ id, element }, this.#manager);
    return () => lane.destroy();
  }

  destroy(): void {
    this.#edge.stop();
    this.#manager.destroy();
  }

  #listen(): void {
    const { monitor } = this.#manager;
    monitor.addEventListener('dragstart', ({ operation }) =>
      this.#listener.lifted(String(operation.source?.id)),
    );
    monitor.addEventListener('dragover', ({ operation }) =>
      this.#listener.over(String(operation.source?.id), nameOf(operation.target?.id)),
    );
    monitor.addEventListener('dragmove', ({ to, nativeEvent }) => {
      if (to && nativeEvent instanceof PointerEvent) this.#edge.move(to);
    });
    monitor.addEventListener('dragend', ({ operation, canceled }) => {
      this.#edge.stop();
      const lane = canceled ? null : nameOf(operation.target?.id);
      this.#listener.dropped(String(operation.source?.id), lane);
    });
  }

  /** After scrolling the columns are elsewhere, and the card over another one. */
  #refresh(): void {
    const { registry, actions, dragOperation } = this.#manager;
    for (const lane of registry.droppables) lane.refreshShape();
    const { x, y } = dragOperation.position.current;
    actions.move({ to: { x, y }, propagate: false });
  }
}

function isButton({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

function nameOf(id: string | number | undefined): string | null {
  return id === undefined ? null : String(id);
}
