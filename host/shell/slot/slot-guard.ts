/** Sets properties of an element and puts it in its place. Throws what one of its callbacks throws meanwhile. */
export function placeElement(
  place: Element,
  element: HTMLElement,
  properties: Readonly<Record<string, unknown>>,
): void {
  Object.assign(element, properties);
  // The browser tells the window what a callback of a custom element throws, and nobody else.
  let fault: unknown;
  const caught = (event: ErrorEvent): void => {
    fault ??= event.error ?? new Error(event.message);
    event.preventDefault();
  };
  addEventListener('error', caught);
  try {
    place.replaceChildren(element);
  } finally {
    removeEventListener('error', caught);
  }
  if (fault !== undefined) {
    place.replaceChildren();
    throw fault as Error;
  }
}

/** Calls `failed` when a Lit element throws while it renders, the first time or later. */
export function watchUpdates(element: HTMLElement, failed: (error: unknown) => void): void {
  const host = element as HTMLElement & { performUpdate?: () => unknown };
  const perform = host.performUpdate;
  if (!perform) return;
  host.performUpdate = () => {
    try {
      return perform.call(host);
    } catch (error) {
      failed(error);
      return undefined;
    }
  };
}

/**
 * Calls `failed` for errors that nobody caught and that come from a plugin: thrown in a listener of an event, after an `await`, or by an
 * element within the element. They are told apart by the address of the plugin's module. Answers how to stop.
 */
export function watchErrors(failed: (plugin: string, error: unknown) => void): () => void {
  const told = (error: unknown, source = ''): void => {
    const trace = `${source}\n${error instanceof Error ? (error.stack ?? '') : ''}`;
    const plugin = /\/plugins\/([a-z][a-z0-9-]*)\//.exec(trace)?.[1];
    if (plugin) failed(plugin, error);
  };
  // Whoever puts an element in its place catches what it throws, and may hear of it after this.
  const thrown = (event: ErrorEvent): void =>
    queueMicrotask(() => {
      if (!event.defaultPrevented) told(event.error, event.filename);
    });
  const rejected = (event: PromiseRejectionEvent): void => told(event.reason);
  addEventListener('error', thrown);
  addEventListener('unhandledrejection', rejected);
  return () => {
    removeEventListener('error', thrown);
    removeEventListener('unhandledrejection', rejected);
  };
}

/** The element of a plugin that somebody works with: the one around the focus. */
export function usedElement(plugin: string): Element | undefined {
  let node: Node | null = document.activeElement;
  while (node instanceof Element && node.shadowRoot?.activeElement)
    node = node.shadowRoot.activeElement;
  for (; node; node = above(node))
    if (node instanceof Element && node.localName.startsWith(`${plugin}-`)) return node;
  return undefined;
}

/** Whether a node is the other or stands within it, through shadow roots. */
export function isWithin(inner: Node, outer: Node): boolean {
  for (let node: Node | null = inner; node; node = above(node)) if (node === outer) return true;
  return false;
}

function above(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
