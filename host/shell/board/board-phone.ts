import type { TesseraElement } from '@tessera/sdk/ui';
import type { ReactiveController } from 'lit';
import type { Lane } from './board-lanes.ts';
import type { BoardLane } from './board-lane.ts';
import type { BoardModel } from './board-model.ts';

/** On a narrow screen a board shows one column at a time: which one, and how to come to another. */
export class BoardPhone implements ReactiveController {
  isNarrow = false;
  readonly #host: TesseraElement;
  readonly #narrow = matchMedia('(max-width: 759px)');
  #shown = '';

  constructor(host: TesseraElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.isNarrow = this.#narrow.matches;
    this.#narrow.addEventListener('change', this.#widthChanged);
  }

  hostDisconnected(): void {
    this.#narrow.removeEventListener('change', this.#widthChanged);
  }

  /** Key of the column that is seen. */
  shown(model: BoardModel): string {
    const isKnown = model.lanes.some(({ key }) => key === this.#shown);
    return isKnown ? this.#shown : (model.lanes[0]?.key ?? '');
  }

  show({ key }: Lane): void {
    this.#shown = key;
    this.#host.requestUpdate();
    this.#host.renderRoot
      .querySelector(`ts-board-lane[data-key="${CSS.escape(key)}"]`)
      ?.scrollIntoView({ inline: 'start', block: 'nearest' });
  }

  /** The switcher follows the finger. */
  readonly scrolled = (event: Event): void => {
    if (!this.isNarrow || !(event.currentTarget instanceof HTMLElement)) return;
    const middle = event.currentTarget.getBoundingClientRect().left + innerWidth / 2;
    const { renderRoot } = this.#host;
    const lanes = [...renderRoot.querySelectorAll<BoardLane>('ts-board-lane')];
    const key = lanes.find((lane) => lane.getBoundingClientRect().right > middle)?.lane.key;
    if (key === undefined || key === this.#shown) return;
    this.#shown = key;
    this.#host.requestUpdate();
    const button = renderRoot.querySelector<HTMLElement>(
      `.switcher [data-lane="${CSS.escape(key)}"]`,
    );
    if (button?.parentElement) button.parentElement.scrollLeft = button.offsetLeft - 12;
  };

  readonly #widthChanged = (): void => {
    this.isNarrow = this.#narrow.matches;
    this.#host.requestUpdate();
  };
}
