import type { Sql, SqlTexts } from '../records/database.ts';
import { linesOf } from '../records/row-lines.ts';
import { createParameters } from '../records/sql-parameters.ts';
import { unfoldRow } from './folded-row.ts';
import { readSealedRow, SEALED_COLUMNS, sealedColumns } from './sealed-row.ts';

/** Rows that are unfolded at once. */
const MOST_ROWS = 1000;

/**
 * Takes rows of the audit out of their batches, each into a row of `audit_digest` with a digest and a salt for each of its values: then
 * one of them can go without the others. Done as the owner, by whoever holds the lock of the seals; a row that is in no batch stays as it is.
 */
export async function unfoldRows(sql: Sql & SqlTexts, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += MOST_ROWS)
    await unfoldSome(sql, ids.slice(from, from + MOST_ROWS));
}

async function unfoldSome(sql: Sql & SqlTexts, ids: readonly string[]): Promise<void> {
  const folded = await sql.queryTexts(
    `with wanted as (
       select a.*, tessera.sealed_in(a.xid, a.id) as batch from tessera.audit a where a.id = any($1::uuid[]))
     select ${sealedColumns('a')}, b.batch, r.position - 1, encode(r.entry, 'hex')
     from tessera.audit_batch b cross join unnest(b.row_ids, b.entries) with ordinality as r(row_id, entry, position)
     join wanted a on a.id = r.row_id
     where b.batch in (select batch from wanted)`,
    [ids],
  );
  if (folded.length === 0) return;
  const rows = folded.flatMap((texts) => {
    const row = readSealedRow(texts);
    const [batch, position, entry] = texts.slice(SEALED_COLUMNS);
    if (!row || !entry) return [];
    return [{ row_id: row.id, batch, position, entry, values: unfoldRow(row, entry) }];
  });
  const parameters = createParameters();
  await sql.query(
    `with taken as (
       insert into tessera.audit_digest (row_id, batch, position, digest, "values")
       select r.row_id, r.batch, r.position, substr(decode(r.entry, 'hex'), 1, 32), r."values"
       from ${linesOf(rows, digestColumns, parameters)} returning row_id, batch)
     update tessera.audit_batch b set (row_ids, entries) = (
       select array_agg(case when t.row_id is null then r.row_id end order by r.position),
         array_agg(case when t.row_id is null then r.entry end order by r.position)
       from unnest(b.row_ids, b.entries) with ordinality as r(row_id, entry, position)
       left join taken t on t.row_id = r.row_id)
     where b.batch in (select batch from taken)`,
    parameters.values,
  );
}

const digestColumns = new Map([
  ['row_id', 'uuid'],
  ['batch', 'int8'],
  ['position', 'int4'],
  ['entry', 'text'],
  ['values', 'json'],
]);
