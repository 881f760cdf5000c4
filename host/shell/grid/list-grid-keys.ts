/** Whether the event is for something inside a cell that answers by itself. */
export function isControl(event: Event): boolean {
  return event
    .composedPath()
    .some((node) => node instanceof HTMLElement && /^(A|BUTTON|INPUT|LABEL)$/.test(node.tagName));
}

/** Lets j and k do what the arrows do. */
export function toArrow(event: KeyboardEvent): void {
  const step = event.key === 'j' ? 'ArrowDown' : event.key === 'k' ? 'ArrowUp' : undefined;
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.composedPath()[0]?.dispatchEvent(
    new KeyboardEvent('keydown', {
      key: step,
      code: step,
      bubbles: true,
      composed: true,
      cancelable: true,
    }),
  );
}
