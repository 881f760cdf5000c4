import type { Entity, EntityId } from '../entities/entity.ts';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { accessOf } from '../permissions/access.ts';
import { reach, reachesNothing } from '../permissions/authorize.ts';
import { currentExecution, type Execution } from '../plugin/execution.ts';
import { aggregateRecords, countRecords, queryRecords, readable, readRecord } from './read.ts';
import type { AnyRecord, AnyValues, Outcome, Records, RecordsOf, WriteOptions } from './records.ts';
import { mask } from './row.ts';
import { noteViews } from './sensitive-views.ts';
import { inTransaction } from './write-batch.ts';
import { toOutcome, type WriteResult } from './write-outcome.ts';
import {
  writeCreates,
  writeDeletions,
  writeRestorations,
  writeUpdates,
  type Verb,
} from './write.ts';

type Written = Exclude<WriteResult, { status: 'failed' }>;

/** The records of every entity, as the principal of the execution that runs when they are asked for. */
export function recordsOf(): RecordsOf {
  return ((entity: Entity | EntityId) =>
    recordsOfEntity(typeof entity === 'string' ? entity : entity.id)) as RecordsOf;
}

/**
 * Runs the work in one transaction; joins the one that runs already. The work's execution carries it. After a deadlock
 * it is not run again: only its author knows whether that would do everything twice.
 */
export async function runTransaction<T>(execution: Execution, work: () => Promise<T>): Promise<T> {
  return execution.transaction ? work() : inTransaction(execution, true, work, 0);
}

function recordsOfEntity(id: EntityId): Records {
  /** Runs with the execution of the moment and the entity of its assembly. */
  const now = async <T>(
    work: (execution: Execution, model: EntityModel) => Promise<T> | T,
  ): Promise<T> => {
    const execution = currentExecution();
    return work(execution, modelOf(execution, id));
  };
  const find: Records['find'] = (recordId, options) =>
    now((execution, model) => readRecord(execution, model, recordId, options));
  const writeMany =
    <Item>(verb: Verb<Item>) =>
    (items: readonly Item[], options?: Parameters<Verb<Item>>[3]): Promise<readonly Outcome[]> =>
      now(async (execution, model) =>
        (await verb(execution, model, items, options)).map(toOutcome),
      );
  const writeOne = <Item, T>(
    verb: Verb<Item>,
    item: Item,
    options: WriteOptions | undefined,
    answer: (execution: Execution, model: EntityModel, written: Written) => T | Promise<T>,
  ): Promise<T> =>
    now(async (execution, model) => {
      const [result] = await verb(execution, model, [item], { ...options, atomic: 'all' });
      if (!result) throw new Error('A write of one item answered nothing.');
      if (result.status === 'failed') throw result.error;
      return answer(execution, model, result);
    });

  return {
    find,
    async get(recordId, options) {
      const record = await find(recordId, options);
      if (!record) throw errors.recordMissing({ entity: id, id: recordId });
      return record;
    },
    query: (query) => now((execution, model) => queryRecords(execution, model, query)),
    count: (filter) => now((execution, model) => countRecords(execution, model, filter)),
    aggregate: (query) => now((execution, model) => aggregateRecords(execution, model, query)),
    create: (values: AnyValues, options) => writeOne(writeCreates, values, options, visible),
    update: (recordId, changes: AnyValues, options) =>
      writeOne(writeUpdates, { id: recordId, changes }, options, visible),
    delete: (recordId, options) =>
      writeOne(
        writeDeletions,
        recordId,
        options,
        (_execution, _model, { batch = '', count = 1 }) => ({ batch, count }),
      ),
    restore: (recordId) => writeOne(writeRestorations, recordId, undefined, visible),
    createMany: writeMany(writeCreates),
    updateMany: writeMany(writeUpdates),
    deleteMany: writeMany(writeDeletions),
    restoreMany: writeMany(writeRestorations),
    readable() {
      const execution = currentExecution();
      return readable(execution, modelOf(execution, id));
    },
  };
}

/** The written record as the principal may see it; of one that it may write but not read, only what it knows already. */
async function visible(
  execution: Execution,
  model: EntityModel,
  written: Written,
): Promise<AnyRecord> {
  const { id, version, stored, tapped, isReadable } = written;
  const granted = reach(execution, model, 'read');
  if (reachesNothing(granted)) return { id, version };
  if (tapped || (!granted.all && isReadable === undefined))
    return (await readRecord(execution, model, id)) ?? { id, version };
  if (!granted.all && !isReadable) return { id, version };
  const seen = readableFields(execution, model, stored.record);
  // Of a new record the writer knows every value.
  if (!granted.all || written.status !== 'created') await noteViews(execution, model, [seen]);
  return seen;
}

function readableFields(
  { assembly, principal }: Execution,
  model: EntityModel,
  record: AnyRecord,
): AnyRecord {
  const { fields, masked } = accessOf(assembly, principal, model).visible;
  const seen: Record<string, unknown> = {};
  for (const field of fields) {
    const { name } = field;
    seen[name] = masked.has(name) ? mask(field, record[name]) : record[name];
  }
  return seen as AnyRecord;
}

function modelOf(execution: Execution, id: EntityId): EntityModel {
  const model = execution.assembly.models.get(id);
  if (!model) throw errors.nameUnknown({ entity: 'The workspace', what: 'entity', name: id });
  return model;
}
