import type { EntityModel, FieldModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { isUuid } from '../records/query-value.ts';
import { tableOf } from '../records/sql-parameters.ts';
import { changeColumns, writeAlong } from '../records/write-along.ts';
import { inTransaction } from '../records/write-batch.ts';
import { createDraft, live, type Draft, type Write } from '../records/write-draft.ts';
import { callGuards } from '../records/write-hooks.ts';
import { updateRecords } from '../records/update-records.ts';
import { readStored } from '../records/write-stored.ts';
import { withCatalog } from './catalog-models.ts';
import { countWork, namesIn, workFields, type FieldUse } from './work-fields.ts';

/** How many records were handed over in one field. */
export interface HandedOver extends FieldUse {
  /** Records that a guard of a plugin keeps from being changed; they stay as they were. Left out when there are none. */
  readonly refused?: number;
}

/** Records of one transaction. */
const BATCH = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Puts one user in the place of another in the records of all installed plugins in every state, also those in the recycle bin: as their owner,
 * and in every field that says whose work they are. A record follows its owner into the owner's team. Each batch is a transaction of its own:
 * what was killed half-way is gone on with by calling it again, and a repeat does nothing more. It does not ask who may: its caller does.
 * @param only - `<entity>.<field>` of what is handed over; all of it when left out
 * @throws TesseraError `CORE_RECORD_MISSING` when there is no such user, or the one to give them to is not an active user of the staff;
 * `CORE_REQUEST_INVALID` when `only` names what is not handed over.
 */
export async function handOver(
  execution: Execution,
  from: string,
  to: string,
  only?: readonly string[],
): Promise<readonly HandedOver[]> {
  const heir = await findHeir(execution, to);
  if (!heir) throw errors.recordMissing({ entity: 'user', id: to });
  if (!(await isUser(execution, from))) throw errors.recordMissing({ entity: 'user', id: from });
  const leaver = from.toLowerCase();
  if (heir.id === leaver) return [];
  const whole = await withCatalog(execution);
  const given: HandedOver[] = [];
  for (const [model, fields] of workFields(whole.assembly.models, only))
    given.push(...(await handOverEntity(whole, model, fields, leaver, heir)));
  return given;
}

/** How many records a hand-over would change in each field, those in the recycle bin too. */
export async function previewHandOver(
  execution: Execution,
  user: string,
): Promise<readonly FieldUse[]> {
  if (!(await isUser(execution, user))) throw errors.recordMissing({ entity: 'user', id: user });
  return countWork(execution, user);
}

interface Heir {
  readonly id: string;
  readonly team: string | null;
}

async function findHeir(execution: Execution, id: string): Promise<Heir | undefined> {
  if (!isUuid(id)) return undefined;
  const [heir] = await currentSql(execution).query<Heir>(
    `select id, team_id as team from tessera."user" where id = $1 and deleted_at is null
     and status = 'active' and audience is distinct from 'portal'`,
    [id],
  );
  return heir;
}

async function isUser(execution: Execution, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const found = await currentSql(execution).query('select 1 from tessera."user" where id = $1', [
    id,
  ]);
  return found.length > 0;
}

async function handOverEntity(
  execution: Execution,
  model: EntityModel,
  fields: readonly FieldModel[],
  from: string,
  heir: Heir,
): Promise<HandedOver[]> {
  const tallies = fields.map(({ name }) => ({ field: name, count: 0, refused: 0 }));
  let last = FIRST;
  for (;;) {
    const rows = await currentSql(execution).query<{ id: string }>(
      `select id from ${tableOf(model)} where ${namesIn(fields, '$1')} and id > $2 order by id limit ${BATCH}`,
      [from, last],
    );
    const ids = rows.map(({ id }) => id);
    const end = ids.at(-1);
    if (end === undefined) break;
    last = end;
    const { given, refused } = await inTransaction(execution, true, (inner) =>
      handOverBatch(inner, model, fields, ids, from, heir),
    );
    for (const tally of tallies) {
      tally.count += countOf(given, tally.field);
      tally.refused += countOf(refused, tally.field);
    }
  }
  return tallies
    .filter(({ count, refused }) => count + refused > 0)
    .map(({ field, count, refused }) => ({
      entity: model.id,
      field,
      count,
      ...(refused > 0 ? { refused } : {}),
    }));
}

function countOf(drafts: readonly Draft[], field: string): number {
  return drafts.filter(({ changed }) => changed.includes(field)).length;
}

async function handOverBatch(
  execution: Execution,
  model: EntityModel,
  fields: readonly FieldModel[],
  ids: readonly string[],
  from: string,
  heir: Heir,
): Promise<{ given: readonly Draft[]; refused: readonly Draft[] }> {
  const at = execution.assembly.clock.now().toISOString();
  const write: Write = { execution, model, action: 'update', history: false, at };
  const found = await readStored(write, 'id', ids, namesIn(fields, '$2'), [from]);
  const drafts = found.map((stored) => {
    const draft = createDraft(stored.record.id, stored);
    const held = fields.filter(({ columns }) => stored.row[columns.value] === from);
    const isOwner = held.some(({ name }) => name === 'owner');
    const moves = isOwner && heir.team !== (stored.record['team'] ?? null);
    draft.changed = [...held.map(({ name }) => name), ...(moves ? ['team'] : [])];
    changeColumns(write, model, draft, {
      ...Object.fromEntries(held.map(({ columns }) => [columns.value, heir.id])),
      ...(isOwner ? { team_id: heir.team } : {}),
    });
    return draft;
  });
  const [binned, standing] = [true, false].map((isBinned) =>
    drafts.filter(({ before }) => (before?.row['deleted_at'] !== null) === isBinned),
  ) as [Draft[], Draft[]];
  await callGuards(write, standing);
  const free = live(standing);
  if (free.length > 0) await writeAlong(write, free, []);
  // Nothing follows from a record in the recycle bin, and no plugin looks after it there.
  if (binned.length > 0) await updateRecords(write, binned, []);
  return {
    given: [...free, ...binned],
    refused: standing.filter((draft) => !free.includes(draft)),
  };
}
