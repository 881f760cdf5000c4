/** What a key means to a list, where nobody is writing. */
export type ListShortcut = 'search' | 'create' | 'filter' | 'clear' | 'rows';

const SHORTCUTS: Readonly<Record<string, ListShortcut>> = {
  '/': 'search',
  c: 'create',
  f: 'filter',
  Escape: 'clear',
  j: 'rows',
  k: 'rows',
  ArrowDown: 'rows',
};

/** The shortcut of a key; undefined while somebody writes, with a modifier, or when the key was used already. */
export function listShortcut(event: KeyboardEvent): ListShortcut | undefined {
  if (isWriting(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
    return undefined;
  return SHORTCUTS[event.key];
}

/** Whether the key goes into a field. */
export function isWriting(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
