import type { EntityModel } from '../entities/model.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../plugin/execution.ts';
import { currentSql } from '../records/database.ts';
import { isUuid } from '../records/query-value.ts';
import { tableOf } from '../records/sql-parameters.ts';
import { changeColumns, writeAlong } from '../records/write-along.ts';
import { inTransaction } from '../records/write-batch.ts';
import { createDraft, live, type Draft, type Write } from '../records/write-draft.ts';
import { callGuards } from '../records/write-hooks.ts';
import { updateRecords } from '../records/write-statement.ts';
import { readStored } from '../records/write-stored.ts';
import { withCatalog } from './catalog-models.ts';
import { countOwned, type OwnedRecords } from './owned-records.ts';

/** How many records of an entity were handed over. */
export interface HandedOver extends OwnedRecords {
  /** Records that a guard of a plugin keeps from being changed; they stay with their owner. Left out when there are none. */
  readonly refused?: number;
}

/** Records of one transaction. */
const BATCH = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Gives the records that one user owns to another, also those in the recycle bin, on the entities of all installed plugins in every state. A
 * record follows its owner into the owner's team. Each batch is a transaction of its own: what was killed half-way is gone on with by calling
 * it again, and a repeat does nothing more. It does not ask who may: its caller does.
 * @throws TesseraError `CORE_RECORD_MISSING` when there is no such user, or the one to give them to is not an active user of the staff.
 */
export async function handOver(
  execution: Execution,
  from: string,
  to: string,
): Promise<readonly HandedOver[]> {
  const heir = await findHeir(execution, to);
  if (!heir) throw errors.recordMissing({ entity: 'user', id: to });
  if (!(await isUser(execution, from))) throw errors.recordMissing({ entity: 'user', id: from });
  if (heir.id === from.toLowerCase()) return [];
  const whole = await withCatalog(execution);
  const given: HandedOver[] = [];
  for (const model of whole.assembly.models.values()) {
    if (!model.owned) continue;
    const { count, refused } = await handOverEntity(whole, model, from, heir);
    if (count + refused > 0)
      given.push({ entity: model.id, count, ...(refused > 0 ? { refused } : {}) });
  }
  return given;
}

/** How many records of each entity a hand-over would give away, those in the recycle bin too. */
export async function previewHandOver(
  execution: Execution,
  owner: string,
): Promise<readonly OwnedRecords[]> {
  if (!(await isUser(execution, owner))) throw errors.recordMissing({ entity: 'user', id: owner });
  return countOwned(execution, owner, 'all');
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
  from: string,
  heir: Heir,
): Promise<{ count: number; refused: number }> {
  let last = FIRST;
  let count = 0;
  let refused = 0;
  for (;;) {
    const rows = await currentSql(execution).query<{ id: string }>(
      `select id from ${tableOf(model)} where owner_id = $1 and id > $2 order by id limit ${BATCH}`,
      [from, last],
    );
    const ids = rows.map(({ id }) => id);
    const end = ids.at(-1);
    if (end === undefined) return { count, refused };
    last = end;
    const batch = await inTransaction(execution, true, (inner) =>
      handOverBatch(inner, model, ids, from, heir),
    );
    count += batch.count;
    refused += batch.refused;
  }
}

async function handOverBatch(
  execution: Execution,
  model: EntityModel,
  ids: readonly string[],
  from: string,
  heir: Heir,
): Promise<{ count: number; refused: number }> {
  const at = execution.assembly.clock.now().toISOString();
  const write: Write = { execution, model, action: 'update', history: false, at };
  const found = await readStored(write, 'id', ids, 'r.owner_id = $2::uuid', [from]);
  const drafts = found.map((stored) => {
    const draft = createDraft(stored.record.id, stored);
    const moves = heir.team !== (stored.record['team'] ?? null);
    draft.changed = moves ? ['owner', 'team'] : ['owner'];
    changeColumns(write, model, draft, { owner_id: heir.id, team_id: heir.team });
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
  return { count: free.length + binned.length, refused: standing.length - free.length };
}
