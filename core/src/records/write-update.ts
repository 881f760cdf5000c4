import { errors } from '../errors.ts';
import { atMoments } from './moments.ts';
import type { AnyValues, BulkOptions } from './records.ts';
import { inTransaction, writeBatch } from './write-batch.ts';
import { entityName, live, versionOf, type Draft, type Write } from './write-draft.ts';
import { followWrite, isFollowed } from './write-follow.ts';
import { toldOf, type WriteResult } from './write-outcome.ts';
import { prepareDrafts } from './write-prepare.ts';
import { updateRecords } from './update-records.ts';
import { updateTogether } from './update-together.ts';
import { readTargets } from './write-stored.ts';

/** A change of one record. */
export interface UpdateItem {
  readonly id: string;
  readonly changes: AnyValues;
  readonly ifVersion?: number | undefined;
}

type Atomic = NonNullable<BulkOptions['atomic']>;

/** Undoes waves of which an item failed; nobody else meets it. */
class WavesUndone extends Error {}

/** Rounds until a record that others keep changing is given up; from the third on it is locked, so that is rare. */
const MAXIMUM_ROUNDS = 5;
const LOCK_FROM_ROUND = 3;

/** Updates records, many at once; one result for each item in the order sent. */
export async function updateAll(
  write: Write,
  items: readonly UpdateItem[],
  atomic: Atomic,
): Promise<WriteResult[]> {
  const waves = toWaves(items);
  const whole = atomic === 'all' && waves.length > 1;
  const results = new Map<UpdateItem, WriteResult>();
  try {
    await inTransaction(write.execution, whole, async (execution) => {
      for (const wave of waves) await updateWave({ ...write, execution }, wave, atomic, results);
      if (whole && [...results.values()].some(({ status }) => status === 'failed'))
        throw new WavesUndone();
    });
  } catch (error) {
    if (!(error instanceof WavesUndone)) throw error;
    for (const [item, result] of results) {
      if (result.status !== 'failed')
        results.set(item, { status: 'failed', error: errors.batchRefused() });
    }
  }
  return items.map((item) => results.get(item) as WriteResult);
}

/** Items of one wave are of different records: a second change of a record is made after the first. */
function toWaves(items: readonly UpdateItem[]): UpdateItem[][] {
  const waves: UpdateItem[][] = [];
  const seen = new Map<string, number>();
  for (const item of items) {
    const key = item.id.toLowerCase();
    const wave = seen.get(key) ?? 0;
    seen.set(key, wave + 1);
    (waves[wave] ??= []).push(item);
  }
  return waves;
}

async function updateWave(
  write: Write,
  items: readonly UpdateItem[],
  atomic: Atomic,
  results: Map<UpdateItem, WriteResult>,
): Promise<void> {
  let pending = items;
  for (let round = 1; pending.length > 0; round += 1) {
    const lock = round >= LOCK_FROM_ROUND;
    const attempted = pending;
    // A round that begins anew happens after what somebody else wrote, and says so.
    const at = round === 1 ? write.at : write.execution.assembly.clock.now().toISOString();
    const drafts = await inTransaction(write.execution, lock, (execution) =>
      updateRound({ ...write, at, execution }, attempted, atomic, lock),
    );
    const last = round === MAXIMUM_ROUNDS;
    const again = new Set(last ? [] : drafts.filter(({ conflict, error }) => conflict && !error));
    // A batch that is written whole begins anew when one of its records was changed meanwhile.
    const retryAll = again.size > 0 && atomic === 'all';
    for (const [index, draft] of drafts.entries()) {
      const item = attempted[index];
      if (item && !retryAll && !again.has(draft)) results.set(item, resultOf(write, draft));
    }
    pending = attempted.filter((_, index) => retryAll || again.has(drafts[index] as Draft));
  }
}

async function updateRound(
  begun: Write,
  items: readonly UpdateItem[],
  atomic: Atomic,
  lock: boolean,
): Promise<Draft[]> {
  const drafts = await readTargets(begun, items, { action: 'update', deleted: false, lock });
  const inputs = new Map(drafts.map((draft, index) => [draft, items[index]?.changes]));
  const write = atMoments(begun, inputs);
  await prepareDrafts(write, drafts, inputs, nextRow);
  const changing = drafts.filter((draft) => draft.error || draft.changed.length > 0);
  // Items without a change take part in an `all` batch: they fail with it.
  await writeBatch(
    write,
    atomic === 'all' ? drafts : changing,
    atomic,
    live(changing).length > 0 && isFollowed(write, changing),
    update,
  );
  return drafts;
}

async function update(write: Write, all: readonly Draft[]): Promise<void> {
  const drafts = all.filter((draft) => draft.changed.length > 0);
  if (drafts.length === 0) return;
  const written = await writeChanges(write, drafts);
  for (const draft of drafts) draft.conflict = !written.has(draft.id);
  await followWrite(
    write,
    drafts.filter((draft) => !draft.conflict),
  );
}

async function writeChanges(write: Write, drafts: readonly Draft[]): Promise<ReadonlySet<string>> {
  const [draft, another] = drafts;
  if (!draft || another) return updateRecords(write, drafts, []);
  return new Set((await updateTogether(write, draft)) ? [draft.id] : []);
}

/** Nothing but what changes: roll-ups and rates may move without a new version. */
function nextRow({ execution, at }: Write, { before }: Draft): Record<string, unknown> {
  return {
    ...before?.row,
    version: versionOf(before) + 1,
    updated_at: at,
    updated_by: execution.principal.userId,
  };
}

function resultOf(write: Write, draft: Draft): WriteResult {
  const { id, before, after, changed, error, conflict } = draft;
  if (error) return { status: 'failed', error };
  if (!before || !after)
    return {
      status: 'failed',
      error: errors.recordMissing({ entity: entityName(write.model), id }),
    };
  if (conflict) {
    const expected = before.record.version;
    return {
      status: 'failed',
      error: errors.versionMismatch({ expected, actual: expected + 1, changed: [] }),
    };
  }
  if (changed.length === 0)
    return {
      status: 'unchanged',
      id,
      version: before.record.version,
      stored: before,
      isReadable: true,
    };
  const { version } = after.record;
  return { status: 'updated', id, version, stored: after, ...toldOf(write, draft) };
}
