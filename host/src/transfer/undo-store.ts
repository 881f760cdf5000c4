import type { Sql } from '@tessera/core';

/** A row that an import created or updated, and that is to be taken back. */
export interface TouchedRow {
  readonly line: number;
  readonly outcome: 'created' | 'updated';
  readonly record: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** What an undo did with a row. */
export interface UndoOutcome {
  readonly line: number;
  readonly undo: 'undone' | 'kept' | 'failed';
  readonly reason?: string;
  /** Version of the record after it was restored. */
  readonly version?: number;
}

/** The last rows that are still to be taken back, before a line: what came last goes first. */
export function touchedRows(
  sql: Sql,
  id: string,
  beforeLine: number,
  limit: number,
): Promise<TouchedRow[]> {
  return sql.query<TouchedRow>(
    `select line, outcome, record, before, after from tessera.import_row
     where import = $1 and outcome <> 'failed' and undo is null and line < $2 order by line desc limit $3`,
    [id, beforeLine, limit],
  );
}

/**
 * How many versions of each record come from the batch: as many as the record has versions, when nobody else wrote it.
 */
export async function ownVersions(
  sql: Sql,
  batch: string,
  records: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ record: string; versions: number }>(
    `select record, count(distinct version)::int as versions from (
       select r.record, unnest(array[r.version, r.undo_version]) as version
       from tessera.import_row r join tessera.import i on i.id = r.import
       where r.record = any($1::uuid[]) and i.batch = $2) as own
     where version is not null group by record`,
    [records, batch],
  );
  return new Map(rows.map(({ record, versions }) => [record, versions]));
}

export async function saveUndo(
  sql: Sql,
  id: string,
  outcomes: readonly UndoOutcome[],
): Promise<void> {
  await sql.query(
    `update tessera.import_row t set undo = r.undo, undo_reason = r.reason, undo_version = r.version
     from jsonb_to_recordset($2::jsonb) as r(line int, undo text, reason text, version int)
     where t.import = $1 and t.line = r.line`,
    [id, JSON.stringify(outcomes)],
  );
}

/** Rows that were kept or failed are tried again by the next undo. */
export async function forgetKept(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update tessera.import_row set undo = null, undo_reason = null where import = $1 and undo in ('kept', 'failed')`,
    [id],
  );
}

/** Rows that were kept or failed, for the report. */
export function keptRows(
  sql: Sql,
  id: string,
  afterLine: number,
  limit: number,
): Promise<{ line: number; record: string; undo: string; reason: string | null }[]> {
  return sql.query(
    `select line, record, undo, undo_reason as reason from tessera.import_row
     where import = $1 and undo in ('kept', 'failed') and line > $2 order by line limit $3`,
    [id, afterLine, limit],
  );
}

/** Those of the records that no undo has deleted. */
export async function withoutUndone(sql: Sql, records: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select id from unnest($1::uuid[]) as given(id) where not exists (
       select from tessera.import_row where record = given.id and outcome = 'created' and undo = 'undone')`,
    [records],
  );
  return rows.map(({ id }) => id);
}
