import type { Database, Problem, Sql } from '@tessera/core';
import type { ReadyPlan } from './import-plan.ts';

export type ImportStatus =
  | 'queued'
  | 'running'
  | 'done'
  | 'failed'
  | 'cancelled'
  | 'undoing'
  | 'undone';

/** An uploaded file. */
export interface ImportFile {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
  readonly encoding: string;
  readonly delimiter: string;
  readonly headers: readonly string[];
  readonly rows: number;
  readonly sample: readonly (readonly string[])[];
  readonly createdBy: string;
  /** Of a workbook: its own bytes, while `sha256` names those of the sheet as a table; else null. */
  readonly source: string | null;
  readonly sheet: string | null;
  readonly sheets: readonly string[] | null;
}

/** An import as it is kept. */
export interface Import {
  readonly id: string;
  /** Imports that belong together, as the steps of a recipe do. */
  readonly batch: string;
  readonly name: string;
  readonly entity: `${string}.${string}`;
  readonly file: string;
  readonly plan: ReadyPlan;
  readonly status: ImportStatus;
  readonly reason: string | null;
  /** Rows that the plan takes; created + updated + unchanged + failed in the end. */
  readonly rows: number;
  /** Rows that its filter leaves out. */
  readonly skipped: number;
  /** Rows of the file that are done, those left out included. */
  readonly cursor: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly createdBy: string;
  readonly undoBy: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** What became of a row that was written or failed. */
export interface RowOutcome {
  readonly line: number;
  readonly outcome: 'created' | 'updated' | 'failed';
  readonly record?: string;
  /** Of an update: the fields that changed, as they were and as they are. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly version?: number;
  readonly code?: string;
  readonly problems?: readonly Problem[];
  /** The cells of a row that failed. */
  readonly raw?: readonly string[];
}

/** Rows of one chunk, by what became of them. */
export type Counts = Readonly<Record<'created' | 'updated' | 'unchanged' | 'failed', number>>;

const FILE = `select id, sha256, name, size, encoding, delimiter, headers, rows, sample, created_by as "createdBy",
  source, sheet, sheets from tessera.import_file`;
const IMPORT = `select id, batch, name, entity, file, plan, status, reason, rows, skipped, cursor, created, updated, unchanged,
  failed, created_by as "createdBy", undo_by as "undoBy", created_at as "createdAt", started_at as "startedAt",
  ended_at as "endedAt" from tessera.import`;
const LIST_LIMIT = 200;

export async function saveFile(sql: Sql, file: ImportFile, at: Date): Promise<void> {
  const { id, sha256, name, size, encoding, delimiter, headers, rows, sample, createdBy } = file;
  const { source, sheet, sheets } = file;
  await sql.query(
    `insert into tessera.import_file
      (id, sha256, name, size, encoding, delimiter, headers, rows, sample, created_by, created_at, source, sheet, sheets)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      id,
      sha256,
      name,
      size,
      encoding,
      delimiter,
      JSON.stringify(headers),
      rows,
      JSON.stringify(sample),
      createdBy,
      at,
      source,
      sheet,
      sheets && JSON.stringify(sheets),
    ],
  );
}

export async function findFile(sql: Sql, id: string): Promise<ImportFile | undefined> {
  const [file] = await sql.query<ImportFile>(`${FILE} where id = $1`, [id]);
  return file;
}

export async function saveImport(
  sql: Sql,
  made: Pick<Import, 'id' | 'batch' | 'name' | 'file' | 'plan' | 'rows' | 'skipped' | 'createdBy'>,
  at: Date,
): Promise<void> {
  const { id, batch, name, file, plan, rows, skipped, createdBy } = made;
  await sql.query(
    `insert into tessera.import (id, batch, name, entity, file, plan, status, rows, skipped, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, 'queued', $7, $8, $9, $10)`,
    [id, batch, name, plan.entity, file, JSON.stringify(plan), rows, skipped, createdBy, at],
  );
}

export async function findImport(sql: Sql, id: string): Promise<Import | undefined> {
  const [found] = await sql.query<Import>(`${IMPORT} where id = $1`, [id]);
  return found;
}

/** Whether it is still known what became of its rows. */
export async function hasRows(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query('select 1 from tessera.import_row where import = $1 limit 1', [id]);
  return rows.length > 0;
}

/** The import, kept from others until the transaction ends. */
export async function lockImport(transaction: Sql, id: string): Promise<Import | undefined> {
  const [found] = await transaction.query<Import>(`${IMPORT} where id = $1 for update`, [id]);
  return found;
}

/** Newest first; of one user, or of all. */
export function listImports(
  sql: Sql,
  { user, batch }: { readonly user?: string | undefined; readonly batch?: string | undefined },
): Promise<Import[]> {
  return sql.query<Import>(
    `${IMPORT} where ($1::uuid is null or created_by = $1) and ($2::uuid is null or batch = $2)
     order by id desc limit ${LIST_LIMIT}`,
    [user ?? null, batch ?? null],
  );
}

/** Imports that a host left half done. */
export function unfinishedImports(sql: Sql): Promise<Import[]> {
  return sql.query<Import>(
    `${IMPORT} where status in ('queued', 'running', 'undoing') order by id`,
  );
}

/** Moves on from one of the states named; answers whether it was in one. */
export async function setStatus(
  sql: Sql,
  id: string,
  from: readonly ImportStatus[],
  to: ImportStatus,
  more: { readonly reason?: string | null; readonly at?: Date; readonly undoBy?: string } = {},
): Promise<boolean> {
  const rows = await sql.query(
    `update tessera.import set status = $3, reason = $4, undo_by = coalesce($5, undo_by),
       started_at = case when $3 = 'running' then coalesce(started_at, $6) else started_at end,
       ended_at = case
         when $3 in ('done', 'failed', 'cancelled') then coalesce(ended_at, $6)
         when $3 in ('queued', 'running') then null
         else ended_at end
     where id = $1 and status = any($2) returning id`,
    [id, from, to, more.reason ?? null, more.undoBy ?? null, more.at ?? null],
  );
  return rows.length > 0;
}

/** Writes down what became of a chunk, in the transaction that made it. */
export async function saveChunk(
  transaction: Sql,
  id: string,
  cursor: number,
  counts: Counts,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await transaction.query(
    `update tessera.import set cursor = $2, created = created + $3, updated = updated + $4, unchanged = unchanged + $5,
       failed = failed + $6 where id = $1`,
    [id, cursor, counts.created, counts.updated, counts.unchanged, counts.failed],
  );
  const { created = [], others = [] } = Object.groupBy(outcomes, ({ outcome }) =>
    outcome === 'created' ? 'created' : 'others',
  );
  if (created.length > 0) await saveCreated(transaction, id, created);
  if (others.length > 0) await saveOutcomes(transaction, id, others);
}

/** Of a new record there is little to tell: lists are less work to read than JSON. */
async function saveCreated(
  transaction: Sql,
  id: string,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await transaction.query(
    `insert into tessera.import_row (import, line, outcome, record, version)
     select $1, line, 'created', record, version from unnest($2::int[], $3::uuid[], $4::int[]) as r(line, record, version)`,
    [
      id,
      outcomes.map(({ line }) => line),
      outcomes.map(({ record }) => record),
      outcomes.map(({ version }) => version),
    ],
  );
}

async function saveOutcomes(
  transaction: Sql,
  id: string,
  outcomes: readonly RowOutcome[],
): Promise<void> {
  await transaction.query(
    `insert into tessera.import_row (import, line, outcome, record, before, after, version, code, problems, raw)
     select $1, line, outcome, record, before, after, version, code, problems, raw
     from jsonb_to_recordset($2::jsonb) as r(line int, outcome text, record uuid, before jsonb, after jsonb, version int,
       code text, problems jsonb, raw jsonb)`,
    [id, JSON.stringify(outcomes)],
  );
}

/** A row that failed, for the report. */
export type FailedRow = Required<Pick<RowOutcome, 'line' | 'code' | 'problems' | 'raw'>>;

export function failedRows(
  database: Database,
  id: string,
  afterLine: number,
  limit: number,
): Promise<FailedRow[]> {
  return database.query<FailedRow>(
    `select line, code, problems, raw from tessera.import_row
     where import = $1 and outcome = 'failed' and line > $2 order by line limit $3`,
    [id, afterLine, limit],
  );
}
