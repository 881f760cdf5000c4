import type { Entity, EntityId } from '../entities/entity.ts';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import { currentExecution, runIn, type Execution } from '../plugin/execution.ts';
import { aggregateRecords, countRecords, queryRecords, readable, readRecord } from './read.ts';
import type { AnyRecord, AnyValues, BulkOptions, Outcome, Records, RecordsOf, WriteOptions } from './records.ts';
import { settledOutcome } from './write-outcome.ts';
import { createRecords, deleteRecords, restoreRecords, updateRecords } from './write.ts';

/** The records of every entity, as the principal of the execution that runs when they are asked for. */
export function recordsOf(): RecordsOf {
  return ((entity: Entity | EntityId) => recordsOfEntity(typeof entity === 'string' ? entity : entity.id)) as RecordsOf;
}

/** Runs the work in one transaction; joins the one that runs already. The work's execution carries it. */
export async function runTransaction<T>(execution: Execution, work: () => Promise<T>): Promise<T> {
  if (execution.transaction) return work();
  return execution.assembly.database.transaction((transaction) => runIn({ ...execution, transaction }, work));
}

function recordsOfEntity(id: EntityId): Records {
  const read = async (
    recordId: string,
    options?: Parameters<Records['get']>[1],
  ): Promise<AnyRecord | undefined> => {
    const execution = currentExecution();
    return readRecord(execution, modelOf(execution, id), recordId, options);
  };
  const get: Records['get'] = async (recordId, options) => {
    const record = await read(recordId, options);
    if (!record) throw errors.recordMissing({ entity: id, id: recordId });
    return record;
  };
  const write = <Item>(
    verb: (execution: Execution, model: EntityModel, items: readonly Item[], options?: BulkOptions) => Promise<Outcome[]>,
    items: readonly Item[],
    options: BulkOptions | undefined,
  ): Promise<Outcome[]> => {
    const execution = currentExecution();
    return verb(execution, modelOf(execution, id), items, options);
  };
  /** One write; throws the error that its outcome stands for. */
  const writeOne = async <Item>(
    verb: (execution: Execution, model: EntityModel, items: readonly Item[], options?: BulkOptions) => Promise<Outcome[]>,
    item: Item,
    options: WriteOptions | undefined,
  ): Promise<ReturnType<typeof settledOutcome>> =>
    settledOutcome((await write(verb, [item], { ...options, atomic: 'all' }))[0]);

  return {
    get,
    find: read,
    async query(query = {}) {
      const execution = currentExecution();
      return queryRecords(execution, modelOf(execution, id), query);
    },
    async count(filter) {
      const execution = currentExecution();
      return countRecords(execution, modelOf(execution, id), filter);
    },
    async aggregate(query) {
      const execution = currentExecution();
      return aggregateRecords(execution, modelOf(execution, id), query);
    },
    async create(values: AnyValues, options) {
      return written(await writeOne(createRecords, values, options));
    },
    async update(recordId, changes: AnyValues, options) {
      return written(await writeOne(updateRecords, { id: recordId, changes }, options));
    },
    async delete(recordId, options) {
      const { batch, count } = await writeOne(deleteRecords, recordId, options);
      return { batch: batch ?? '', count: count ?? 1 };
    },
    async restore(recordId) {
      return written(await writeOne(restoreRecords, recordId, undefined));
    },
    createMany: (values, options) => write(createRecords, values, options),
    updateMany: (changes, options) => write(updateRecords, changes, options),
    deleteMany: (ids, options) => write(deleteRecords, ids, options),
    restoreMany: (ids, options) => write(restoreRecords, ids, options),
    readable() {
      const execution = currentExecution();
      return readable(execution, modelOf(execution, id));
    },
  };

  /** The written record as the principal may see it; of one that it may write but not read, only what it knows already. */
  async function written(outcome: { id: string; version: number }): Promise<AnyRecord> {
    return (await read(outcome.id)) ?? { id: outcome.id, version: outcome.version };
  }
}

function modelOf(execution: Execution, id: EntityId): EntityModel {
  const model = execution.assembly.models.get(id);
  if (!model) throw errors.nameUnknown({ entity: 'The workspace', what: 'entity', name: id });
  return model;
}
