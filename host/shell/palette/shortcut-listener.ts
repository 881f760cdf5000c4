import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isWriting } from '../list/list-shortcuts.ts';

/** What single keys and pairs of keys do on the page that is shown now. */
export interface ShortcutTable {
  /** By key: `?`, `/`. */
  readonly keys: Readonly<Record<string, () => void>>;
  /** By first key, then by second one: `g`, then a letter. */
  readonly pairs: Readonly<Record<string, ReadonlyMap<string, () => void>>>;
}

const PAIR_MS = 1500;

/** Hears keys before the page does, so that the second key of a pair means nothing else. */
export class ShortcutListener implements ReactiveController {
  readonly #table: () => ShortcutTable;
  #first = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, table: () => ShortcutTable) {
    this.#table = table;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('keydown', this.#pressed, { capture: true });
  }
  hostDisconnected(): void {
    removeEventListener('keydown', this.#pressed, { capture: true });
    clearTimeout(this.#timer);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat;
    if (!isPlain || event.isComposing || isWriting(event)) return this.#forget();
    if (event.key === 'Shift') return;
    const first = this.#first;
    this.#forget();
    const { keys, pairs } = this.#table();
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const work = first === '' ? keys[key] : pairs[first]?.get(key);
    const isFirst = first === '' && pairs[key] !== undefined;
    if ((!work && !isFirst) || isSomethingOpen(document)) return;
    event.preventDefault();
    event.stopPropagation();
    if (work) return work();
    this.#first = key;
    this.#timer = setTimeout(() => this.#forget(), PAIR_MS);
  };

  #forget(): void {
    this.#first = '';
    clearTimeout(this.#timer);
  }
}

/** Whether a dialog or a menu stands above the page, in whatever shadow. */
function isSomethingOpen(root: Document | ShadowRoot): boolean {
  const found = root.querySelectorAll('dialog[open], [role="dialog"], [role="menu"]');
  if ([...found].some((element) => element.checkVisibility())) return true;
  return [...root.querySelectorAll('*')].some(
    ({ shadowRoot }) => shadowRoot !== null && isSomethingOpen(shadowRoot),
  );
}
