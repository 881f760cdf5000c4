import type { Sql, SqlTexts } from '../records/database.ts';
import {
  digestValue,
  isErased,
  valuesOf,
  type ValueDigest,
  type ValueDigests,
} from './audit-digest.ts';
import { checkFolded } from './folded-row.ts';
import {
  digestRow,
  readSealedRow,
  SEALED_COLUMNS,
  sealedColumns,
  type SealedRow,
} from './sealed-row.ts';
import type { AuditFault } from './verify-audit.ts';

/** Where a row stands in the chain. */
interface CheckedRow {
  readonly batch: number;
  /** As it was sealed. */
  readonly digest: string;
}

/** A value without salt: it must have been erased by request. */
interface Unsalted {
  readonly batch: number;
  readonly row: string;
  readonly entity: string;
  readonly record: string;
  readonly field: string;
}

/** What was found of one row. */
interface RowVerdict {
  readonly isWhole: boolean;
  readonly changed: readonly string[];
  readonly unsalted: readonly string[];
}

/** Checks the rows of the batches from the first to the last against their digests. */
export async function checkRows(
  sql: Sql & SqlTexts,
  firstBatch: number,
  lastBatch: number,
): Promise<{
  readonly rows: readonly CheckedRow[];
  readonly faults: readonly AuditFault[];
  readonly erased: number;
}> {
  const stored = await sql.queryTexts(
    `select ${sealedColumns('a')}, s.batch, s.row_id, encode(s.digest, 'hex'), s."values", encode(s.entry, 'hex')
     from tessera.audit_sealed s left join tessera.audit a on a.id = s.row_id
     where s.batch between $1 and $2 order by s.batch, s.position`,
    [firstBatch, lastBatch],
  );
  const rows: CheckedRow[] = [];
  const faults: AuditFault[] = [];
  const unsalted: Unsalted[] = [];
  for (const texts of stored) {
    const [batch, row = '', digest = '', ...form] = texts
      .slice(SEALED_COLUMNS)
      .map((text) => text ?? '');
    const place = { batch: Number(batch), row };
    rows.push({ batch: place.batch, digest });
    const found = readSealedRow(texts);
    if (!found) {
      faults.push({ ...place, what: 'rowMissing' });
      continue;
    }
    const verdict = checkRow(found, digest, form);
    for (const field of verdict.changed) faults.push({ ...place, field, what: 'valueChanged' });
    for (const field of verdict.unsalted)
      unsalted.push({ ...place, entity: found.entity, record: found.recordId, field });
    if (!verdict.isWhole) faults.push({ ...place, what: 'rowChanged' });
  }
  const forged = await withoutErasure(sql, unsalted);
  for (const { batch, row, field } of forged)
    faults.push({ batch, row, field, what: 'erasedWithoutErasure' });
  return { rows, faults, erased: unsalted.length - forged.length };
}

function checkRow(
  row: SealedRow,
  digest: string,
  [values = '', entry = '']: readonly string[],
): RowVerdict {
  if (entry !== '') {
    const { isWhole, changed } = checkFolded(row, entry);
    return { isWhole: isWhole || changed.length > 0, changed, unsalted: [] };
  }
  const digests = JSON.parse(values) as ValueDigests;
  return { isWhole: digestRow(row, digests) === digest, ...checkValues(row, digests) };
}

function checkValues(
  { changes }: SealedRow,
  digests: ValueDigests,
): { changed: string[]; unsalted: string[] } {
  const changed: string[] = [];
  const unsalted: string[] = [];
  for (const name of new Set([...Object.keys(changes), ...Object.keys(digests)])) {
    const values = name in changes ? valuesOf(changes[name]) : [];
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
