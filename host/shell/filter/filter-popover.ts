const GAP = 4;
const MARGIN = 8;
const LEAST_HEIGHT = 220;

/**
 * Puts an open popover below what it belongs to, above it where there is more room, and within the window. On a narrow
 * screen its own styles say where it stands.
 */
export function placePopover(popover: HTMLElement, anchor: Element): void {
  const { style } = popover;
  if (matchMedia('(max-width: 759px)').matches) {
    for (const name of ['left', 'top', 'bottom', 'max-height']) style.removeProperty(name);
    return;
  }
  const { left, top, bottom } = anchor.getBoundingClientRect();
  const width = popover.offsetWidth;
  const below = innerHeight - bottom - GAP - MARGIN;
  const above = top - GAP - MARGIN;
  const isAbove = below < LEAST_HEIGHT && above > below;
  style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
  style.top = isAbove ? 'auto' : `${bottom + GAP}px`;
  style.bottom = isAbove ? `${innerHeight - top + GAP}px` : 'auto';
  style.maxHeight = `${isAbove ? above : below}px`;
}
