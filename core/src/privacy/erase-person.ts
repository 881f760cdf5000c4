import { v7 as uuid } from 'uuid';
import { withCatalog, withoutCatalog } from '../catalog/catalog-models.ts';
import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Refusal } from '../hooks/hook-types.ts';
import { runIn, type Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import type { AnyRecord } from '../records/records.ts';
import { changeColumns, writeAlong } from '../records/write-along.ts';
import { inTransaction } from '../records/write-batch.ts';
import { deleteRegardless } from '../records/write-delete.ts';
import { createDraft, type Draft, type Write } from '../records/write-draft.ts';
import { readStored } from '../records/write-stored.ts';
import { gatherBelongings, type Belonging } from './belongings.ts';
import { blankRecords } from './blank-records.ts';
import { noteErased, type ErasedRecord } from './erased-records.ts';
import { cleanEvents } from './forget-rows.ts';
import { neutralColumns } from './neutral-value.ts';
import type { PersonReference } from './person.ts';
import { readWhole } from './person-memory.ts';
import type { PersonErasing } from './privacy-hooks.ts';

/** A request to erase a person. */
export interface ErasureOrder {
  /** UUID of the request: what is done is written down under it. */
  readonly request: string;
  readonly person: PersonReference;
}

/** Records of one transaction. */
const BATCH = 200;
const ERASING = 'tessera.person.erasing';

/**
 * Takes what is told of a person out of the records: what only mentions the person loses its personal fields, then the person's record and
 * all that is part of it are deleted and emptied. Each step is a transaction of its own that writes down what it did: what was killed is
 * gone on with by calling it again. What the workspace keeps about these records is not touched here, see `forgetRows`.
 */
export async function erasePerson(execution: Execution, order: ErasureOrder): Promise<void> {
  const whole = await withCatalog(execution);
  const belongings = await gatherBelongings(whole, order.person);
  for (const belonging of belongings.filter(({ deal }) => deal === 'clear')) {
    for (const ids of inBatches(belonging.ids))
      await inTransaction(whole, true, (inner) => clearRecords(inner, order, belonging, ids));
  }
  const parts = belongings.filter(({ deal }) => deal === 'erase');
  await inTransaction(whole, true, (inner) => eraseParts(inner, order, parts));
}

async function clearRecords(
  execution: Execution,
  order: ErasureOrder,
  { model, fields }: Belonging,
  ids: readonly string[],
): Promise<void> {
  const since = uuid();
  const at = execution.assembly.clock.now().toISOString();
  const write: Write = { execution, model, action: 'update', history: false, at };
  const names = fields.map(({ name }) => name);
  const drafts: Draft[] = [];
  const noted: ErasedRecord[] = [];
  for (const stored of await readStored(write, 'id', ids, 'true')) {
    const { id } = stored.record;
    const columns = Object.assign({}, ...fields.map((field) => neutralColumns(field, id, false)));
    const isDone = Object.entries(columns).every(
      ([column, value]) => JSON.stringify(stored.row[column] ?? null) === JSON.stringify(value),
    );
    const why = isDone ? null : await refusalOf(execution, order, model, stored.record, 'clear');
    noted.push(
      why === null
        ? { entity: model.id, id, deal: 'clear', fields: names, why }
        : { entity: model.id, id, deal: 'keep', fields: [], why },
    );
    if (why !== null || isDone) continue;
    const draft = createDraft(id, stored);
    draft.changed = names;
    changeColumns(write, model, draft, columns);
    drafts.push(draft);
  }
  if (drafts.length > 0) await writeAlong(write, drafts, []);
  await noteErased(currentSql(execution), order.request, noted);
  await cleanEvents(currentSql(execution), noted, since);
}

async function eraseParts(
  execution: Execution,
  order: ErasureOrder,
  parts: readonly Belonging[],
): Promise<void> {
  const since = uuid();
  const refused = await refusedParts(execution, order, parts);
  const own = refused.get(order.person.id.toLowerCase());
  const at = execution.assembly.clock.now().toISOString();
  const noted = parts.flatMap(({ model, ids, fields }) =>
    ids.map((id): ErasedRecord => {
      const why = refused.get(id) ?? own ?? null;
      return why === null
        ? { entity: model.id, id, deal: 'erase', fields: fields.map(({ name }) => name), why }
        : { entity: model.id, id, deal: 'keep', fields: [], why };
    }),
  );
  if (own === undefined) {
    const model = parts[0]?.model;
    if (!model) throw errors.recordMissing({ entity: order.person.entity, id: order.person.id });
    const write: Write = { execution, model, action: 'delete', history: false, at };
    const roots = await readStored(write, 'id', [order.person.id], 'r.deleted_at is null');
    const drafts = roots.map((stored) => createDraft(stored.record.id, stored));
    await deleteRegardless(write, drafts, new Set(refused.keys()));
    for (const part of parts) {
      const ids = part.ids.filter((id) => !refused.has(id));
      for (const batch of inBatches(ids)) await blankRecords(execution, part.model, batch);
    }
  }
  await noteErased(currentSql(execution), order.request, noted);
  await cleanEvents(currentSql(execution), noted, since);
}

/** The records that plugins keep, by id, each with the reason. */
async function refusedParts(
  execution: Execution,
  order: ErasureOrder,
  parts: readonly Belonging[],
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  if (!withoutCatalog(execution).assembly.hooks.isTapped(ERASING)) return refused;
  for (const { model, ids } of parts) {
    for await (const page of readWhole(execution, model, ids)) {
      for (const record of page) {
        const why = await refusalOf(execution, order, model, record, 'erase');
        if (why !== null) refused.set(record.id, why);
      }
    }
  }
  return refused;
}

async function refusalOf(
  execution: Execution,
  { person }: ErasureOrder,
  { id: entity }: EntityModel,
  record: AnyRecord,
  deal: PersonErasing['deal'],
): Promise<string | null> {
  const plain = withoutCatalog(execution);
  const { assembly } = plain;
  if (!assembly.hooks.isTapped(ERASING)) return null;
  const input: PersonErasing = { person, entity, record, deal };
  const refusal = (await runIn(plain, () =>
    assembly.hooks.call(ERASING, input, (plugin) => assembly.context(plugin)),
  )) as Refusal | undefined;
  return refusal ? refusal.reason : null;
}

function inBatches(ids: readonly string[]): (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
    ids.slice(index * BATCH, (index + 1) * BATCH),
  );
}
