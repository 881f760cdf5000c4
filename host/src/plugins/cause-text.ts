/** What was thrown, as text: its message, or its stack. Code throws anything, also what cannot be made into text. */
export function causeText(cause: unknown, part: 'message' | 'stack' = 'message'): string {
  try {
    if (!(cause instanceof Error)) return String(cause);
    return String((part === 'stack' && cause.stack) || cause.message || cause.name);
  } catch {
    return 'something that cannot be shown';
  }
}
