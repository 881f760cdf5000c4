import { applySystemTables } from '@tessera/core';
import type { BulkParts } from './bulk-parts.ts';
import { performRun } from './bulk-run.ts';
import { forgetRuns, unfinishedRuns } from './bulk-store.ts';
import { bulkTables } from './bulk-tables.ts';

const RUN = 'tessera.bulk.run';
const FORGET = 'tessera.bulk.forget';
const EVERY_NIGHT = '43 3 * * *';
/** Days that a run can be looked at and taken back. */
const KEPT_DAYS = 30;
/** A short run does not wait behind a long one. */
const CONCURRENCY = 2;

/**
 * Makes the tables of bulk runs, says who does them, takes up again what a host that ended left half done, and sweeps old ones.
 * The jobs must be started.
 */
export async function registerBulkJobs(parts: BulkParts): Promise<void> {
  const { kernel, jobs, log } = parts;
  await applySystemTables(kernel.database, [bulkTables]);
  jobs.define(
    RUN,
    (data, job) => performRun(parts, (data as { readonly id: string }).id, job.signal),
    { concurrency: CONCURRENCY },
  );
  jobs.define(FORGET, () => {
    const before = new Date(kernel.assembly.clock.now().getTime() - KEPT_DAYS * 24 * 3600 * 1000);
    return forgetRuns(kernel.database, before);
  });
  await jobs.schedule(FORGET, EVERY_NIGHT, 'UTC');
  for (const { id, status } of await unfinishedRuns(kernel.database)) {
    await sendRun(parts, id);
    log.info('a bulk run is taken up again', { run: id, status });
  }
}

/** Has a run done, or taken back. Two that do the same run take turns: each chunk is done once. */
export async function sendRun(
  { jobs }: Pick<BulkParts, 'jobs'>,
  id: string,
  delaySeconds = 0,
): Promise<void> {
  await jobs.send(RUN, { id }, delaySeconds > 0 ? { delaySeconds } : {});
}
