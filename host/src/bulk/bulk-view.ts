import type { Sql } from '@tessera/core';
import type { BulkAction, BulkRun, BulkStatus } from './bulk-store.ts';

/** A record that could not be changed, or not be taken back. */
export interface BulkFault {
  readonly record: string;
  readonly code: string;
  readonly reason: string;
}

/** A bulk run as the API shows it. */
export interface BulkView {
  readonly id: string;
  readonly entity: string;
  readonly action: BulkAction;
  /** Names of the fields that are set. */
  readonly fields: readonly string[];
  readonly status: BulkStatus;
  /** Why the whole of it failed. */
  readonly reason: string | null;
  readonly total: number;
  /** Records that are done: changed + unchanged + failed. */
  readonly done: number;
  readonly counts: Readonly<Record<'changed' | 'unchanged' | 'failed', number>>;
  /** How far the undo is, once there is one. */
  readonly undo?: { readonly undone: number; readonly kept: number };
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** The first records that were not changed, of an undo those that were kept; only in the answer about one run. */
  readonly errors?: readonly BulkFault[];
}

/** Faults that are shown at most. */
const SAMPLE = 100;

export async function viewRun(sql: Sql, run: BulkRun, withErrors = false): Promise<BulkView> {
  const { id, entity, action, changes, status, reason, total } = run;
  const { changed, unchanged, failed, createdAt, endedAt } = run;
  const isUndo = status === 'undoing' || status === 'undone';
  return {
    id,
    entity,
    action,
    fields: Object.keys(changes),
    status,
    reason,
    total,
    done: changed + unchanged + failed,
    counts: { changed, unchanged, failed },
    ...(isUndo ? { undo: await countUndo(sql, id) } : {}),
    createdAt,
    endedAt,
    ...(withErrors ? { errors: await faultsOf(sql, id, isUndo) } : {}),
  };
}

async function countUndo(sql: Sql, id: string): Promise<{ undone: number; kept: number }> {
  const [counts] = await sql.query<{ undone: number; kept: number }>(
    `select count(*) filter (where undo = 'undone')::int as undone, count(*) filter (where undo = 'kept')::int as kept
     from tessera.bulk_row where run = $1`,
    [id],
  );
  return counts ?? { undone: 0, kept: 0 };
}

function faultsOf(sql: Sql, id: string, isUndo: boolean): Promise<BulkFault[]> {
  return sql.query<BulkFault>(
    isUndo
      ? `select record, undo_code as code, undo_reason as reason from tessera.bulk_row
         where run = $1 and undo = 'kept' order by line limit ${SAMPLE}`
      : `select record, code, reason from tessera.bulk_row
         where run = $1 and outcome = 'failed' order by line limit ${SAMPLE}`,
    [id],
  );
}
