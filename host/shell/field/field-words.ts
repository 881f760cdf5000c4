/** A label as it stands inside a sentence: its first letter small, unless it is an abbreviation. */
export function midSentence(label: string): string {
  const [first = '', second = ''] = label;
  return second !== '' && second === second.toUpperCase() && second !== second.toLowerCase()
    ? label
    : first.toLowerCase() + label.slice(1);
}
