/** A short message at the edge of the window. */
export interface Toast {
  /** One sentence. */
  readonly text: string;
  /** `error` stays until it is closed. */
  readonly tone?: 'info' | 'success' | 'error';
  /** Takes back what was done; shown as a button. */
  readonly undo?: () => unknown;
  /** A button and what it does. */
  readonly action?: { readonly label: string; readonly run: () => unknown };
}

/**
 * Shows a toast. The shell listens; where there is no shell nothing happens.
 *
 * @example
 * ```ts
 * import { toast } from '@tessera/sdk/ui';
 *
 * export function deleted(restore: () => Promise<void>): void {
 *   toast({ text: 'The vessel was deleted.', tone: 'success', undo: restore });
 * }
 * ```
 */
export function toast(message: Toast): void {
  window.dispatchEvent(new CustomEvent<Toast>('ts-toast', { detail: message }));
}
