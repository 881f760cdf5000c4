import { currentExecution, type Execution, type Records } from '@tessera/core';
import { v7 as uuid } from 'uuid';
import type { BulkParts } from './bulk-parts.ts';
import { readRequest, type BulkRequest } from './bulk-request.ts';
import { tell } from './bulk-run.ts';
import {
  findRun,
  forgetKept,
  listRuns,
  saveRun,
  setStatus,
  type BulkRun,
  type BulkStatus,
} from './bulk-store.ts';
import { viewRun, type BulkView } from './bulk-view.ts';
import { errors } from './errors.ts';

/** Records of one run at most. */
const MOST = 100_000;
/** Runs of one user under way at the same time. */
const MOST_ACTIVE = 5;
const PAGE = 1000;

/** Fixes the set of records and writes the run down; nothing is changed yet. A run that is there already is answered as it is. */
export async function addRun({ kernel }: BulkParts, body: unknown): Promise<BulkRun> {
  const { database } = kernel;
  const execution = currentExecution();
  const createdBy = userOf(execution);
  const request = readRequest(execution, body);
  const id = request.id?.toLowerCase() ?? uuid();
  const known = await findRun(database, id);
  if (known && known.createdBy !== createdBy) throw errors.missing({ id });
  if (known) return known;
  if ((await listRuns(database, createdBy, true)).length >= MOST_ACTIVE)
    throw errors.busy({ limit: MOST_ACTIVE });
  const ids = request.ids
    ? [...new Set(request.ids.map((one) => one.toLowerCase()))]
    : await matching(execution, request);
  const { expected } = request;
  if (!request.ids && expected !== undefined && ids.length > expected)
    throw errors.countChanged({ found: ids.length, expected });
  const { entity, action, changes = {} } = request;
  await database.transaction((transaction) =>
    saveRun(
      transaction,
      { id, entity, action, changes, source: execution.source, createdBy },
      ids,
      kernel.assembly.clock.now(),
    ),
  );
  return getRun(kernel.database, id);
}

/** The run. @throws TesseraError `HOST_BULK_MISSING` unless whoever asks has started it. */
async function getRun(sql: BulkParts['kernel']['database'], id: string): Promise<BulkRun> {
  const found = await findRun(sql, id);
  if (!found || found.createdBy !== userOf(currentExecution())) throw errors.missing({ id });
  return found;
}

export async function showRun({ kernel }: BulkParts, id: string): Promise<BulkView> {
  return viewRun(kernel.database, await getRun(kernel.database, id), true);
}

export async function showRuns({ kernel }: BulkParts, isActive: boolean): Promise<BulkView[]> {
  const runs = await listRuns(kernel.database, userOf(currentExecution()), isActive);
  return Promise.all(runs.map((run) => viewRun(kernel.database, run)));
}

/** Stops a run behind the chunk that is written now; what was changed stays, and can be taken back. */
export async function cancelRun(parts: BulkParts, id: string): Promise<BulkView> {
  await move(parts, id, ['queued', 'running'], 'cancelled', 'cancelled');
  await tell(parts, id);
  return showRun(parts, id);
}

/** Marks a run as to be taken back. What an earlier undo kept is tried again. */
export async function markUndone(parts: BulkParts, id: string): Promise<BulkRun> {
  await move(parts, id, ['done', 'failed', 'cancelled', 'undone'], 'undoing', 'undone');
  return getRun(parts.kernel.database, id);
}

async function move(
  { kernel }: BulkParts,
  id: string,
  from: readonly BulkStatus[],
  to: BulkStatus,
  verb: string,
): Promise<void> {
  const { status } = await getRun(kernel.database, id);
  const isMoved = await kernel.database.transaction(async (transaction) => {
    const at = to === 'cancelled' ? { at: kernel.assembly.clock.now() } : {};
    const moved = await setStatus(transaction, id, from, to, at);
    if (moved && to === 'undoing') await forgetKept(transaction, id);
    return moved;
  });
  if (!isMoved) throw errors.stateWrong({ status, verb });
}

/** Ids of every record that matches now and that the principal may see. */
async function matching(
  { assembly }: Execution,
  { entity, filter, search }: BulkRequest,
): Promise<string[]> {
  const records = assembly.context('tessera').records(entity) as unknown as Records;
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await records.query({
      filter,
      search: search === '' ? undefined : search,
      fields: [],
      limit: PAGE,
      cursor,
      count: 'none',
    });
    ids.push(...page.records.map(({ id }) => id));
    if (ids.length > MOST) throw errors.tooMany({ limit: MOST });
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}

function userOf({ principal }: Execution): string {
  if (principal.userId === null) throw new Error('A bulk run needs a user.');
  return principal.userId;
}
