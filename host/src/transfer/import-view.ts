import type { Sql } from '@tessera/core';
import type { Import, ImportStatus } from './import-store.ts';

/** What an undo did; undone + kept + failed = touched in the end. */
export interface UndoView {
  readonly touched: number;
  readonly undone: number;
  readonly kept: number;
  readonly failed: number;
  /** Why rows were kept or failed, the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly rows: number }[];
}

/** An import as the API shows it. */
export interface ImportView {
  readonly id: string;
  readonly batch: string;
  readonly name: string;
  readonly entity: string;
  readonly status: ImportStatus;
  /** Why it failed. */
  readonly reason: string | null;
  readonly rows: number;
  readonly skipped: number;
  /** Rows that are done: created + updated + unchanged + failed. */
  readonly position: number;
  readonly counts: Readonly<Record<'created' | 'updated' | 'unchanged' | 'failed', number>>;
  readonly undo?: UndoView;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

export function viewImport(found: Import, undo?: UndoView): ImportView {
  const { id, batch, name, entity, status, reason, rows, skipped } = found;
  const { created, updated, unchanged, failed, createdBy, createdAt, startedAt, endedAt } = found;
  return {
    id,
    batch,
    name,
    entity,
    status,
    reason,
    rows,
    skipped,
    position: created + updated + unchanged + failed,
    counts: { created, updated, unchanged, failed },
    ...(undo ? { undo } : {}),
    createdBy,
    createdAt,
    startedAt,
    endedAt,
  };
}

/** How far the undo of an import is. */
export async function viewUndo(sql: Sql, id: string): Promise<UndoView> {
  const counts = await sql.query<{ undo: string | null; reason: string | null; rows: number }>(
    `select undo, undo_reason as reason, count(*)::int as rows from tessera.import_row
     where import = $1 and outcome <> 'failed' group by 1, 2 order by 3 desc, 2`,
    [id],
  );
  const sum = (state?: string): number =>
    counts.reduce(
      (total, { undo, rows }) => total + (state === undefined || undo === state ? rows : 0),
      0,
    );
  return {
    touched: sum(),
    undone: sum('undone'),
    kept: sum('kept'),
    failed: sum('failed'),
    reasons: counts.flatMap(({ reason, rows }) => (reason === null ? [] : [{ reason, rows }])),
  };
}
