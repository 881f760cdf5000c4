/** Letters of a piece of a word. */
const LETTERS = 3;
/**
 * Digits of a piece at most. Three in a row are the same in one number of some hundred, so that what is read for a number would grow with
 * the table.
 */
const DIGITS = 5;

/** A word letter by letter: a letter may be two units of a string, though nearly none is. */
type Letters = string | readonly string[];

interface Piece {
  readonly from: number;
  readonly to: number;
}

/**
 * At each place of a word three letters, or all digits in a row from there, of which there are three to five; and its first one and two
 * letters as `^a`, `^ab`.
 */
export function piecesOf(word: string): string[] {
  const letters = lettersOf(word);
  const found = [`^${textOf(letters, 0, 1)}`, `^${textOf(letters, 0, 2)}`];
  for (let from = 0; from + LETTERS <= letters.length; from += 1)
    found.push(textOf(letters, from, endOf(letters, from)));
  return found;
}

/**
 * As few pieces as a word that this one is part of must have, and as leave out no letter that they could have: each one more is a list more
 * that the index has to look into. None where the word is the begin of a piece.
 */
export function knownPieces(word: string): string[] {
  const letters = lettersOf(word);
  const known = placesOf(letters).filter((piece) => isKnown(letters, piece));
  const found: Piece[] = [];
  let end = 0;
  for (const [index, piece] of known.entries()) {
    const next = known[index + 1];
    if (piece.to <= end || (next && next.from <= end)) continue;
    found.push(piece);
    end = piece.to;
  }
  return [...new Set(found.map((piece) => textOf(letters, piece.from, piece.to)))];
}

/** The pieces that three or more digits may begin. */
export function possiblePieces(digits: string): string[] {
  const found = [digits];
  for (const begin of found)
    if (begin.length < DIGITS)
      for (let digit = 0; digit < 10; digit += 1) found.push(`${begin}${digit}`);
  return found;
}

/** All pieces of so many letters. */
export function runs(word: string, length: number): string[] {
  const letters = lettersOf(word);
  const found: string[] = [];
  for (let to = length; to <= letters.length; to += 1) found.push(textOf(letters, to - length, to));
  return found;
}

function placesOf(letters: Letters): Piece[] {
  const found: Piece[] = [];
  for (let from = 0; from + LETTERS <= letters.length; from += 1)
    found.push({ from, to: endOf(letters, from) });
  return found;
}

function endOf(letters: Letters, from: number): number {
  return Math.max(from + LETTERS, endOfDigits(letters, from));
}

function endOfDigits(letters: Letters, from: number): number {
  let to = from;
  while (to - from < DIGITS && isDigit(letters[to])) to += 1;
  return to;
}

/** Digits at the end of what is asked for may go on in what is found. */
function isKnown(letters: Letters, { from, to }: Piece): boolean {
  const isOpen = to === letters.length && to - from < DIGITS;
  return !isOpen || endOfDigits(letters, from) < to;
}

function isDigit(letter: string | undefined): boolean {
  return letter !== undefined && letter >= '0' && letter <= '9';
}

function lettersOf(word: string): Letters {
  return /[\uD800-\uDFFF]/.test(word) ? Array.from(word) : word;
}

function textOf(letters: Letters, from: number, to: number): string {
  const run = letters.slice(from, to);
  return typeof run === 'string' ? run : run.join('');
}
