import { setTimeout as sleep } from 'node:timers/promises';
import {
  currentExecution,
  errors as coreErrors,
  may,
  type Principal,
  type Transaction,
} from '@tessera/core';
import type { JobRun } from '../jobs/jobs.ts';
import { errors } from './errors.ts';
import { formatOf, readRowsFrom } from './file-inspection.ts';
import { writeRows } from './import-chunk.ts';
import type { ImportParts } from './import-parts.ts';
import {
  findFile,
  findImport,
  lockImport,
  saveChunk,
  setStatus,
  type ImportFile,
} from './import-store.ts';
import { viewImport } from './import-view.ts';
import { isTransient, reasonOf } from './job-fault.ts';
import { inChunks } from './row-chunks.ts';
import { resolveReferences, type ReferenceCache } from './reference-lookup.ts';
import type { Row } from './row-reader.ts';
import { createRowMapper } from './row-values.ts';

const RETRIES = 5;

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
  const cache: ReferenceCache = new Map();
  const write = async (rows: readonly Row[], cursor: number): Promise<boolean> => {
    job.signal.throwIfAborted();
    const going = await retryTransient(() =>
      runChunk(parts, id, file, rows, cursor, cache, job.signal),
    );
    if (going) await tell(parts, id);
    return going;
  };
  const { cursor } = started;
  return inChunks(readRowsFrom(await open(), format, cursor), (rows, at) =>
    write(rows, cursor + at),
  );
}

/** One chunk under one lease. Answers false when the import was cancelled, or another host is further. */
async function runChunk(
  { kernel }: ImportParts,
  id: string,
  file: ImportFile,
  rows: readonly Row[],
  cursor: number,
  cache: ReferenceCache,
  signal: AbortSignal,
): Promise<boolean> {
  const { createdBy } = (await findImport(kernel.database, id)) ?? {};
  const principal = await findActor(kernel, createdBy);
  return kernel.run(
    { principal, source: 'import', cause: { kind: 'import', id }, signal },
    async (assembly) => {
      if (!may(currentExecution(), 'tessera.import.run'))
        throw coreErrors.notPermitted({ action: 'run', entity: 'imports' });
      return assembly.context('tessera').transaction(async () => {
        const execution = currentExecution();
        const transaction = execution.transaction as Transaction;
        const locked = await lockImport(transaction, id);
        if (locked?.status !== 'running' || locked.cursor !== cursor) return false;
        await lockEntity(transaction, locked.entity);
        const { plan } = locked;
        const model = assembly.models.get(plan.entity);
        if (!model)
          throw coreErrors.nameUnknown({
            entity: 'The workspace',
            what: 'entity',
            name: plan.entity,
          });
        const mapper = createRowMapper(plan, model, file.headers, assembly.settings.timeZone);
        const values = rows.filter((row) => mapper.isTaken(row)).map((row) => mapper.read(row));
        await resolveReferences(execution, values, cache);
        const { counts, outcomes } = await writeRows(execution, plan, model, values);
        await saveChunk(transaction, id, cursor + rows.length, counts, outcomes);
        return true;
      });
    },
  );
}

/** The user as who rows are written: with the rights of now, not of when it began. */
export async function findActor(
  kernel: ImportParts['kernel'],
  userId: string | null | undefined,
): Promise<Principal> {
  const principal = userId ? await kernel.principal(userId, 'import') : undefined;
  if (!principal) throw errors.principalGone();
  return principal;
}

/** Chunks of one entity come one after the other: two imports of the same rows do not both create them. */
export async function lockEntity(transaction: Transaction, entity: string): Promise<void> {
  await transaction.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `tessera.import ${entity}`,
  ]);
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
