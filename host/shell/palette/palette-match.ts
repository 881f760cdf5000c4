/** How a label answers what was typed; small is better. */
type Rank = 0 | 1 | 2 | 3 | 4;

/** The best rank of some labels for what was typed; undefined when none of them is meant. */
export function matchRank(typed: string, labels: readonly string[]): Rank | undefined {
  const words = plain(typed);
  if (words === '') return 0;
  return labels
    .map((label) => rankOf(words, plain(label)))
    .filter((rank) => rank !== undefined)
    .toSorted((one, two) => one - two)[0];
}

function rankOf(typed: string, label: string): Rank | undefined {
  if (label.startsWith(typed)) return 0;
  const starts = label.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const parts = typed.split(' ');
  if (parts.every((part) => starts.some((start) => start.startsWith(part)))) return 1;
  if (label.includes(typed)) return 2;
  const initials = starts.map((start) => Array.from(start)[0]).join('');
  if (typed.length > 1 && initials.includes(typed)) return 3;
  return typed.length > 2 && isInOrder(typed.replaceAll(' ', ''), label) ? 4 : undefined;
}

/** Each letter stands somewhere behind the one before it, the first at the beginning of a word. */
function isInOrder(letters: string, label: string): boolean {
  const [first = ''] = letters;
  let at = ` ${label}`.indexOf(` ${first}`) - 1;
  if (at < -1) return false;
  for (const letter of letters) {
    at = label.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, ' ');
}
