import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PrivacyRequest } from './privacy-api.ts';

const EVERY_MS = 1000;

/** Whether a request is still being worked on. */
export function isUnderway({ status }: Pick<PrivacyRequest, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** Reads when the element comes, and again every second while what it reads is not done. */
export class PrivacyPolling implements ReactiveController {
  readonly #read: () => Promise<boolean>;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** @param read - answers whether to read again */
  constructor(host: ReactiveControllerHost, read: () => Promise<boolean>) {
    this.#read = read;
    host.addController(this);
  }

  hostConnected(): void {
    void this.again();
  }

  hostDisconnected(): void {
    this.#turn += 1;
    clearTimeout(this.#waiting);
  }

  /** Reads now, and goes on from there. */
  async again(): Promise<void> {
    clearTimeout(this.#waiting);
    const turn = (this.#turn += 1);
    const goesOn = await this.#read();
    if (goesOn && turn === this.#turn)
      this.#waiting = setTimeout(() => void this.again(), EVERY_MS);
  }
}
