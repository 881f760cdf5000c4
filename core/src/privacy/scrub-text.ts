import { NEUTRAL_TEXT } from './neutral-value.ts';

/** Takes texts out of a value, wherever they stand in it. */
export type Scrub = (value: unknown) => unknown;

const WORD = /[\p{L}\p{N}_-]/u;
/** Scripts that put no space between words: there a text is found within others. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/**
 * Makes what takes these texts, the longest first, out of texts, lists and objects, whatever their case; names of members stay. Ids and other
 * words that only contain one stay too.
 */
export function createScrub(texts: readonly string[]): Scrub {
  const scrub = (value: unknown): unknown => {
    if (typeof value === 'string') return scrubString(value, texts, scrub);
    if (Array.isArray(value)) return value.map(scrub);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, scrub(part)]));
  };
  return scrub;
}

/** A text may be JSON itself, in which a text is written in another way. */
function scrubString(text: string, texts: readonly string[], scrub: Scrub): string {
  const parsed = /^\s*[[{]/.test(text) ? parse(text) : undefined;
  return parsed === undefined
    ? texts.reduce((left, wanted) => withoutText(left, wanted), text)
    : JSON.stringify(scrub(parsed));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function withoutText(text: string, wanted: string): string {
  const isWithin = UNSPACED.test(wanted);
  const plain = folded(text);
  const sought = folded(wanted);
  let left = '';
  let from = 0;
  for (;;) {
    const at = sought === '' ? -1 : plain.indexOf(sought, from);
    if (at < 0) return left + text.slice(from);
    const end = at + sought.length;
    const isWhole = isWithin || !(isWord(plain, at - 1) || isWord(plain, end));
    left += text.slice(from, at) + (isWhole ? NEUTRAL_TEXT : text.slice(at, end));
    from = end;
  }
}

/** In lower case, where that leaves every character in its place. */
function folded(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}

function isWord(text: string, index: number): boolean {
  const character = text.at(index);
  return index >= 0 && character !== undefined && WORD.test(character);
}
