import type { EntityId, Outcome, Records, Transaction } from '@tessera/core';
import type { JobRun } from '../jobs/jobs.ts';
import { asUser } from './sample-lease.ts';
import type { SampleParts } from './sample-parts.ts';
import {
  endStep,
  findRun,
  forgetRecords,
  forgetRun,
  lockRun,
  saveKept,
  writtenRows,
  type KeptRecord,
  type SampleRecord,
  type SampleRun,
} from './sample-store.ts';
import { findUsed } from './sample-use.ts';

/** Records that are deleted and forgotten together. */
const CHUNK_RECORDS = 100;

/**
 * Takes the example records away, the last one first: what points to a record goes before the record. A record that own records point to
 * stays. Records that are gone are forgotten with the same commit, so that this can go on after a kill.
 */
export async function removeSamples(parts: SampleParts, job: JobRun): Promise<void> {
  const { database } = parts.kernel;
  const run = await findRun(database);
  if (run?.state !== 'removing' || run.removedBy === null) return;
  const user = run.removedBy;
  const all = (await writtenRows(database, run.id)).filter((one) => !one.changes).toReversed();
  const kept = await asUser(parts, user, job.signal, async ({ models }, transaction) => {
    const known = all.filter(({ entity }) => models.has(entity));
    const used = await findUsed(transaction, models, known, run.startedAt);
    for (const { entity, record } of all)
      if (!models.has(entity)) used.set(record, { record, kept: 'pluginOff', keptBy: entity });
    return used;
  });
  let open = all.filter(({ record }) => !kept.has(record));
  for (let before = Infinity; open.length > 0 && open.length < before;) {
    before = open.length;
    const refused: SampleRecord[] = [];
    for (let start = 0; start < open.length; start += CHUNK_RECORDS) {
      job.signal.throwIfAborted();
      const chunk = open.slice(start, start + CHUNK_RECORDS);
      const stay = await removeChunk(parts, run, user, chunk, job.signal);
      if (!stay) return;
      for (const [record, reason] of stay) kept.set(record.record, reason);
      refused.push(...stay.keys());
    }
    // What was refused because of records that have gone since may go now.
    open = refused;
  }
  const still = new Set((await writtenRows(database, run.id)).map(({ record }) => record));
  const reasons = [...kept.values()].filter(({ record }) => still.has(record));
  if (reasons.length === 0) {
    await forgetRun(database, run.id);
    return;
  }
  await saveKept(database, run.id, reasons);
  await endStep(database, run.id, 'removing', 'present');
}

/** Answers the records that the pipeline does not delete; undefined when the run is not being removed any more. */
async function removeChunk(
  parts: SampleParts,
  run: SampleRun,
  user: string,
  chunk: readonly SampleRecord[],
  signal: AbortSignal,
): Promise<Map<SampleRecord, KeptRecord> | undefined> {
  return asUser(parts, user, signal, async (assembly, transaction) => {
    if (!(await lockRun(transaction, run.id, 'removing'))) return undefined;
    const stay = new Map<SampleRecord, KeptRecord>();
    for (const list of inOrder(chunk)) {
      const entity = list[0]?.entity as EntityId;
      const records = assembly.context('tessera').records(entity) as unknown as Records;
      const outcomes = await records.deleteMany(
        list.map(({ record }) => record),
        { atomic: 'each', history: true },
      );
      for (const [index, one] of list.entries()) {
        const outcome = outcomes[index] as Outcome;
        if (outcome.status === 'failed' && outcome.code !== 'CORE_RECORD_MISSING')
          stay.set(one, { record: one.record, kept: 'refused', keptBy: outcome.detail });
      }
    }
    await forget(transaction, run, chunk, stay);
    return stay;
  });
}

function forget(
  transaction: Transaction,
  run: SampleRun,
  chunk: readonly SampleRecord[],
  stay: ReadonlyMap<SampleRecord, KeptRecord>,
): Promise<void> {
  const gone = chunk.filter((one) => !stay.has(one)).map(({ record }) => record);
  return forgetRecords(transaction, run.id, gone);
}

/** Neighbours of one entity go together. */
function inOrder(chunk: readonly SampleRecord[]): SampleRecord[][] {
  const lists: SampleRecord[][] = [];
  for (const one of chunk) {
    const last = lists.at(-1);
    if (last?.[0]?.entity === one.entity) last.push(one);
    else lists.push([one]);
  }
  return lists;
}
