import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Whether the window is as narrow as a phone's; the element is drawn again when that changes. */
export class RecordNarrow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #query = matchMedia('(max-width: 759px)');

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isNarrow(): boolean {
    return this.#query.matches;
  }

  hostConnected(): void {
    this.#query.addEventListener('change', this.#changed);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener('change', this.#changed);
  }

  readonly #changed = (): void => this.#host.requestUpdate();
}
