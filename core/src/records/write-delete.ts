import { v7 as uuid } from 'uuid';
import { withCatalog } from '../catalog/catalog-models.ts';
import { errors } from '../errors.ts';
import { ERASED_BATCH } from '../privacy/person.ts';
import { refuseSuppressedReturn } from '../privacy/suppression-check.ts';
import type { BulkOptions } from './records.ts';
import { inTransaction, writeBatch } from './write-batch.ts';
import {
  gatherBatch,
  gatherCascade,
  pointersTo,
  refuseUsed,
  type Doomed,
} from './write-cascade.ts';
import { changeColumns, writeAlong } from './write-along.ts';
import { createDraft, entityName, live, type Draft, type Write } from './write-draft.ts';
import { callGuards, isWritingTapped } from './write-hooks.ts';
import type { WriteResult } from './write-outcome.ts';
import { readStored, readTargets, type Target } from './write-stored.ts';

type Atomic = NonNullable<BulkOptions['atomic']>;

/** Deletes records softly, each with what goes with it as one batch. */
export async function deleteAll(
  write: Write,
  items: readonly Target[],
  atomic: Atomic,
): Promise<WriteResult[]> {
  return removeOrRestore(write, items, atomic, false, async (inner, drafts, counts) => {
    const doomed = await gatherDeletion(inner, drafts);
    const batches = new Map(drafts.map((draft) => [draft, uuid()]));
    await clearReferences(inner, doomed);
    await apply(inner, doomed, counts, (root) => ({
      deleted_at: inner.at,
      delete_batch: batches.get(root) ?? null,
    }));
  });
}

/**
 * Deletes records with what goes with them, also where others need them still: those then refer to a deleted record. It asks no guard;
 * `spared` stays. To be called in a transaction, with the models of every installed plugin.
 */
export async function deleteRegardless(
  write: Write,
  drafts: readonly Draft[],
  spared: ReadonlySet<string>,
): Promise<void> {
  const gathered = await gatherCascade(write, drafts);
  const doomed = new Map(
    [...gathered].map(([entity, members]) => [
      entity,
      new Map([...members].filter(([id]) => !spared.has(id))),
    ]),
  );
  const batch = uuid();
  await clearReferences(write, doomed);
  await apply(write, doomed, new Map(), () => ({ deleted_at: write.at, delete_batch: batch }));
}

/** Brings records back, each with all that was deleted with it. */
export async function restoreAll(
  write: Write,
  items: readonly Target[],
  atomic: Atomic,
): Promise<WriteResult[]> {
  return removeOrRestore(write, items, atomic, true, async (inner, drafts, counts) => {
    const gathered = await gatherBatch(inner, drafts);
    await refuseSuppressedReturn(inner, gathered);
    await guardMembers(inner, gathered, new Set(drafts));
    const failed = drafts.find(({ error }) => error);
    if (failed?.error) throw failed.error;
    await apply(inner, gathered, counts, () => ({ deleted_at: null, delete_batch: null }));
  });
}

/** Everything in one transaction, with the records locked: what was checked still holds when it is written. */
async function removeOrRestore(
  write: Write,
  items: readonly Target[],
  atomic: Atomic,
  deleted: boolean,
  attempt: (write: Write, drafts: readonly Draft[], counts: Map<Draft, number>) => Promise<void>,
): Promise<WriteResult[]> {
  return inTransaction(write.execution, true, async (inside) => {
    // What belongs to a plugin that is off goes and comes back as if it were on.
    const execution = await withCatalog(inside);
    const model = execution.assembly.models.get(write.model.id) ?? write.model;
    const inner = { ...write, execution, model };
    const unique = [...new Map(items.map((item) => [item.id.toLowerCase(), item])).values()];
    const drafts = await readTargets(inner, unique, { action: 'delete', deleted, lock: true });
    // What is not deleted need not be restored.
    const due = drafts.filter(
      ({ before, error }) => error || !deleted || before?.row['deleted_at'] !== null,
    );
    refuseErased(inner, live(due));
    await callGuards(inner, live(due));
    const counts = new Map<Draft, number>();
    await writeBatch(inner, due, atomic, false, (writing, list) => attempt(writing, list, counts));
    const byId = new Map(drafts.map((draft) => [draft.id.toLowerCase(), draft]));
    return items.map(({ id }) => resultOf(inner, byId.get(id.toLowerCase()) as Draft, counts));
  });
}

/** What was erased holds nothing any more that could come back. */
function refuseErased(write: Write, drafts: readonly Draft[]): void {
  for (const draft of drafts)
    if (draft.before?.row['delete_batch'] === ERASED_BATCH)
      draft.error = errors.recordErased({ entity: entityName(write.model) });
}

/** What goes with the items. An item that cannot go is left out, with its error; then the others are looked at again. */
async function gatherDeletion(write: Write, drafts: readonly Draft[]): Promise<Doomed> {
  const asked = new Set(drafts);
  for (;;) {
    const roots = live(drafts);
    const doomed = await gatherCascade(write, roots);
    await refuseUsed(write, doomed);
    await guardMembers(write, doomed, asked);
    if (live(drafts).length === roots.length) return doomed;
  }
}

/** The guards of every entity are asked, also of what only goes along. */
async function guardMembers(write: Write, doomed: Doomed, asked: Set<Draft>): Promise<void> {
  for (const [entity, members] of doomed) {
    const model = write.execution.assembly.models.get(entity);
    const fresh = [...members.values()].filter(
      ({ draft, root }) => !asked.has(draft) && !root.error,
    );
    if (!model || fresh.length === 0) continue;
    await callGuards(
      { ...write, model, cascade: true },
      fresh.map(({ draft }) => draft),
    );
    for (const { draft, root } of fresh) {
      asked.add(draft);
      if (draft.error) root.error ??= draft.error;
    }
  }
}

async function apply(
  write: Write,
  doomed: Doomed,
  counts: Map<Draft, number>,
  columns: (root: Draft) => Record<string, unknown>,
): Promise<void> {
  for (const [entity, members] of doomed) {
    const model = write.execution.assembly.models.get(entity);
    if (!model || members.size === 0) continue;
    for (const { draft, root } of members.values()) {
      changeColumns(write, model, draft, columns(root));
      counts.set(root, (counts.get(root) ?? 0) + 1);
    }
    await writeAlong(
      { ...write, model },
      [...members.values()].map(({ draft }) => draft),
      ['deleted_at', 'delete_batch'],
    );
  }
}

/** Live records that only point to what is deleted lose the reference. */
async function clearReferences(write: Write, doomed: Doomed): Promise<void> {
  const { models } = write.execution.assembly;
  for (const [entity, members] of doomed) {
    const model = models.get(entity);
    if (!model) continue;
    for (const { from, field } of pointersTo(models, model, 'clear')) {
      const inner: Write = { ...write, model: from, action: 'update' };
      const found = await readStored(
        inner,
        field.columns.value,
        [...members.keys()],
        'r.deleted_at is null',
      );
      const drafts = found
        .filter(({ record }) => !doomed.get(from.id)?.has(record.id))
        .map((stored) => createDraft(stored.record.id, stored));
      for (const draft of drafts) {
        draft.changed = [field.name];
        changeColumns(write, from, draft, { [field.columns.value]: null });
      }
      if (drafts.length > 0) await writeAlong(inner, drafts, []);
    }
  }
}

function resultOf(write: Write, draft: Draft, counts: ReadonlyMap<Draft, number>): WriteResult {
  const { id, before, after, error } = draft;
  if (error) return { status: 'failed', error };
  const stored = (after ?? before) as NonNullable<Draft['before']>;
  const { version } = stored.record;
  if (!after) return { status: 'unchanged', id, version, stored };
  const batch = (write.action === 'delete' ? after : before)?.row['delete_batch'];
  return {
    status: write.action === 'delete' ? 'deleted' : 'restored',
    id,
    version,
    stored,
    tapped: isWritingTapped(write, draft),
    batch: typeof batch === 'string' ? batch : '',
    count: counts.get(draft) ?? 1,
  };
}
