/** A letter for each place, from the last part of its path, then from the path before it: no letter twice. */
export function shortcutLetters(
  paths: readonly string[],
  taken: readonly string[] = [],
): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const letters = new Map<string, string>();
  for (const path of paths) {
    if (letters.has(path)) continue;
    const name = path.split('/').filter(Boolean).at(-1) ?? '';
    const letter = `${name}${path}`
      .toLowerCase()
      .split('')
      .find((one) => /[a-z]/.test(one) && !used.has(one));
    if (!letter) continue;
    used.add(letter);
    letters.set(path, letter);
  }
  return letters;
}
