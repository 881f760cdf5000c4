import type { JobRun } from '../jobs/jobs.ts';
import { keyOf, toBatches, type PlacedRow } from './sample-batches.ts';
import { asUser } from './sample-lease.ts';
import type { SampleParts } from './sample-parts.ts';
import { planSamples } from './sample-plan.ts';
import {
  endStep,
  findRun,
  lockRun,
  saveRows,
  setTotal,
  writtenRows,
  type SampleRun,
  type WrittenRow,
} from './sample-store.ts';
import { writeBatch } from './sample-writing.ts';

/** Rows that are written and committed together. */
const CHUNK_ROWS = 250;

/**
 * Makes the rows that are not there yet, chunk by chunk. A row and the note that it was made commit together: after a kill nothing is
 * missing and nothing is made twice.
 */
export async function makeSamples(parts: SampleParts, job: JobRun): Promise<void> {
  const { database } = parts.kernel;
  const run = await findRun(database);
  if (run?.state !== 'making') return;
  const rows = await asUser(parts, run.madeBy, job.signal, (assembly) =>
    planSamples(assembly, run),
  );
  const written = await writtenRows(database, run.id);
  /** Id of each record that was made, by entity and key. */
  const ids = new Map(written.filter((one) => !one.changes).map((one) => [keyOf(one), one.record]));
  const known = new Set(written.map(keyOf));
  const open = [...rows.entries()].filter(([, row]) => !known.has(keyOf(row)));
  await setTotal(database, run.id, written.length, written.length + open.length);
  for (let start = 0; start < open.length; start += CHUNK_ROWS) {
    job.signal.throwIfAborted();
    const chunk = open.slice(start, start + CHUNK_ROWS);
    if (!(await makeChunk(parts, run, chunk, ids, job.signal))) return;
  }
  await endStep(database, run.id, 'making', 'present');
}

/** Answers false when the run is not being made any more. */
async function makeChunk(
  parts: SampleParts,
  run: SampleRun,
  rows: readonly PlacedRow[],
  ids: Map<string, string>,
  signal: AbortSignal,
): Promise<boolean> {
  const made = await asUser(parts, run.madeBy, signal, async (assembly, transaction) => {
    if (!(await lockRun(transaction, run.id, 'making'))) return undefined;
    const written: WrittenRow[] = [];
    const inChunk = new Map(ids);
    for (const batch of toBatches(rows)) {
      const plain = batch.map(([, row]) => row);
      const outcomes = await writeBatch(assembly, plain, inChunk);
      for (const [index, [position, { entity, key, changes }]] of batch.entries()) {
        const { id: record, version } = outcomes[index]!;
        const isChange = changes !== undefined;
        if (!isChange) inChunk.set(keyOf({ entity, key }), record);
        written.push({ entity, key, position, record, changes: isChange, version });
      }
    }
    await saveRows(transaction, run.id, written);
    return written;
  });
  for (const one of made ?? []) if (!one.changes) ids.set(keyOf(one), one.record);
  return made !== undefined;
}
