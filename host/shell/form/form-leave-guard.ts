/** Told before the address that one came to is followed; whoever prevents it has put the old address back. */
export const LEAVING = 'ts-leaving';

/**
 * Asks before anybody follows the way back or on. To be the first of all listeners to `popstate`: those of the window are called in the order
 * in which they came, whether they capture or not, and the first that follows takes the old page away.
 */
export function guardLeaving(event: PopStateEvent): void {
  const isFree = dispatchEvent(new CustomEvent(LEAVING, { cancelable: true }));
  if (!isFree) event.stopImmediatePropagation();
}
