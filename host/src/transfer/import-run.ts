import { setTimeout as sleep } from 'node:timers/promises';
import type { JobRun } from '../jobs/jobs.ts';
import { writeChunk, writeChunkAhead, type Chunk, type ImportRun } from './chunk-transaction.ts';
import { errors } from './errors.ts';
import { formatOf, readRowsFrom } from './file-inspection.ts';
import type { ImportParts } from './import-parts.ts';
import { findFile, findImport, setStatus } from './import-store.ts';
import { viewImport } from './import-view.ts';
import { areIndependent } from './independent-rows.ts';
import { isTransient, reasonOf } from './job-fault.ts';
import { inChunks } from './row-chunks.ts';

const RETRIES = 5;
/** Chunks of independent rows that are under way: while PostgreSQL writes one, the host makes the other. */
const AT_ONCE = 2;

/**
 * Runs an import to its end, chunk by chunk. What a chunk writes, what became of its rows and how far the import is are one
 * transaction: after a kill it goes on exactly behind the last chunk that was committed.
 */
export async function runImport(parts: ImportParts, id: string, job: JobRun): Promise<void> {
  const { kernel, log } = parts;
  const { database } = kernel;
  const now = (): Date => kernel.assembly.clock.now();
  if (!(await setStatus(database, id, ['queued', 'running'], 'running', { at: now() }))) return;
  try {
    const isComplete = await runChunks(parts, id, job);
    if (isComplete) await setStatus(database, id, ['running'], 'done', { at: now() });
  } catch (error) {
    // The host stops: whoever starts next goes on.
    if (job.signal.aborted) throw error;
    log.error('an import failed', {
      import: id,
      error: error instanceof Error ? error.stack : String(error),
    });
    await setStatus(database, id, ['running'], 'failed', { reason: reasonOf(error), at: now() });
  }
  await tell(parts, id);
}

/** Answers false when it was cancelled, or another host does it. */
async function runChunks(parts: ImportParts, id: string, job: JobRun): Promise<boolean> {
  const { kernel, store } = parts;
  const started = await findImport(kernel.database, id);
  const file = started && (await findFile(kernel.database, started.file));
  if (!started || !file) throw errors.importMissing({ id });
  const open = async () => (await store.open(file.sha256)) as unknown as AsyncIterable<Uint8Array>;
  const format = await formatOf(open, file);
  const run: ImportRun = { parts, id, file, cache: new Map(), signal: job.signal };
  const { cursor, plan } = started;
  const model = kernel.assembly.models.get(plan.entity);
  const atOnce = model && areIndependent(plan, model) ? AT_ONCE : 1;
  const rows = readRowsFrom(await open(), format, cursor);
  return inChunks(
    rows,
    (chunk, at, before) => writeInTurn(run, { rows: chunk, cursor: cursor + at }, before),
    atOnce,
  );
}

/** Answers false when the import was cancelled, or another host is further. */
async function writeInTurn(
  run: ImportRun,
  chunk: Chunk,
  before: Promise<boolean> | undefined,
): Promise<boolean> {
  run.signal.throwIfAborted();
  if (!before || !(await wroteAhead(run, chunk))) {
    if (before && !(await before)) return false;
    if (!(await retryTransient(() => writeChunk(run, chunk)))) return false;
  }
  await tell(run.parts, run.id);
  return true;
}

/** Whatever goes wrong with a chunk that does not wait for its turn may go well in its turn, or fails again then. */
async function wroteAhead(run: ImportRun, chunk: Chunk): Promise<boolean> {
  try {
    return await writeChunkAhead(run, chunk);
  } catch {
    run.signal.throwIfAborted();
    return false;
  }
}

export async function retryTransient<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= RETRIES || !isTransient(error)) throw error;
      await sleep(100 * 2 ** attempt * (1 + Math.random()));
    }
  }
}

/** Tells the browsers of whoever started it. */
export async function tell({ kernel, live }: ImportParts, id: string): Promise<void> {
  if (!live) return;
  const found = await findImport(kernel.database, id);
  if (found)
    live.tellJob(found.undoBy ?? found.createdBy, { kind: 'import', ...viewImport(found) });
}
