import type { Execution, Transaction } from '@tessera/core';
import { importedModel, inImportTransaction, type ImportAct } from './import-transaction.ts';
import { writeRows, type ChunkResult } from './import-chunk.ts';
import { lockEnd, lockEntity, shareEntity, waitForEnd } from './import-locks.ts';
import type { ImportParts } from './import-parts.ts';
import { findImport, lockImport, saveChunk, type Import, type ImportFile } from './import-store.ts';
import { areIndependent } from './independent-rows.ts';
import { resolveReferences, type ReferenceCache } from './reference-lookup.ts';
import type { Row } from './row-reader.ts';
import { createRowMapper } from './row-values.ts';

/** An import that is being run. */
export interface ImportRun {
  readonly parts: ImportParts;
  readonly id: string;
  readonly file: ImportFile;
  readonly cache: ReferenceCache;
  readonly signal: AbortSignal;
}

/** Rows that are written together, and how many of the file come before them. */
export interface Chunk {
  readonly rows: readonly Row[];
  readonly cursor: number;
}

/** Writes a chunk in its turn. Answers false when the import was cancelled, or another host is further. */
export function writeChunk(run: ImportRun, chunk: Chunk): Promise<boolean> {
  return inChunkTransaction(run, chunk, async (execution, transaction) => {
    const locked = await lockImport(transaction, run.id);
    if (!isNext(locked, chunk)) return false;
    await saveResult(transaction, run, chunk, await writeValues(execution, run, locked, chunk));
    return true;
  });
}

/** Undoes a chunk whose turn has not come. */
class NotNext extends Error {}

/**
 * Writes a chunk of independent rows while the one before it is written, and commits it behind that. Throws or answers false where it has
 * to be written in its turn.
 */
export function writeChunkAhead(run: ImportRun, chunk: Chunk): Promise<boolean> {
  return inChunkTransaction(run, chunk, async (execution, transaction) => {
    const seen = await findImport(transaction, run.id);
    if (!seen || !areIndependent(seen.plan, importedModel(execution, seen))) return false;
    const result = await writeValues(execution, run, seen, chunk);
    await waitForEnd(transaction, run.id, chunk.cursor);
    if (!isNext(await lockImport(transaction, run.id), chunk)) throw new NotNext();
    await saveResult(transaction, run, chunk, result);
    return true;
  });
}

async function inChunkTransaction(
  { parts, id, signal }: ImportRun,
  { rows, cursor }: Chunk,
  work: (execution: Execution, transaction: Transaction) => Promise<boolean>,
): Promise<boolean> {
  const { createdBy: userId } = (await findImport(parts.kernel.database, id)) ?? {};
  const act: ImportAct = { id, userId, action: 'run', signal };
  return inImportTransaction(parts, act, async (execution, transaction) => {
    await lockEnd(transaction, id, cursor + rows.length);
    return work(execution, transaction);
  });
}

async function writeValues(
  execution: Execution,
  { file, cache }: ImportRun,
  found: Import,
  { rows }: Chunk,
): Promise<ChunkResult> {
  const { plan } = found;
  const model = importedModel(execution, found);
  const lock = areIndependent(plan, model) ? shareEntity : lockEntity;
  await lock(execution.transaction as Transaction, plan.entity);
  const { timeZone } = execution.assembly.settings;
  const mapper = createRowMapper(plan, model, file.headers, timeZone);
  const values = rows.filter((row) => mapper.isTaken(row)).map((row) => mapper.read(row));
  await resolveReferences(execution, values, cache);
  return writeRows(execution, plan, model, values);
}

function saveResult(
  transaction: Transaction,
  { id }: ImportRun,
  { rows, cursor }: Chunk,
  { counts, outcomes }: ChunkResult,
): Promise<void> {
  return saveChunk(transaction, id, cursor + rows.length, counts, outcomes);
}

function isNext(found: Import | undefined, { cursor }: Chunk): found is Import {
  return found?.status === 'running' && found.cursor === cursor;
}
