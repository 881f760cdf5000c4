import {
  currentExecution,
  runIn,
  type AnyRecord,
  type Assembly,
  type EntityId,
  type Records,
  type SampleReference,
  type SampleRow,
  TesseraError,
} from '@tessera/core';
import type { JobRun } from '../jobs/jobs.ts';
import { errors } from './errors.ts';
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

/** Rows that are written and committed together. */
const CHUNK_ROWS = 50;

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
  rows: readonly (readonly [position: number, row: SampleRow])[],
  ids: Map<string, string>,
  signal: AbortSignal,
): Promise<boolean> {
  const made = await asUser(parts, run.madeBy, signal, async (assembly, transaction) => {
    if (!(await lockRun(transaction, run.id, 'making'))) return undefined;
    const write = createWriter(assembly);
    const written: WrittenRow[] = [];
    const inChunk = new Map(ids);
    for (const [position, row] of rows) {
      const { entity, key, changes } = row;
      const record = await write(row, inChunk);
      if (changes === undefined) inChunk.set(keyOf(row), record.id);
      const isChange = changes !== undefined;
      written.push({
        entity,
        key,
        position,
        record: record.id,
        changes: isChange,
        version: record.version,
      });
    }
    await saveRows(transaction, run.id, written);
    return written;
  });
  for (const one of made ?? []) if (!one.changes) ids.set(keyOf(one), one.record);
  return made !== undefined;
}

/** Writes rows as of their own moment, so that what is older looks older everywhere: in lists, in histories and in the audit. */
function createWriter(
  assembly: Assembly,
): (row: SampleRow, ids: ReadonlyMap<string, string>) => Promise<AnyRecord> {
  let moment = assembly.clock.now();
  const dayOf = new Intl.DateTimeFormat('en-CA', {
    timeZone: assembly.settings.timeZone,
    dateStyle: 'short',
  });
  const then: Assembly = {
    ...assembly,
    clock: { now: () => moment, today: () => dayOf.format(moment) },
  };
  return async (row, ids) => {
    moment = row.at === undefined ? assembly.clock.now() : new Date(row.at);
    const values = resolve(row.values, ids) as Readonly<Record<string, unknown>>;
    const changed = row.changes === undefined ? undefined : idOf(row.entity, row.changes, ids);
    try {
      return await runIn({ ...currentExecution(), assembly: then }, () => {
        const records = assembly.context('tessera').records(row.entity) as unknown as Records;
        return changed === undefined
          ? records.create(values, { history: true })
          : records.update(changed, values, { history: true });
      });
    } catch (error) {
      if (error instanceof TesseraError) throw refused(error, row.entity, assembly);
      throw error;
    }
  };
}

function refused(error: TesseraError, entity: EntityId, { models }: Assembly): TesseraError {
  const faults = error.problems.map(({ detail }) => detail);
  const label = models.get(entity)?.options.label.en.toLowerCase() ?? entity;
  return errors.sampleRefused(
    { entity: label, reason: faults.length > 0 ? faults.join(' ') : error.message },
    { cause: error },
  );
}

/** Puts ids in the place of references, however deep they stand. */
function resolve(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, ids));
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) return idOf(value.$sample.entity, value.$sample.key, ids);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, resolve(inner, ids)]),
  );
}

function isReference(value: object): value is SampleReference {
  return '$sample' in value;
}

function idOf(entity: EntityId, key: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(keyOf({ entity, key }));
  if (!id) throw new Error(`A sample refers to ${entity} ${key}, which no row before it makes.`);
  return id;
}

function keyOf({ entity, key }: { readonly entity: string; readonly key: string }): string {
  return `${entity} ${key}`;
}
