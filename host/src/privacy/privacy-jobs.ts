import { rm } from 'node:fs/promises';
import {
  applySystemTables,
  createScrub,
  currentExecution,
  findPerson,
  TesseraError,
} from '@tessera/core';
import type { JobRun } from '../jobs/jobs.ts';
import { errors } from './errors.ts';
import { performErasure } from './privacy-erasure.ts';
import { exportFile, sweepExports, writeExport } from './privacy-export.ts';
import { runAs } from './privacy-lease.ts';
import type { PrivacyParts } from './privacy-parts.ts';
import {
  changeRequest,
  findRequest,
  unfinishedRequests,
  type PrivacyRequest,
} from './privacy-requests.ts';
import { privacyRequestTables } from './privacy-tables.ts';

const RUN = 'tessera.privacy.run';
const FORGET = 'tessera.privacy.forget';
const EVERY_NIGHT = '13 4 * * *';
const RETRIES = 5;
/** Days that an export waits to be fetched. */
const KEPT_DAYS = 7;

/** Makes the table of requests, says who does them, takes up again what a host that ended left half done. The jobs must be started. */
export async function registerPrivacyJobs(parts: PrivacyParts): Promise<void> {
  const { kernel, jobs, log } = parts;
  await applySystemTables(kernel.database, [privacyRequestTables]);
  jobs.define(RUN, (data, run) => perform(parts, (data as { readonly id: string }).id, run), {
    retries: RETRIES,
  });
  jobs.define(FORGET, () => sweepExports(parts.exports, daysAgo(KEPT_DAYS)));
  await jobs.schedule(FORGET, EVERY_NIGHT, 'UTC');
  for (const id of await unfinishedRequests(kernel.database)) {
    await sendRequest(parts, id);
    log.info('a privacy request is taken up again', { request: id });
  }
}

/** Has a request done; nothing is added while the same waits or runs. */
export async function sendRequest({ jobs }: Pick<PrivacyParts, 'jobs'>, id: string): Promise<void> {
  await jobs.send(RUN, { id }, { singletonKey: id });
}

async function perform(parts: PrivacyParts, id: string, run: JobRun): Promise<void> {
  const sql = parts.kernel.database;
  const request = await findRequest(sql, id);
  if (!request || request.status === 'done' || request.status === 'failed') return;
  await changeRequest(sql, id, { status: 'running' });
  try {
    if (request.kind === 'erase') await performErasure(parts, request);
    else await performExport(parts, request);
  } catch (error) {
    const isFinal = error instanceof TesseraError && error.status < 500;
    if (!isFinal && run.retry < RETRIES) throw error;
    await fail(parts, request, error);
  }
}

async function performExport(parts: PrivacyParts, request: PrivacyRequest): Promise<void> {
  const size = await writeExport(parts, request);
  await refuseErased(parts, request);
  const endedAt = parts.kernel.assembly.clock.now().toISOString();
  await changeRequest(parts.kernel.database, request.id, { status: 'done', size, endedAt });
}

/**
 * An erasure takes away the exports that it finds when it ends: one that was written meanwhile, of what there was before, goes here.
 * @throws TesseraError `HOST_PERSON_MISSING`
 */
async function refuseErased(parts: PrivacyParts, request: PrivacyRequest): Promise<void> {
  for (const person of request.people) {
    if (await runAs(parts, request, () => findPerson(currentExecution(), person))) continue;
    await rm(exportFile(parts.exports, request.id), { force: true });
    await changeRequest(parts.kernel.database, request.id, { title: null, reason: null });
    throw errors.personMissing({ ...person });
  }
}

/** What went wrong is told without the person in it: the fault of a database may quote the row. */
async function fail(parts: PrivacyParts, { id }: PrivacyRequest, error: unknown): Promise<void> {
  const sql = parts.kernel.database;
  const memory = (await findRequest(sql, id))?.memory;
  const told =
    error instanceof TesseraError
      ? error.message
      : 'Something went wrong here. The log has more, under the id of the request.';
  const fault = String(createScrub(memory?.texts ?? [])(told));
  parts.log.error('a privacy request failed', {
    request: id,
    kind: error instanceof Error ? error.name : 'unknown',
  });
  const endedAt = parts.kernel.assembly.clock.now().toISOString();
  await changeRequest(sql, id, { status: 'failed', fault, endedAt });
  await takeBack(parts, id);
}

/** Where nothing was erased yet the person stays as it was: known to the records, and to nothing else. */
async function takeBack({ kernel: { database } }: PrivacyParts, id: string): Promise<void> {
  const erased = await database.query(
    `select 1 from tessera.erased_record where request = $1 and deal <> 'keep' limit 1`,
    [id],
  );
  if (erased.length > 0) return;
  await database.query('delete from tessera.suppression where request = $1', [id]);
  await changeRequest(database, id, { memory: null, files: null });
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 24 * 60 * 60 * 1000);
}
