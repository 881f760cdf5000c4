import { hash, randomBytes } from 'node:crypto';
import {
  canonicalText,
  sha256,
  valuesOf,
  type ValueDigest,
  type ValueDigests,
} from './audit-digest.ts';
import { digestFields, type FieldDigests, type SealedRow } from './sealed-row.ts';

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
  const fields = digestValues(row.changes, salt, digestAlone);
  const digest = digestFields(row, fields);
  return { digest, entry: digest + salt + marksOf(fields) };
}

/** Whether a row still is as it was folded; if not, the fields that were changed, as far as the entry tells. */
export function checkFolded(
  row: SealedRow,
  entry: string,
): { readonly isWhole: boolean; readonly changed: readonly string[] } {
  const fields = digestValues(row.changes, saltOf(entry), digestAlone);
  if (digestFields(row, fields) === entry.slice(0, DIGEST)) return { isWhole: true, changed: [] };
  const known = entry.slice(DIGEST + SALT);
  // With a value more or less, those behind it have salts of others: which it was cannot be told.
  if (marksOf(fields).length !== known.length) return { isWhole: false, changed: [] };
  let at = 0;
  const changed: string[] = [];
  for (const field of fields) {
    const marks = marksOf([field]);
    if (!known.startsWith(marks, at)) changed.push(field[0]);
    at += marks.length;
  }
  return { isWhole: false, changed };
}

/** The digest of each value with a salt of its own: what stays of an entry when one of the values is to be erased. */
export function unfoldRow(row: SealedRow, entry: string): ValueDigests {
  const digestSalted = (d: string, salt: string): ValueDigest => ({
    d,
    s: Buffer.from(salt, 'latin1').toString('hex'),
  });
  return Object.fromEntries(digestValues(row.changes, saltOf(entry), digestSalted));
}

const digestAlone = (digest: string): string => digest;

/**
 * Of each field, in the order of canonical JSON, what its values tell. The salt of each value is its part of SHAKE256 over the salt of the row:
 * whoever knows some of them cannot tell the others.
 */
function digestValues<Told>(
  changes: SealedRow['changes'],
  salt: string,
  tell: (digest: string, salt: string) => Told,
): [name: string, told: (Told | null)[]][] {
  const names = Object.keys(changes).toSorted();
  const salts = deriveSalts(salt, changes);
  let next = 0;
  const digest = (value: unknown): Told | null => {
    if (value === null) return null;
    const own = salts.slice(next, (next += SALT));
    return tell(sha256(own + canonicalText(value)), own);
  };
  return names.map((name) => [name, valuesOf(changes[name]).map(digest)]);
}

/** As many as there are values, in hexadecimal, which is also what is digested. */
function deriveSalts(salt: string, changes: SealedRow['changes']): string {
  let count = 0;
  for (const name in changes)
    for (const value of valuesOf(changes[name])) if (value !== null) count += 1;
  const outputLength = (count * SALT) / 2;
  return count === 0 ? '' : hash('shake256', salt, { outputEncoding: 'hex', outputLength });
}

function saltOf(entry: string): string {
  return entry.slice(DIGEST, DIGEST + SALT);
}

function marksOf(fields: readonly FieldDigests[]): string {
  let marks = '';
  for (const [, digests] of fields)
    for (const digest of digests) if (digest !== null) marks += digest.slice(0, MARK);
  return marks;
}
