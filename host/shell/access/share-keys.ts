import { hasOpenOverlay } from '../field/field-overlay.ts';

/** Keys pressed in a dialog are no shortcuts of the page, and Esc closes the list of a picker before the dialog. */
export function keepKeys(event: KeyboardEvent): void {
  event.stopPropagation();
  if (event.key === 'Escape' && hasOpenOverlay(event)) event.preventDefault();
}
