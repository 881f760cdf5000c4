import type { Execution } from '../plugin/execution.ts';
import { writeAuditEntry } from '../records/audit-entry.ts';
import { currentSql, type Sql } from '../records/database.ts';
import { asOwner } from '../records/owner-role.ts';
import { inTransaction } from '../records/write-batch.ts';
import { SEAL_LOCK } from './seal-audit.ts';

/** What entries about the audit itself are about. */
const AUDIT = 'tessera.audit';
/** Batches that go in one transaction: an old audit goes in many short ones. */
const MOST_BATCHES = 200;

/** The first batch whose rows are kept: an entry of the audit itself says from where on it was let go. */
export async function retainedFrom(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ batch: number | null }>(
    `select max((changes -> 'batch' ->> 1)::bigint) as batch from tessera.audit
     where entity = $1 and action = 'retention'`,
    [AUDIT],
  );
  return (row?.batch ?? 0) + 1;
}

/**
 * Lets the rows of whole batches go that were sealed before the moment; answers how many batches. The seals stay, so that the
 * chain verifies from the first to the last, and an entry says what went. The last batch always stays.
 */
export async function dropAuditBefore(execution: Execution, moment: Date): Promise<number> {
  let dropped = 0;
  for (;;) {
    const batches = await inTransaction(execution, true, (inner) => dropSome(inner, moment));
    dropped += batches;
    if (batches < MOST_BATCHES) return dropped;
  }
}

async function dropSome(execution: Execution, moment: Date): Promise<number> {
  const sql = currentSql(execution);
  await sql.query('select pg_advisory_xact_lock($1)', [SEAL_LOCK]);
  const first = await retainedFrom(sql);
  const [found] = await sql.query<{ last: number | null; rows: number }>(
    `select max(batch) as last, coalesce(sum(rows), 0)::int as rows from tessera.audit_seal
     where batch >= $1 and batch < $1 + ${MOST_BATCHES} and at < $2
       and batch < (select max(batch) from tessera.audit_seal)`,
    [first, moment],
  );
  const last = found?.last ?? null;
  if (last === null) return 0;
  await asOwner(sql, async (owner) => {
    await owner.query(
      `with folded as (delete from tessera.audit_batch where batch between $1 and $2 returning row_ids),
         gone as (delete from tessera.audit_digest where batch between $1 and $2 returning row_id)
       delete from tessera.audit a
       using (select unnest(row_ids) as row_id from folded union all select row_id from gone) sealed where a.id = sealed.row_id`,
      [first, last],
    );
  });
  await writeAuditEntry(execution, {
    entity: AUDIT,
    action: 'retention',
    changes: { batch: [first - 1, last], rows: [found?.rows ?? 0, 0] },
  });
  return last - first + 1;
}

/** What {@link dropAuditBefore} would let go: whole sealed batches, never the last one. */
export async function countAuditBefore(
  sql: Sql,
  moment: Date,
): Promise<{ readonly batches: number; readonly rows: number }> {
  const [found] = await sql.query<{ batches: number; rows: number }>(
    `select count(*)::int as batches, coalesce(sum(rows), 0)::int as rows from tessera.audit_seal
     where batch >= $1 and at < $2 and batch < (select max(batch) from tessera.audit_seal)`,
    [await retainedFrom(sql), moment],
  );
  return found ?? { batches: 0, rows: 0 };
}
