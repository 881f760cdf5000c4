import type { JobRun } from '../jobs/jobs.ts';
import type { ImportParts } from './import-parts.ts';
import { importedModel, inImportTransaction, type ImportAct } from './import-transaction.ts';
import { lockEntity } from './import-locks.ts';
import { retryTransient, tell } from './import-run.ts';
import { listImports, lockImport, setStatus } from './import-store.ts';
import { reasonOf } from './job-fault.ts';
import { undoRows } from './undo-chunk.ts';
import { saveUndo, touchedRows } from './undo-store.ts';

const CHUNK_ROWS = 200;
const AFTER_ALL = 2_147_483_647;

/**
 * Takes back the imports of a batch that are to be undone, the last one first, row by row from the end: what points to a record goes
 * before the record. A record that something else still points to is tried again once that may have gone.
 */
export async function runUndo(parts: ImportParts, batch: string, job: JobRun): Promise<void> {
  const { kernel, log } = parts;
  const { database } = kernel;
  const now = (): Date => kernel.assembly.clock.now();
  const imports = (await listImports(database, { batch })).filter(
    ({ status }) => status === 'undoing',
  );
  for (const { id, undoBy } of imports) {
    try {
      await undoImport(parts, id, undoBy, job);
      await setStatus(database, id, ['undoing'], 'undone', { at: now() });
    } catch (error) {
      if (job.signal.aborted) throw error;
      log.error('an import could not be undone', {
        import: id,
        error: error instanceof Error ? error.stack : String(error),
      });
      await setStatus(database, id, ['undoing'], 'failed', { reason: reasonOf(error), at: now() });
    }
    await tell(parts, id);
  }
}

async function undoImport(
  parts: ImportParts,
  id: string,
  userId: string | null,
  job: JobRun,
): Promise<void> {
  for (let isLast = false; ;) {
    const pass = await undoPass(parts, id, userId, job, isLast);
    if (isLast || pass.used === 0) return;
    isLast = pass.undone === 0;
  }
}

/** From the last row to the first; the last pass writes down what has to stay. */
async function undoPass(
  parts: ImportParts,
  id: string,
  userId: string | null,
  job: JobRun,
  isLast: boolean,
): Promise<{ readonly undone: number; readonly used: number }> {
  const total = { undone: 0, used: 0 };
  for (let line = AFTER_ALL; ;) {
    job.signal.throwIfAborted();
    const done = await retryTransient(() => undoChunk(parts, id, userId, line, isLast, job.signal));
    if (!done) return total;
    line = done.line;
    total.undone += done.undone;
    total.used += done.used;
    await tell(parts, id);
  }
}

/** One chunk under one lease; undefined when no row is left. */
function undoChunk(
  parts: ImportParts,
  id: string,
  userId: string | null,
  beforeLine: number,
  isLast: boolean,
  signal: AbortSignal,
): Promise<{ readonly line: number; readonly undone: number; readonly used: number } | undefined> {
  const act: ImportAct = { id, userId, action: 'undo', signal };
  return inImportTransaction(parts, act, async (execution, transaction) => {
    const locked = await lockImport(transaction, id);
    if (locked?.status !== 'undoing') return undefined;
    const model = importedModel(execution, locked);
    await lockEntity(transaction, locked.entity);
    const rows = await touchedRows(transaction, id, beforeLine, CHUNK_ROWS);
    const last = rows.at(-1);
    if (!last) return undefined;
    const { outcomes, used } = await undoRows(execution, locked, model, rows);
    await saveUndo(transaction, id, isLast ? [...outcomes, ...used] : outcomes);
    const undone = outcomes.filter(({ undo }) => undo === 'undone').length;
    return { line: last.line, undone, used: used.length };
  });
}
