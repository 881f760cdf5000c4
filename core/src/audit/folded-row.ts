import { hash, randomBytes } from 'node:crypto';
import {
  canonicalText,
  sha256,
  valuesOf,
  type ValueDigest,
  type ValueDigests,
} from './audit-digest.ts';
import { digestRow, type SealedRow } from './sealed-row.ts';

/** In characters of hexadecimal. */
const DIGEST = 64;
const SALT = 32;
const MARK = 8;
/** Salts that are drawn from the system at once. */
const DRAWN_SALTS = 512;

/** A sealed row in its short form. */
export interface FoldedRow {
  readonly digest: string;
  /**
   * In hexadecimal: the digest of the row, the salt from which those of its values follow, and the beginning of each value's
   * digest, which tells later which value was changed.
   */
  readonly entry: string;
}

/** Answers another salt each time it is called, in hexadecimal. To draw each alone would take longer than to digest with it. */
export function createSalts(): () => string {
  let drawn = '';
  let next = 0;
  return () => {
    if (next === drawn.length) {
      drawn = randomBytes((DRAWN_SALTS * SALT) / 2).toString('hex');
      next = 0;
    }
    return drawn.slice(next, (next += SALT));
  };
}

/** Digests a row and each of its values, so that all of it can be calculated again from the row and one salt. */
export function foldRow(row: SealedRow, salt: string): FoldedRow {
  const values = digestValues(row.changes, salt);
  const digest = digestRow(row, values);
  return { digest, entry: digest + salt + marksOf(values).join('') };
}

/** Whether a row still is as it was folded; if not, the fields that were changed, as far as the entry tells. */
export function checkFolded(
  row: SealedRow,
  entry: string,
): { readonly isWhole: boolean; readonly changed: readonly string[] } {
  const values = digestValues(row.changes, saltOf(entry));
  if (digestRow(row, values) === entry.slice(0, DIGEST)) return { isWhole: true, changed: [] };
  const known = entry.slice(DIGEST + SALT);
  // With a value more or less, those behind it have salts of others: which it was cannot be told.
  if (marksOf(values).length * MARK !== known.length) return { isWhole: false, changed: [] };
  let at = 0;
  const changed = Object.keys(values).filter((name) => {
    const marks = marksOf({ [name]: values[name] ?? [] });
    const isSame = known.startsWith(marks.join(''), at);
    at += marks.length * MARK;
    return !isSame;
  });
  return { isWhole: false, changed };
}

/** The digest of each value with a salt of its own: what stays of an entry when one of the values is to be erased. */
export function unfoldRow(row: SealedRow, entry: string): ValueDigests {
  return digestValues(row.changes, saltOf(entry), (d, salt) => ({
    d,
    s: Buffer.from(salt, 'latin1').toString('hex'),
  }));
}

/** The salt of each value is its part of SHAKE256 over the salt of the row: whoever knows some of them cannot tell the others. */
function digestValues(
  changes: SealedRow['changes'],
  salt: string,
  told: (digest: string, salt: string) => ValueDigest = (d) => ({ d }),
): ValueDigests {
  const fields = Object.keys(changes)
    .toSorted()
    .map((name) => [name, valuesOf(changes[name])] as const);
  const salts = deriveSalts(salt, fields);
  let next = 0;
  const digest = (value: unknown): ValueDigest | null => {
    if (value === null) return null;
    const own = salts.slice(next, (next += SALT));
    return told(sha256(own + canonicalText(value)), own);
  };
  return Object.fromEntries(fields.map(([name, values]) => [name, values.map(digest)]));
}

/** As many as there are values, in hexadecimal, which is also what is digested. */
function deriveSalts(salt: string, fields: readonly (readonly [string, readonly unknown[]])[]) {
  let count = 0;
  for (const [, values] of fields) for (const value of values) if (value !== null) count += 1;
  const outputLength = (count * SALT) / 2;
  return count === 0 ? '' : hash('shake256', salt, { outputEncoding: 'hex', outputLength });
}

function saltOf(entry: string): string {
  return entry.slice(DIGEST, DIGEST + SALT);
}

function marksOf(values: ValueDigests): string[] {
  return Object.values(values)
    .flat()
    .flatMap((value) => (value ? [value.d.slice(0, MARK)] : []));
}
