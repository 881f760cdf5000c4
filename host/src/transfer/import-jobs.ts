import { applySystemTables } from '@tessera/core';
import { scheduleCleaning } from './import-cleanup.ts';
import type { ImportParts } from './import-parts.ts';
import { runImport } from './import-run.ts';
import { unfinishedImports } from './import-store.ts';
import { importTables } from './import-tables.ts';
import { runUndo } from './undo-run.ts';

const RUN = 'tessera.import.run';
const UNDO = 'tessera.import.undo';
/** A short import does not wait behind a long one; chunks of one entity come one after the other all the same. */
const CONCURRENCY = 2;

/**
 * Makes the tables of imports, says who does them, and takes up again what a host that ended left half done. The jobs must be
 * started.
 */
export async function registerImportJob(parts: ImportParts): Promise<void> {
  const { kernel, jobs, log } = parts;
  await applySystemTables(kernel.database, [importTables]);
  await scheduleCleaning(parts);
  const options = { concurrency: CONCURRENCY };
  jobs.define(RUN, (data, job) => runImport(parts, idOf(data), job), options);
  jobs.define(UNDO, (data, job) => runUndo(parts, idOf(data), job), options);
  for (const { id, batch, status } of await unfinishedImports(kernel.database)) {
    const sent = status === 'undoing' ? await sendUndo(parts, batch) : await sendImport(parts, id);
    if (sent) log.info('an import is taken up again', { import: id, status });
  }
}

/** Has an import done; answers false when that waits or runs already. */
export async function sendImport(
  { jobs }: Pick<ImportParts, 'jobs'>,
  id: string,
): Promise<boolean> {
  return (await jobs.send(RUN, { id }, { singletonKey: id })) !== undefined;
}

/** Has the imports of a batch taken back that are to be undone. */
export async function sendUndo(
  { jobs }: Pick<ImportParts, 'jobs'>,
  batch: string,
): Promise<boolean> {
  return (await jobs.send(UNDO, { id: batch }, { singletonKey: batch })) !== undefined;
}

function idOf(data: unknown): string {
  return (data as { readonly id: string }).id;
}
