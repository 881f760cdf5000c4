/** Whether the event comes from inside a field whose list or calendar is open: Esc and Enter belong to that first. */
export function hasOpenOverlay(event: Event): boolean {
  return event
    .composedPath()
    .some((node) => node instanceof HTMLElement && 'opened' in node && node.opened === true);
}
