import type { Source, Sql } from '@tessera/core';

export type BulkAction = 'update' | 'delete';

export type BulkStatus =
  | 'queued'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

/** A bulk run as it is kept. */
export interface BulkRun {
  readonly id: string;
  readonly entity: `${string}.${string}`;
  readonly action: BulkAction;
  /** New values by field name; empty for a deletion. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly status: BulkStatus;
  readonly reason: string | null;
  readonly total: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly failed: number;
  /** How the changes are recorded in the history. */
  readonly source: Source;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** A record of a run that is to be written, or to be taken back. */
export interface BulkRow {
  readonly line: number;
  readonly record: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly version: number | null;
}

/** What became of a record. */
export interface BulkOutcome {
  readonly line: number;
  readonly outcome: 'changed' | 'unchanged' | 'failed';
  /** Of an update: the fields that changed, as they were and as they are. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly version?: number;
  readonly code?: string;
  readonly reason?: string;
}

/** What an undo did with a record. */
export interface BulkUndo {
  readonly line: number;
  readonly undo: 'undone' | 'kept';
  readonly code?: string;
  readonly reason?: string;
}

const RUN = `select id, entity, action, changes, status, reason, total, changed, unchanged, failed, source,
  created_by as "createdBy", created_at as "createdAt", ended_at as "endedAt" from tessera.bulk_run`;
/** A run that has not come to its end. */
const ACTIVE = `status in ('queued', 'running', 'undoing')`;
const LIST_LIMIT = 20;

/** Writes down a run with its records, in the order given: from here on its set is fixed. */
export async function saveRun(
  transaction: Sql,
  run: Pick<BulkRun, 'id' | 'entity' | 'action' | 'changes' | 'source' | 'createdBy'>,
  ids: readonly string[],
  at: Date,
): Promise<void> {
  const { id, entity, action, changes, source, createdBy } = run;
  await transaction.query(
    `insert into tessera.bulk_run (id, entity, action, changes, status, total, source, created_by, created_at)
     values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8)`,
    [id, entity, action, JSON.stringify(changes), ids.length, source, createdBy, at],
  );
  await transaction.query(
    `insert into tessera.bulk_row (run, line, record)
     select $1, line, record from unnest($2::uuid[]) with ordinality as given(record, line)`,
    [id, ids],
  );
}

export async function findRun(sql: Sql, id: string): Promise<BulkRun | undefined> {
  const [found] = await sql.query<BulkRun>(`${RUN} where id = $1`, [id]);
  return found;
}

/** The run, kept from others until the transaction ends. */
export async function lockRun(transaction: Sql, id: string): Promise<BulkRun | undefined> {
  const [found] = await transaction.query<BulkRun>(`${RUN} where id = $1 for update`, [id]);
  return found;
}

/** The runs of a user, newest first. */
export function listRuns(sql: Sql, user: string, isActive: boolean): Promise<BulkRun[]> {
  return sql.query<BulkRun>(
    `${RUN} where created_by = $1 ${isActive ? `and ${ACTIVE}` : ''} order by id desc limit ${LIST_LIMIT}`,
    [user],
  );
}

/** Runs that a host left half done. */
export function unfinishedRuns(sql: Sql): Promise<BulkRun[]> {
  return sql.query<BulkRun>(`${RUN} where ${ACTIVE} order by id`);
}

/** Moves on from one of the states named; answers whether it was in one. */
export async function setStatus(
  sql: Sql,
  id: string,
  from: readonly BulkStatus[],
  to: BulkStatus,
  more: { readonly reason?: string; readonly at?: Date } = {},
): Promise<boolean> {
  const rows = await sql.query(
    `update tessera.bulk_run set status = $3, reason = $4, ended_at = $5
     where id = $1 and status = any($2) returning id`,
    [id, from, to, more.reason ?? null, more.at ?? null],
  );
  return rows.length > 0;
}

/** The next records that nothing has been done with. */
export function openRows(sql: Sql, id: string, limit: number): Promise<BulkRow[]> {
  return sql.query<BulkRow>(
    `select line, record, before, after, version from tessera.bulk_row
     where run = $1 and outcome is null order by line limit $2`,
    [id, limit],
  );
}

/** Writes down what became of records, in the transaction that wrote them. */
export async function saveOutcomes(
  transaction: Sql,
  id: string,
  outcomes: readonly BulkOutcome[],
): Promise<void> {
  const count = (wanted: BulkOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === wanted).length;
  await transaction.query(
    `update tessera.bulk_row t set outcome = r.outcome, before = r.before, after = r.after, version = r.version,
       code = r.code, reason = r.reason
     from jsonb_to_recordset($2::jsonb) as r(line int, outcome text, before jsonb, after jsonb, version int, code text,
       reason text)
     where t.run = $1 and t.line = r.line`,
    [id, JSON.stringify(outcomes)],
  );
  await transaction.query(
    `update tessera.bulk_run set changed = changed + $2, unchanged = unchanged + $3, failed = failed + $4 where id = $1`,
    [id, count('changed'), count('unchanged'), count('failed')],
  );
}

/** The last changed records that are still to be taken back. */
export function undoableRows(sql: Sql, id: string, limit: number): Promise<BulkRow[]> {
  return sql.query<BulkRow>(
    `select line, record, before, after, version from tessera.bulk_row
     where run = $1 and outcome = 'changed' and undo is null order by line desc limit $2`,
    [id, limit],
  );
}

export async function saveUndo(
  transaction: Sql,
  id: string,
  undone: readonly BulkUndo[],
): Promise<void> {
  await transaction.query(
    `update tessera.bulk_row t set undo = r.undo, undo_code = r.code, undo_reason = r.reason
     from jsonb_to_recordset($2::jsonb) as r(line int, undo text, code text, reason text)
     where t.run = $1 and t.line = r.line`,
    [id, JSON.stringify(undone)],
  );
}

/** Records that were kept are tried again by the next undo. */
export async function forgetKept(sql: Sql, id: string): Promise<void> {
  await sql.query(
    `update tessera.bulk_row set undo = null, undo_code = null, undo_reason = null where run = $1 and undo = 'kept'`,
    [id],
  );
}

/** Takes away runs that ended before a moment. */
export async function forgetRuns(sql: Sql, before: Date): Promise<void> {
  await sql.query(`delete from tessera.bulk_run where ended_at < $1 and not (${ACTIVE})`, [before]);
}
