import type { Execution } from '../plugin/execution.ts';
import { writeAuditEntries } from '../records/audit-entry.ts';
import { currentSql, type Sql } from '../records/database.ts';
import { asOwner } from '../records/owner-role.ts';
import { inTransaction } from '../records/write-batch.ts';
import { ERASED } from './audit-digest.ts';
import { SEAL_LOCK } from './seal-audit.ts';
import { unfoldRows } from './unfold-rows.ts';

/** Values of a record that the audit is to forget. */
export interface AuditErasure {
  readonly entity: string;
  readonly recordId: string;
  readonly fields: readonly string[];
}

/**
 * Takes values out of the audit for good, those before and after every change: what stands there is `{"$erased": true}`. Of
 * sealed rows the salt goes too, so that nobody can guess the value, and the digest stays, so that the chain still verifies.
 * Each record gets an entry `erase` that names the fields. Done in the running transaction where there is one.
 * @param requestId - of the request for erasure; the reason of the entries
 */
export async function eraseAuditValues(
  execution: Execution,
  erasures: readonly AuditErasure[],
  requestId: string,
): Promise<void> {
  const wanted = merge(erasures);
  if (wanted.length === 0) return;
  await inTransaction(execution, true, async (inner) => {
    const sql = currentSql(inner);
    // Whoever seals would bring the salt of a value that it has read before.
    await sql.query('select pg_advisory_xact_lock($1)', [SEAL_LOCK]);
    await asOwner(sql, async () => {
      await unfoldRows(sql, await rowsAbout(sql, wanted));
      await eraseValues(sql, wanted);
    });
    await writeAuditEntries(
      inner,
      wanted.map(({ entity, recordId, fields }) => ({
        entity,
        recordId,
        action: 'erase',
        changes: Object.fromEntries(fields.map((field) => [field, [ERASED, null] as const])),
        reason: inner.reason ?? requestId,
      })),
    );
  });
}

/** One of each record. */
function merge(erasures: readonly AuditErasure[]): AuditErasure[] {
  const groups = Map.groupBy(erasures, ({ entity, recordId }) => `${entity} ${recordId}`);
  return [...groups.values()].flatMap((group) => {
    const fields = [...new Set(group.flatMap((one) => one.fields))];
    return group[0] && fields.length > 0 ? [{ ...group[0], fields }] : [];
  });
}

/** The rows that tell of what is to be erased, bound as `$1`. */
const TOUCHED = `touched as (
  select a.id, w.fields from tessera.audit a
  join json_to_recordset($1::json) as w(entity text, "recordId" uuid, fields text[]) on w."recordId" = a.record_id and w.entity = a.entity
  where a.changes ?| w.fields and a.action <> 'erase')`;

async function rowsAbout(sql: Sql, erasures: readonly AuditErasure[]): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string }>(`with ${TOUCHED} select id from touched`, [
    JSON.stringify(erasures),
  ]);
  return rows.map(({ id }) => id);
}

/** Field by field, in place: `null` stays null, and everything else of a row stays as it is. */
async function eraseValues(sql: Sql, erasures: readonly AuditErasure[]): Promise<void> {
  await sql.query(
    `with ${TOUCHED}, digests as (
       update tessera.audit_digest d set "values" = (
         select jsonb_object_agg(v.key, case when v.key <> all(t.fields) then v.value else (
             select jsonb_agg(case when jsonb_typeof(one.value) = 'object' then one.value - 's' else one.value end order by one.position)
             from jsonb_array_elements(v.value) with ordinality as one(value, position)) end)
         from jsonb_each(d."values"::jsonb) v)::json
       from touched t where d.row_id = t.id
     )
     update tessera.audit a set changes = (
       select jsonb_object_agg(c.key, case when c.key <> all(t.fields) then c.value
         when jsonb_typeof(c.value) = 'null' then c.value
         when jsonb_typeof(c.value) <> 'array' then $2::jsonb else (
           select jsonb_agg(case when jsonb_typeof(one.value) = 'null' then one.value else $2::jsonb end order by one.position)
           from jsonb_array_elements(c.value) with ordinality as one(value, position)) end)
       from jsonb_each(a.changes) c)
     from touched t where a.id = t.id`,
    [JSON.stringify(erasures), JSON.stringify(ERASED)],
  );
}
