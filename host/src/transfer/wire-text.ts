/** A wire value as text: texts and numbers as they are, all else as JSON. */
export function wireText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
