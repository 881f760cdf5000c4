import {
  currentExecution,
  errors as coreErrors,
  TesseraError,
  type Execution,
  type Kernel,
  type Principal,
  type Transaction,
} from '@tessera/core';
import { retryTransient } from '../transfer/import-run.ts';
import type { BulkParts } from './bulk-parts.ts';
import {
  findRun,
  lockRun,
  openRows,
  saveOutcomes,
  saveUndo,
  setStatus,
  undoableRows,
  type BulkRun,
} from './bulk-store.ts';
import { undoRows } from './bulk-undo.ts';
import { viewRun } from './bulk-view.ts';
import { writeRows } from './bulk-write.ts';
import { errors } from './errors.ts';

/** Records that are written and committed together. */
export const CHUNK_ROWS = 200;

/**
 * Brings a run to its end, or its undo, chunk by chunk. What a chunk writes and what became of its records are one transaction:
 * after a kill it goes on exactly behind the last chunk that was committed.
 */
export async function performRun(
  parts: BulkParts,
  id: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { kernel, log } = parts;
  const { database } = kernel;
  const now = (): Date => kernel.assembly.clock.now();
  await setStatus(database, id, ['queued'], 'running');
  const run = await findRun(database, id);
  if (run?.status !== 'running' && run?.status !== 'undoing') return;
  const isUndo = run.status === 'undoing';
  try {
    do {
      await tell(parts, id);
      signal.throwIfAborted();
    } while (await retryTransient(() => performChunk(kernel, run, signal)));
    await setStatus(database, id, [run.status], isUndo ? 'undone' : 'done', { at: now() });
  } catch (error) {
    // The host stops: whoever starts next goes on.
    if (signal.aborted) throw error;
    log.error('a bulk run failed', {
      run: id,
      error: error instanceof Error ? error.stack : String(error),
    });
    const reason =
      error instanceof TesseraError
        ? error.message
        : 'Something went wrong here; the log has more. The records that are not counted were not touched.';
    await setStatus(database, id, [run.status], 'failed', { reason, at: now() });
  }
  await tell(parts, id);
}

/** One chunk under one lease; answers false when nothing is left to do, or it was cancelled. */
async function performChunk(
  kernel: Kernel,
  { id, status, source, createdBy }: BulkRun,
  signal: AbortSignal,
): Promise<boolean> {
  const principal = await findActor(kernel, createdBy, source);
  return kernel.run({ principal, source, cause: { kind: 'bulk', id }, signal }, (assembly) =>
    assembly.context('tessera').transaction(async () => {
      const execution = currentExecution();
      const transaction = execution.transaction as Transaction;
      const run = await lockRun(transaction, id);
      if (run?.status !== status) return false;
      if (!assembly.models.has(run.entity)) throw unknownEntity(run.entity);
      return status === 'undoing'
        ? undoChunk(execution, transaction, run)
        : writeChunk(execution, transaction, run);
    }),
  );
}

async function writeChunk(
  execution: Execution,
  transaction: Transaction,
  run: BulkRun,
): Promise<boolean> {
  const rows = await openRows(transaction, run.id, CHUNK_ROWS);
  if (rows.length > 0)
    await saveOutcomes(transaction, run.id, await writeRows(execution, run, rows));
  return rows.length === CHUNK_ROWS;
}

async function undoChunk(
  execution: Execution,
  transaction: Transaction,
  run: BulkRun,
): Promise<boolean> {
  const rows = await undoableRows(transaction, run.id, CHUNK_ROWS);
  if (rows.length > 0) await saveUndo(transaction, run.id, await undoRows(execution, run, rows));
  return rows.length === CHUNK_ROWS;
}

/** The user as who records are written: with the rights of now, not of when it began. */
async function findActor(
  kernel: Kernel,
  userId: string,
  source: BulkRun['source'],
): Promise<Principal> {
  const kind = source === 'api' ? 'token' : source === 'portal' ? 'portal' : 'user';
  const principal = await kernel.principal(userId, kind);
  if (!principal) throw errors.principalGone();
  return principal;
}

/** Tells the browsers of whoever started it. */
export async function tell({ kernel, live }: BulkParts, id: string): Promise<void> {
  const found = await findRun(kernel.database, id);
  if (!found) return;
  const view = await viewRun(kernel.database, found);
  live.tellJob(found.createdBy, { job: 'bulk', ...view });
}

export function unknownEntity(name: string): Error {
  return coreErrors.nameUnknown({ entity: 'The workspace', what: 'entity', name });
}
