import type { ReactiveController } from 'lit';

const FRAMES = 600;

/** Follows the heading of the page that is shown: for the title of the window and for the focus. */
export class FrameHeading implements ReactiveController {
  readonly #place: () => Element | null;
  readonly #told: (heading: HTMLElement) => void;
  readonly #observer = new MutationObserver(() => this.#look(0, false));
  #frame = 0;
  #text = '';

  /**
   * @param place - what the page stands in
   * @param told - called when there is a heading, or when it says something else
   */
  constructor(place: () => Element | null, told: (heading: HTMLElement) => void) {
    this.#place = place;
    this.#told = told;
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer.disconnect();
  }

  /** Begins anew: the page is another one. */
  follow(isFocused: boolean): void {
    this.#observer.disconnect();
    this.#text = '';
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#look(FRAMES, isFocused));
  }

  #look(tries: number, isFocused: boolean): void {
    const place = this.#place();
    const heading = place && headingIn(place);
    const text = heading?.textContent.trim() ?? '';
    if (!heading || text === '') {
      if (tries > 0) this.#frame = requestAnimationFrame(() => this.#look(tries - 1, isFocused));
      return;
    }
    if (text !== this.#text) {
      this.#text = text;
      this.#told(heading);
    }
    this.#observer.disconnect();
    this.#observer.observe(heading.getRootNode(), {
      childList: true,
      characterData: true,
      subtree: true,
    });
    if (isFocused && place && !place.contains(document.activeElement) && !isFocusInside(place))
      focusHeading(heading);
  }
}

function headingIn(root: Element | ShadowRoot): HTMLElement | null {
  const found = root.querySelector<HTMLElement>('h1');
  if (found) return found;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const inside = shadowRoot && headingIn(shadowRoot);
    if (inside) return inside;
  }
  return null;
}

/** Who has put the focus somewhere in the new page meant it. */
function isFocusInside(place: Element): boolean {
  const root = place.getRootNode();
  return (
    root instanceof ShadowRoot && place.contains(root.activeElement) && root.activeElement !== place
  );
}

function focusHeading(heading: HTMLElement): void {
  heading.tabIndex = -1;
  // It is only read from here on: nothing can be done with it.
  heading.style.outline = 'none';
  heading.focus({ preventScroll: true });
}
