import type { BoardLane } from './board-lane.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How near to an edge scrolling begins, and how fast it gets there: pixels, pixels a frame. */
const ZONE = 56;
const FASTEST = 14;

/** Scrolls what is under a dragged card when it comes near an edge. The library's own looks through no shadow root. */
export class EdgeScroller {
  readonly #elements: () => readonly Element[];
  readonly #scrolled: () => void;
  #point: Point | undefined;
  #frame = 0;

  constructor(elements: () => readonly Element[], scrolled: () => void) {
    this.#elements = elements;
    this.#scrolled = scrolled;
  }

  move(point: Point): void {
    this.#point = { x: point.x, y: point.y };
    this.#frame ||= requestAnimationFrame(this.#step);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#point = undefined;
  }

  readonly #step = (): void => {
    this.#frame = 0;
    const point = this.#point;
    if (!point) return;
    const moved = this.#elements().filter((element) => scrollAt(element, point));
    if (moved.length === 0) return;
    this.#scrolled();
    this.#frame = requestAnimationFrame(this.#step);
  };
}

/** Scrolls one step where the point asks for it; answers whether anything moved. */
function scrollAt(element: Element, { x, y }: Point): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  if (y < top || y > bottom || x < left - ZONE || x > right + ZONE) return false;
  const before = [element.scrollLeft, element.scrollTop];
  element.scrollLeft += speed(x, left, right);
  element.scrollTop += speed(y, top, bottom);
  return before[0] !== element.scrollLeft || before[1] !== element.scrollTop;
}

function speed(at: number, start: number, end: number): number {
  const near = (distance: number): number =>
    Math.ceil((FASTEST * Math.min(ZONE, Math.max(0, ZONE - distance))) / ZONE);
  return near(end - at) - near(at - start);
}

/** What can be scrolled on a board: its columns, and the cards of each. */
export function scrollersOf(board: ParentNode, lanes: Iterable<BoardLane>): readonly Element[] {
  const cards = [...lanes].flatMap(({ scroller }) => scroller ?? []);
  return [...board.querySelectorAll('.lanes'), ...cards];
}
