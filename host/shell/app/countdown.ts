import type { ReactiveController, ReactiveControllerHost } from 'lit';

const SECOND_MS = 1000;

/** Counts the seconds to a moment down, and has its element drawn again with each. */
export class Countdown implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** 0 when the moment has come, or when there is none. */
  get secondsLeft(): number {
    return Math.max(0, Math.ceil((this.#until - Date.now()) / SECOND_MS));
  }

  /** The moment has come just now; says so once. */
  get isOver(): boolean {
    const isOver = this.#until > 0 && this.secondsLeft === 0;
    if (isOver) this.#until = 0;
    return isOver;
  }

  /** @param until - milliseconds since 1970 */
  start(until: number): void {
    this.#until = until;
    this.hostConnected();
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    if (this.secondsLeft > 0) this.#timer ??= setInterval(this.#tick, SECOND_MS);
  }
  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  readonly #tick = (): void => {
    if (this.secondsLeft === 0) this.hostDisconnected();
    this.#host.requestUpdate();
  };
}
