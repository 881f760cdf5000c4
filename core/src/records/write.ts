import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { may, requireAction } from '../permissions/authorize.ts';
import { runIn, type Execution } from '../plugin/execution.ts';
import { knowSharing } from '../sharing/follow-writes.ts';
import type { AnyValues, BulkOptions } from './records.ts';
import { createAll } from './write-create.ts';
import { deleteAll, restoreAll } from './write-delete.ts';
import type { Write } from './write-draft.ts';
import type { WriteResult } from './write-outcome.ts';
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
  await knowSharing(execution);
  const writing = execution.reads ? { ...execution, reads: undefined } : execution;
  const results = await runIn(writing, () =>
    work({ execution: writing, model, action, history, at }),
  );
  execution.reads?.clear();
  return results;
}
