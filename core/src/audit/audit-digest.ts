import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';

/** What stands in the audit where a value of a person was erased. */
export const ERASED = { $erased: true } as const;

/** A row of the audit as it is sealed; `changes` apart, every column that is not null. */
export interface SealedRow {
  readonly id: string;
  readonly xid: string;
  readonly entity: string;
  readonly record_id: string;
  readonly action: string;
  readonly changes: Readonly<Record<string, unknown>> | null;
  readonly [column: string]: unknown;
}

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

const SALT_BYTES = 16;

/** The columns of a row of the audit, for whoever seals or checks it. */
export const sealedColumns = (alias: string): string =>
  [
    'id at entity record_id action actor_kind user_id actor_name token_id impersonator_id impersonator_name initiator_id',
    'initiator_name cause_kind cause_id reason request_id address source plugin changes',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `${alias}.${name}`)
    .concat(`${alias}.xid::text as xid`)
    .join(', ');

/** Salts and digests every value of a row. */
export function digestValues(changes: SealedRow['changes']): ValueDigests {
  return mapValues(changes, (value) => {
    const salt = randomBytes(SALT_BYTES).toString('hex');
    return { d: digestValue(salt, value), s: salt };
  });
}

/** SHA-256 over the salt and the value in canonical JSON. Source: RFC 8785. */
export function digestValue(salt: string, value: unknown): string {
  return sha256(Buffer.from(salt, 'hex'), canonicalize(value) ?? '');
}

/** Over the digests of the values and every other column that is not null: a column of a later version changes no old digest. */
export function digestRow(row: SealedRow, values: ValueDigests): string {
  const { changes: _, ...columns } = row;
  const told = Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== null && value !== undefined),
  );
  const digests = Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, list.map((value) => value?.d ?? null)]),
  );
  return sha256(canonicalize({ ...told, values: digests }) ?? '');
}

/** Over the digests of a batch's rows, in their order. */
export function digestContent(rows: readonly string[]): string {
  return sha256(...rows.map((row) => Buffer.from(row, 'hex')));
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

function mapValues(
  changes: SealedRow['changes'],
  turn: (value: unknown) => ValueDigest,
): ValueDigests {
  return Object.fromEntries(
    Object.entries(changes ?? {}).map(([name, change]) => [
      name,
      valuesOf(change).map((value) => (value === null ? null : turn(value))),
    ]),
  );
}

function sha256(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
