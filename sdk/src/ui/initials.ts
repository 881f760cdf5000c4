/** One Han character, or the first letters of the first and last word. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s·,&]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = Array.from(words[0] ?? '')[0] ?? '';
  if (/\p{Script=Han}/u.test(first) || words.length < 2) return first.toUpperCase();
  return (first + (Array.from(words.at(-1) ?? '')[0] ?? '')).toUpperCase();
}

/** A hue in degrees of OKLCH, always the same for the same words. */
export function hueOf(seed: string): number {
  let sum = 0;
  for (const character of seed) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return sum;
}
