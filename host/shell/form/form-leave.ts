import type { ReactiveController } from 'lit';
import { hasOpenOverlay } from '../field/field-overlay.ts';
import { LEAVING } from './form-leave-guard.ts';

/** What the ways out of a drawer need of it. */
export interface Leaving {
  readonly dialog: () => HTMLDialogElement | null;
  /** Whether something was entered that is not saved. */
  readonly isDirty: () => boolean;
  /** Asks before what was entered is lost. */
  readonly ask: () => void;
  /** The drawer has gone. */
  readonly gone: () => void;
  readonly save: () => void;
}

/** The ways out of a drawer: Esc, a press beside it, the way back, closing the tab. None loses what was entered without a question. */
export class FormLeave implements ReactiveController {
  readonly #drawer: Leaving;
  readonly #address = location.href;
  readonly #state: unknown = history.state;
  /** Esc belongs to an open list of choices before it belongs to the drawer. */
  #isOverlayOpen = false;
  #isLeft = false;

  constructor(drawer: Leaving) {
    this.#drawer = drawer;
  }

  hostConnected(): void {
    addEventListener('beforeunload', this.#unloading);
    addEventListener(LEAVING, this.#moved);
  }

  hostDisconnected(): void {
    removeEventListener('beforeunload', this.#unloading);
    removeEventListener('popstate', this.#moved, { capture: true });
  }

  /** Opens the dialog. */
  open(): void {
    const dialog = this.#drawer.dialog();
    dialog?.addEventListener('keydown', this.#keyCaptured, { capture: true });
    dialog?.showModal();
  }

  /** Closes, after a question where something would be lost. */
  readonly close = (): void => {
    if (this.#drawer.isDirty()) this.#drawer.ask();
    else this.leave();
  };

  /** Closes without a question. */
  readonly leave = (): void => {
    this.#isLeft = true;
    this.#drawer.dialog()?.close();
    this.#drawer.gone();
  };

  readonly cancelled = (event: Event): void => {
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    if (!this.#isOverlayOpen) this.close();
    this.#isOverlayOpen = false;
  };

  /** Browsers close a dialog on the second Esc without asking; what was entered is not lost by that. */
  readonly closed = (event: Event): void => {
    const dialog = this.#drawer.dialog();
    if (event.target !== event.currentTarget || !dialog?.isConnected || this.#isLeft) return;
    dialog.showModal();
    this.close();
  };

  readonly backdrop = (event: MouseEvent): void => {
    if (event.composedPath()[0] === this.#drawer.dialog()) this.close();
  };

  readonly #keyCaptured = (event: KeyboardEvent): void => {
    this.#isOverlayOpen = hasOpenOverlay(event);
    // The kit's fields would clear themselves; Esc closes the drawer.
    if (event.key === 'Escape' && !this.#isOverlayOpen) event.stopPropagation();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    // Taken before the kit's fields, which keep Enter for themselves; leaving the field makes it tell its value.
    event.preventDefault();
    event.stopPropagation();
    const field = event.composedPath()[0];
    if (field instanceof HTMLElement) field.blur();
    this.#drawer.save();
  };

  readonly #unloading = (event: BeforeUnloadEvent): void => {
    if (this.#drawer.isDirty()) event.preventDefault();
  };

  /** The browser's way back cannot be refused, so the address is put there again. */
  readonly #moved = (event: Event): void => {
    if (this.#isLeft || !this.#drawer.isDirty() || location.href === this.#address) return;
    event.preventDefault();
    history.pushState(this.#state, '', this.#address);
    this.#drawer.ask();
  };
}
