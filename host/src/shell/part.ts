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
