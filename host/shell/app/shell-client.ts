import { ApiClient, ApiError, type ApiAnswer, type ApiOptions } from '@tessera/sdk/ui';

/** What answers say besides what was asked for. */
export interface ShellClientEvents {
  /** The session is over. */
  readonly signedOut: () => void;
  /** The server can be reached, or cannot. */
  readonly reached: (isReached: boolean) => void;
  /** Something may not be done that the UI offered: what one may do has changed. */
  readonly refused: (code: string) => void;
}

/** The client of the shell: it also hears how things stand. */
export class ShellClient extends ApiClient {
  readonly #events: ShellClientEvents;

  constructor(events: ShellClientEvents, translate: ConstructorParameters<typeof ApiClient>[1]) {
    super(events.signedOut, translate);
    this.#events = events;
  }

  override async send(method: string, path: string, options: ApiOptions = {}): Promise<ApiAnswer> {
    try {
      const answer = await super.send(method, path, options);
      this.#events.reached(true);
      return answer;
    } catch (error) {
      if (error instanceof ApiError) {
        this.#events.reached(error.status !== 0);
        if (error.status === 403) this.#events.refused(error.code);
      }
      throw error;
    }
  }
}
