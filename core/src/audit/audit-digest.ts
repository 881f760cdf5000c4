import { hash, randomBytes } from 'node:crypto';
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
/** Salts that are drawn from the system at once. */
const DRAWN_SALTS = 512;

// `changes` and `xid` apart, in the order in which canonical JSON has them.
const facts = [
  'action actor_kind actor_name address at cause_id cause_kind entity id impersonator_id impersonator_name initiator_id',
  'initiator_name plugin reason record_id request_id source token_id user_id',
].flatMap((names) => names.split(' '));

/** The columns of a row of the audit, for whoever seals or checks it. */
export const sealedColumns = (alias: string): string =>
  [...facts, 'changes']
    .map((name) => `${alias}.${name}`)
    .concat(`${alias}.xid::text as xid`)
    .join(', ');

/** Answers another salt each time it is called, in hexadecimal. To draw each alone would take longer than to digest with it. */
export function createSalts(): () => string {
  let drawn = '';
  let next = 0;
  return () => {
    if (next === drawn.length) {
      drawn = randomBytes(DRAWN_SALTS * SALT_BYTES).toString('hex');
      next = 0;
    }
    return drawn.slice(next, (next += 2 * SALT_BYTES));
  };
}

/** Salts and digests every value of a row. */
export function digestValues(changes: SealedRow['changes'], nextSalt: () => string): ValueDigests {
  return mapValues(changes, (value) => {
    const salt = nextSalt();
    return { d: digestValue(salt, value), s: salt };
  });
}

/** SHA-256 over the salt and the value in canonical JSON. Source: RFC 8785. */
export function digestValue(salt: string, value: unknown): string {
  const text = canonicalize(value) ?? '';
  const bytes = Buffer.allocUnsafe(salt.length / 2 + Buffer.byteLength(text));
  bytes.write(salt, 'hex');
  bytes.write(text, salt.length / 2);
  return sha256(bytes);
}

/**
 * Over the digests of the values and every other column that is not null: a column of a later version changes no old digest. What is
 * digested is canonical JSON; its names are known, so it is written in their order.
 */
export function digestRow(row: SealedRow, values: ValueDigests): string {
  const told: Record<string, unknown> = {};
  for (const name of facts) {
    const value = row[name] ?? null;
    if (value !== null) told[name] = value;
  }
  const digests = Object.keys(values)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${digestsJson(values[name] ?? [])}`);
  const front = JSON.stringify(told).slice(0, -1);
  return sha256(`${front},"values":{${digests.join(',')}},"xid":${JSON.stringify(row.xid)}}`);
}

function digestsJson(list: readonly (ValueDigest | null)[]): string {
  return `[${list.map((value) => (value ? `"${value.d}"` : 'null')).join(',')}]`;
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

function sha256(bytes: string | Buffer): string {
  return hash('sha256', bytes, 'hex');
}
