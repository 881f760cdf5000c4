import { eraseAuditValues, type AuditErasure } from '../audit/erase-audit-values.ts';
import { withCatalog } from '../catalog/catalog-models.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql, type Sql } from '../records/database.ts';
import { inTransaction } from '../records/write-batch.ts';
import { isStructure } from './neutral-value.ts';
import type { ErasedRecord } from './erased-records.ts';

const RECORDSET = 'json_to_recordset($1::json) as r(entity text, id uuid, fields json)';
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Takes the values that went out of the events about records: a consumer that comes later gets them no more. */
export async function cleanEvents(
  sql: Sql,
  records: readonly ErasedRecord[],
  since: string = FIRST,
): Promise<void> {
  const erased = records.filter(({ deal }) => deal === 'erase');
  const cleared = records.filter(({ deal }) => deal === 'clear');
  if (erased.length > 0)
    await sql.query(
      `update tessera.event e set payload = ${onBoth(() => `'{}'::jsonb`)}
       from ${RECORDSET}, tessera.event_told t
       where e.id >= $2 and e.entity = r.entity and e.record_id = r.id and t.id = e.id`,
      [JSON.stringify(erased), since],
    );
  if (cleared.length > 0)
    await sql.query(
      `update tessera.event e set payload = ${onBoth((side) => `(${side}) - array(select json_array_elements_text(r.fields))`)}
       from ${RECORDSET}, tessera.event_told t
       where e.id >= $2 and e.entity = r.entity and e.record_id = r.id and t.id = e.id`,
      [JSON.stringify(cleared), since],
    );
}

/** The payload with what was before and after done to, where there is something. */
function onBoth(change: (side: string) => string): string {
  const part = (name: string): string => {
    const side = `t.payload -> '${name}'`;
    return `case when jsonb_typeof(${side}) = 'object' then jsonb_build_object('${name}', ${change(side)}) else '{}'::jsonb end`;
  };
  return `t.payload || ${part('before')} || ${part('after')}`;
}

/**
 * Forgets what core keeps about records that lost something: their values in the audit and in events, snapshots of states, words in the
 * search, shares. Doing it twice changes nothing.
 */
export async function forgetRows(
  execution: Execution,
  request: string,
  records: readonly ErasedRecord[],
): Promise<void> {
  const touched = records.filter(({ deal }) => deal !== 'keep');
  if (touched.length === 0) return;
  await inTransaction(execution, true, async (inner) => {
    const sql = currentSql(inner);
    await cleanEvents(sql, touched);
    const erased = JSON.stringify(touched.filter(({ deal }) => deal === 'erase'));
    await sql.query(
      `delete from tessera.search s using ${RECORDSET} where s.entity = r.entity and s.record_id = r.id`,
      [erased],
    );
    await sql.query(
      `delete from tessera.record_share s using ${RECORDSET} where s.entity = r.entity and s.record_id = r.id`,
      [erased],
    );
    await sql.query(
      `update tessera.stage_history h set snapshot = '{}' from ${RECORDSET}
       where h.entity = r.entity and h.record_id = r.id and h.snapshot <> '{}'`,
      [JSON.stringify(touched)],
    );
    await eraseAuditValues(inner, await auditErasures(inner, touched), request);
  });
}

/** What the audit still tells of what went. */
async function auditErasures(
  execution: Execution,
  records: readonly ErasedRecord[],
): Promise<AuditErasure[]> {
  const { assembly } = await withCatalog(execution);
  const rows = await currentSql(execution).query<{
    entity: string;
    id: string;
    names: readonly string[];
  }>(
    `select r.entity, r.id, array_agg(distinct c.key) as names
     from ${RECORDSET} join tessera.audit a on a.record_id = r.id and a.entity = r.entity
     cross join jsonb_each(a.changes) c
     where a.action <> 'erase' and ${stillTells('c.value')} group by r.entity, r.id`,
    [JSON.stringify(records)],
  );
  const known = new Map(records.map((record) => [`${record.entity} ${record.id}`, record]));
  return rows.flatMap(({ entity, id, names }) => {
    const record = known.get(`${entity} ${id}`);
    const model = record && assembly.models.get(record.entity);
    const fields = names.filter((name) => {
      const field = model?.fields.get(name);
      const isOwn = field?.system === true || (field !== undefined && isStructure(field));
      return record?.deal === 'clear' ? record.fields.includes(name) : !isOwn;
    });
    return fields.length > 0 ? [{ entity, recordId: id, fields }] : [];
  });
}

/** Whether a change in the audit has a value that was not erased yet. */
export function stillTells(value: string): string {
  return (
    `exists (select from jsonb_array_elements(case when jsonb_typeof(${value}) = 'array' then ${value} else jsonb_build_array(${value}) end) v` +
    ` where v.value not in ('null', '{"$erased": true}'))`
  );
}
