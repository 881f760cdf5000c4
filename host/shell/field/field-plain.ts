/** A value of a plain type as text; JSON of what has parts, nothing of nothing. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return value.toString();
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
