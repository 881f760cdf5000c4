import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { may, requireAction } from '../permissions/authorize.ts';
import { runIn, type Execution } from '../plugin/execution.ts';
import type { AnyValues, BulkOptions, Outcome } from './records.ts';
import { createAll } from './write-create.ts';
import { deleteAll, restoreAll } from './write-delete.ts';
import type { Write } from './write-draft.ts';
import { toOutcome, type WriteResult } from './write-outcome.ts';
import { updateAll, type UpdateItem } from './write-update.ts';

export type { UpdateItem } from './write-update.ts';

type Call<Item> = [
  execution: Execution,
  model: EntityModel,
  items: readonly Item[],
  options?: BulkOptions,
];

/** A write of items of one entity; one result for each, in the order sent. A fault that is not an item's is thrown. */
export type Verb<Item> = (...call: Call<Item>) => Promise<WriteResult[]>;

export function writeCreates(
  ...[execution, model, items, options = {}]: Call<AnyValues>
): Promise<WriteResult[]> {
  const { atomic = 'all' } = options;
  return begin(execution, model, 'create', options, (write) => createAll(write, items, atomic));
}

export function writeUpdates(
  ...[execution, model, items, options = {}]: Call<UpdateItem>
): Promise<WriteResult[]> {
  const { atomic = 'all' } = options;
  const targets = items.map((item) => ({
    ...item,
    ifVersion: item.ifVersion ?? options.ifVersion,
  }));
  return begin(execution, model, 'update', options, (write) => updateAll(write, targets, atomic));
}

export function writeDeletions(
  ...[execution, model, ids, options = {}]: Call<string>
): Promise<WriteResult[]> {
  const { atomic = 'all', ifVersion } = options;
  const targets = ids.map((id) => ({ id, ifVersion }));
  return begin(execution, model, 'delete', options, (write) => deleteAll(write, targets, atomic));
}

/** Who may delete may take it back. */
export function writeRestorations(
  ...[execution, model, ids, options = {}]: Call<string>
): Promise<WriteResult[]> {
  const { atomic = 'all', ifVersion } = options;
  const targets = ids.map((id) => ({ id, ifVersion }));
  return begin(execution, model, 'restore', options, (write) => restoreAll(write, targets, atomic));
}

/**
 * Creates records through the whole pipeline. `atomic` is `all` when not given.
 * @throws TesseraError `CORE_NOT_PERMITTED` or `CORE_NOT_SIGNED_IN` when the principal may create none at all.
 */
export async function createRecords(...call: Call<AnyValues>): Promise<Outcome[]> {
  return (await writeCreates(...call)).map(toOutcome);
}

/** Updates records; only what differs is written, and nothing when nothing does. */
export async function updateRecords(...call: Call<UpdateItem>): Promise<Outcome[]> {
  return (await writeUpdates(...call)).map(toOutcome);
}

/** Deletes records softly, with what their definitions say goes along. */
export async function deleteRecords(...call: Call<string>): Promise<Outcome[]> {
  return (await writeDeletions(...call)).map(toOutcome);
}

/** Restores deleted records, each with exactly what was deleted with it. */
export async function restoreRecords(...call: Call<string>): Promise<Outcome[]> {
  return (await writeRestorations(...call)).map(toOutcome);
}

async function begin(
  execution: Execution,
  model: EntityModel,
  action: Write['action'],
  options: BulkOptions,
  work: (write: Write) => Promise<WriteResult[]>,
): Promise<WriteResult[]> {
  requireAction(execution, model, action === 'restore' ? 'delete' : action);
  const history = options.history === true;
  if (history && !may(execution, 'tessera.import.history')) {
    throw errors.notPermitted({ action: 'import', entity: 'history' });
  }
  const at = execution.assembly.clock.now().toISOString();
  execution.reads?.clear();
  const writing = execution.reads ? { ...execution, reads: undefined } : execution;
  const results = await runIn(writing, () =>
    work({ execution: writing, model, action, history, at }),
  );
  execution.reads?.clear();
  return results;
}
