import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** What stands in the audit where a value of a person was erased. */
export const ERASED = { $erased: true } as const;

/** The digest of one value with the salt that it was made with; an erased value has lost its salt. */
export interface ValueDigest {
  readonly d: string;
  readonly s?: string;
}
/** Of each field before and after; null where there was no value. */
export type ValueDigests = Readonly<Record<string, readonly (ValueDigest | null)[]>>;

/** A seal as it is digested: each holds the digest of the one before. */
export interface Seal {
  readonly batch: number;
  /** ISO 8601. */
  readonly at: string;
  readonly rows: number;
  readonly lastXid: string;
  readonly lastId: string;
  /** Over the digests of its rows, in their order. */
  readonly content: string;
  readonly previous: string;
}

/** What the first seal follows on. */
export const NO_SEAL = '0'.repeat(64);

/** SHA-256 over the salt and the value in canonical JSON. Source: RFC 8785. */
export function digestValue(salt: string, value: unknown): string {
  return sha256(Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(canonicalText(value))]));
}

/** A value as it is digested. */
export function canonicalText(value: unknown): string {
  // A text that PostgreSQL has kept is well-formed: JSON of it is canonical.
  return typeof value === 'string' ? JSON.stringify(value) : (canonicalize(value) ?? '');
}

/** Over the digests of a batch's rows, in their order. */
export function digestContent(rows: readonly string[]): string {
  return sha256(Buffer.from(rows.join(''), 'hex'));
}

export function digestSeal({ batch, at, rows, lastXid, lastId, content, previous }: Seal): string {
  return sha256(canonicalize({ batch, at, rows, lastXid, lastId, content, previous }) as string);
}

/** The values of a field: before and after, as the writers of the audit put them. */
export function valuesOf(change: unknown): readonly unknown[] {
  return Array.isArray(change) ? change : [change];
}

export function isErased(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '$erased' in value;
}

/** In hexadecimal. */
export function sha256(bytes: string | Buffer): string {
  return hash('sha256', bytes, 'hex');
}
