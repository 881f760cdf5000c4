import {
  applySystemTables,
  currentExecution,
  TesseraError,
  type EntityId,
  type Records,
} from '@tessera/core';
import { v7 as uuid } from 'uuid';
import type { JobRun } from '../jobs/jobs.ts';
import { errors } from './errors.ts';
import { makeSamples } from './sample-making.ts';
import type { SampleParts } from './sample-parts.ts';
import { samplePlugins } from './sample-plan.ts';
import { removeSamples } from './sample-removing.ts';
import {
  beginMaking,
  beginRemoving,
  countRecords,
  endStep,
  findRun,
  forgetRun,
  writtenRows,
  type KeptReason,
  type SampleState,
} from './sample-store.ts';
import { sampleTables } from './sample-tables.ts';
import { isUntouched, sampleOwners } from './sample-users.ts';

const JOB = 'tessera.sample.work';
/** Records whose reason to stay is told one by one. */
const KEPT_SHOWN = 20;

/** How it stands with the example data. */
export interface SampleView {
  readonly state: 'none' | SampleState;
  /** There is none, some plugin brings some, and nobody has made a record of their own yet. */
  readonly offered: boolean;
  /** Of a failure: what failed. */
  readonly step?: 'making' | 'removing';
  readonly reason?: string;
  readonly done: number;
  readonly total: number;
  readonly counts: readonly { readonly entity: EntityId; readonly count: number }[];
  /** Records that stayed when the rest was taken away. */
  readonly keptCount: number;
  readonly kept: readonly {
    readonly entity: EntityId;
    readonly id: string;
    readonly title: string | null;
    readonly reason: KeptReason;
    /** Entity of the records that point to it, or what was said against deleting it. */
    readonly by: string | null;
  }[];
}

/** Makes the tables, says who does the work, and takes up again what a host that ended left half done. */
export async function registerSamples(parts: SampleParts): Promise<void> {
  const { kernel, jobs } = parts;
  await applySystemTables(kernel.database, [sampleTables]);
  jobs.define(JOB, (_data, job) => work(parts, job));
  const run = await findRun(kernel.database);
  if (run?.state === 'making' || run?.state === 'removing') await send(parts);
}

/** Shows the example data to the principal of the running execution. */
export async function showSamples(parts: SampleParts): Promise<SampleView> {
  const { database, assembly } = parts.kernel;
  const run = await findRun(database);
  const plugins = samplePlugins(assembly).map(([id]) => id);
  if (!run) {
    const offered = plugins.length > 0 && (await isUntouched(database, assembly, plugins));
    return { state: 'none', offered, done: 0, total: 0, counts: [], keptCount: 0, kept: [] };
  }
  const { id, state, done, total, reason, removedBy } = run;
  // Whoever looks sets the work going again, should its job have ended in between.
  if (state === 'making' || state === 'removing') await send(parts);
  const kept = (await writtenRows(database, id)).filter((one) => one.kept !== null && !one.changes);
  const shown = [];
  for (const one of kept.slice(0, KEPT_SHOWN)) {
    shown.push({
      entity: one.entity,
      id: one.record,
      title: await titleOf(one.entity, one.record),
      reason: one.kept as KeptReason,
      by: one.keptBy,
    });
  }
  return {
    state,
    offered: false,
    ...(state === 'failed' ? { step: removedBy === null ? 'making' : 'removing' } : {}),
    ...(reason === null ? {} : { reason }),
    done,
    total,
    counts: await countRecords(database, id),
    keptCount: kept.length,
    kept: shown,
  };
}

/** Has example data made; where there is some already, nothing happens. */
export async function startMaking(parts: SampleParts): Promise<SampleView> {
  const { database, assembly } = parts.kernel;
  const userId = currentExecution().principal.userId as string;
  if (samplePlugins(assembly).length === 0) throw errors.sampleNothing();
  if ((await findRun(database))?.state === 'removing') throw errors.sampleBusy();
  const isNew = await beginMaking(database, {
    id: uuid(),
    owners: await sampleOwners(database, assembly, userId),
    currency: assembly.settings.currency,
    madeBy: userId,
    startedAt: assembly.clock.now().toISOString(),
  });
  if (isNew) await send(parts);
  return showSamples(parts);
}

/** Has the example data taken away; where there is none, nothing happens. */
export async function startRemoving(parts: SampleParts): Promise<SampleView> {
  const userId = currentExecution().principal.userId as string;
  if (await beginRemoving(parts.kernel.database, userId)) await send(parts);
  return showSamples(parts);
}

/** Makes what is left of the example data a part of the workspace like any other. */
export async function keepRest(parts: SampleParts): Promise<SampleView> {
  const run = await findRun(parts.kernel.database);
  if (run?.state === 'making' || run?.state === 'removing') throw errors.sampleBusy();
  if (run) await forgetRun(parts.kernel.database, run.id);
  return showSamples(parts);
}

/** One after the other: whoever asks to have it taken away while it is being made waits for the chunk that runs. */
async function work(parts: SampleParts, job: JobRun): Promise<void> {
  const { database } = parts.kernel;
  for (let run = await findRun(database); run; run = await findRun(database)) {
    const { id, state } = run;
    if (state !== 'making' && state !== 'removing') return;
    try {
      await (state === 'making' ? makeSamples(parts, job) : removeSamples(parts, job));
    } catch (error) {
      // The host stops: whoever starts next goes on.
      if (job.signal.aborted) throw error;
      parts.log.error('example data failed', {
        state,
        error: error instanceof Error ? error.stack : String(error),
      });
      const reason =
        error instanceof TesseraError
          ? error.message
          : 'Something went wrong here; the log has more.';
      await endStep(database, id, state, 'failed', reason);
    }
  }
}

async function send({ jobs }: SampleParts): Promise<void> {
  await jobs.send(JOB, {}, { singletonKey: JOB });
}

/** Null when the record is not there any more, or may not be seen. */
async function titleOf(entity: EntityId, id: string): Promise<string | null> {
  const { assembly } = currentExecution();
  const model = assembly.models.get(entity);
  if (!model) return null;
  const records = assembly.context('tessera').records(entity) as unknown as Records;
  const { title } = model.options;
  const value = (await records.find(id, { fields: [title] }))?.[title];
  return typeof value === 'string' ? value : null;
}
