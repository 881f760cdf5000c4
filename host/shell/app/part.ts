/**
 * Loads a part of the UI that stands on a file of its own. When the file does not come, because the connection is lost or the server has newer
 * code, the app is told by `ts-part-missing` and offers to load the page again.
 */
export function loadPart(load: () => Promise<unknown>): void {
  load().catch((error: unknown) => {
    console.warn('A part of the UI could not be loaded.', error);
    dispatchEvent(new CustomEvent('ts-part-missing'));
  });
}

/** The element, once its class has come; null while its file is on its way: then it has nothing to do yet, and reads when it comes. */
export function loaded<T extends Element>(element: T | null): T | null {
  return element && customElements.get(element.localName) ? element : null;
}
