import type { Sql } from '../records/database.ts';
import {
  digestRow,
  digestValue,
  isErased,
  sealedColumns,
  valuesOf,
  type SealedRow,
  type ValueDigest,
  type ValueDigests,
} from './audit-digest.ts';
import type { AuditFault } from './verify-audit.ts';

/** Where a row stands in the chain. */
export interface CheckedRow {
  readonly batch: number;
  readonly position: number;
  /** As it was sealed. */
  readonly digest: string;
}

interface DigestRow extends CheckedRow {
  readonly row: string;
  readonly digests: ValueDigests;
  /** The row of the audit; its id is null where it is gone. */
  readonly id: string | null;
}

/** A value without salt: it must have been erased by request. */
interface Unsalted {
  readonly batch: number;
  readonly row: string;
  readonly entity: string;
  readonly record: string;
  readonly field: string;
}

/** Checks a page of sealed rows against their digests. */
export async function checkRows(
  sql: Sql,
  after: { readonly batch: number; readonly position: number },
  lastBatch: number,
  limit: number,
): Promise<{
  readonly rows: readonly CheckedRow[];
  readonly faults: readonly AuditFault[];
  readonly erased: number;
}> {
  const rows = await sql.query<DigestRow & SealedRow>(
    `select d.batch, d.position, encode(d.digest, 'hex') as digest, d.row_id as "row", d."values" as digests, ${sealedColumns('a')}
     from tessera.audit_digest d left join tessera.audit a on a.id = d.row_id
     where (d.batch, d.position) > ($1, $2) and d.batch <= $3 order by d.batch, d.position limit ${limit}`,
    [after.batch, after.position, lastBatch],
  );
  const faults: AuditFault[] = [];
  const unsalted: Unsalted[] = [];
  for (const { batch, position: _, digest, row, digests, ...stored } of rows) {
    const place = { batch, row };
    if (stored.id === null) {
      faults.push({ ...place, what: 'rowMissing' });
      continue;
    }
    const found = checkValues(stored, digests);
    for (const field of found.changed) faults.push({ ...place, field, what: 'valueChanged' });
    for (const field of found.unsalted)
      unsalted.push({ ...place, entity: stored.entity, record: stored.record_id, field });
    if (digestRow(stored, digests) !== digest) faults.push({ ...place, what: 'rowChanged' });
  }
  const forged = await withoutErasure(sql, unsalted);
  for (const { batch, row, field } of forged)
    faults.push({ batch, row, field, what: 'erasedWithoutErasure' });
  return { rows, faults, erased: unsalted.length - forged.length };
}

function checkValues(
  { changes }: SealedRow,
  digests: ValueDigests,
): { changed: string[]; unsalted: string[] } {
  const changed: string[] = [];
  const unsalted: string[] = [];
  for (const name of new Set([...Object.keys(changes ?? {}), ...Object.keys(digests)])) {
    const values = changes && name in changes ? valuesOf(changes[name]) : [];
    const known = digests[name] ?? [];
    if (values.length !== known.length) {
      changed.push(name);
      continue;
    }
    const verdicts = known.map((one, index) => checkValue(one, values[index] ?? null));
    if (verdicts.includes('changed')) changed.push(name);
    else if (verdicts.includes('unsalted')) unsalted.push(name);
  }
  return { changed, unsalted };
}

function checkValue(known: ValueDigest | null, value: unknown): 'whole' | 'changed' | 'unsalted' {
  if (known === null || value === null) return known === value ? 'whole' : 'changed';
  if (known.s !== undefined) return digestValue(known.s, value) === known.d ? 'whole' : 'changed';
  return isErased(value) ? 'unsalted' : 'changed';
}

/** Of values without salt, those that no erasure names. */
async function withoutErasure(
  sql: Sql,
  unsalted: readonly Unsalted[],
): Promise<readonly Unsalted[]> {
  if (unsalted.length === 0) return [];
  const rows = await sql.query<{ entity: string; record_id: string; fields: readonly string[] }>(
    `select entity, record_id, array(select jsonb_object_keys(changes)) as fields from tessera.audit
     where action = 'erase' and record_id = any($1::uuid[])`,
    [[...new Set(unsalted.map(({ record }) => record))]],
  );
  const erased = new Set(
    rows.flatMap((row) => row.fields.map((field) => `${row.entity} ${row.record_id} ${field}`)),
  );
  return unsalted.filter(
    ({ entity, record, field }) => !erased.has(`${entity} ${record} ${field}`),
  );
}
