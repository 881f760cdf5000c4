import type { TesseraElement } from '@tessera/sdk/ui';
import type { ReactiveController } from 'lit';
import type { SearchHit } from './palette-records.ts';

const DELAY_MS = 120;

/** Asks the server for records while somebody types. Only the answer to the last question counts. */
export class PaletteSearch implements ReactiveController {
  readonly #host: TesseraElement;
  readonly #limit: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;
  hits: readonly SearchHit[] = [];
  /** The question that `hits` answer. */
  answered = '';
  hasFailed = false;

  constructor(host: TesseraElement, limit: number) {
    this.#host = host;
    this.#limit = limit;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Asks when nothing else was asked for a moment. */
  askSoon(question: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(question), DELAY_MS);
  }

  async ask(question: string): Promise<void> {
    this.stop();
    this.hasFailed = false;
    this.#host.requestUpdate();
    if (question === '') {
      this.hits = [];
      this.answered = '';
      return;
    }
    const running = new AbortController();
    this.#running = running;
    try {
      const query = { q: question, limit: `${this.#limit}` };
      const { signal } = running;
      const hits = await this.#host.api.get<readonly SearchHit[]>('/api/search', { query, signal });
      if (signal.aborted) return;
      this.hits = hits;
      this.answered = question;
    } catch {
      // One that was dropped for a newer one failed on purpose.
      if (running.signal.aborted) return;
      this.hasFailed = true;
    }
    this.#host.requestUpdate();
  }

  /** What was asked counts no more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }
}
