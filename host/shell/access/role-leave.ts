import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LEAVING } from '../form/form-leave-guard.ts';

/** What leaving asks of a page with something unsaved. */
export interface RoleLeaving {
  readonly isDirty: () => boolean;
  /** Whether an address belongs to the page, so that nothing is lost by going there. */
  readonly isHere: (path: string) => boolean;
  /** Asks; `go` goes where one wanted to. */
  readonly ask: (go: () => void) => void;
}

/** Links, the way back, and closing the tab: none loses what was changed without a question. */
export class RoleLeave implements ReactiveController {
  readonly #page: RoleLeaving;
  #address = '';
  #isFree = false;

  constructor(host: ReactiveControllerHost, page: RoleLeaving) {
    this.#page = page;
    host.addController(this);
  }

  hostConnected(): void {
    this.#address = location.href;
    addEventListener('beforeunload', this.#unloading);
    addEventListener(LEAVING, this.#leaving);
  }

  hostDisconnected(): void {
    removeEventListener('beforeunload', this.#unloading);
    removeEventListener(LEAVING, this.#leaving);
  }

  readonly #unloading = (event: BeforeUnloadEvent): void => {
    if (this.#page.isDirty()) event.preventDefault();
  };

  /** The browser’s way cannot be refused, so the address is put there again. */
  readonly #leaving = (event: Event): void => {
    const wanted = location.href;
    if (this.#isFree || !this.#page.isDirty() || this.#page.isHere(location.pathname)) {
      this.#address = wanted;
      return;
    }
    event.preventDefault();
    history.pushState(null, '', this.#address);
    this.#page.ask(() => {
      this.#isFree = true;
      history.pushState(null, '', wanted);
      dispatchEvent(new PopStateEvent('popstate'));
      this.#isFree = false;
    });
  };
}
