import { v7 as uuid } from 'uuid';
import { emptyRollup } from './columns.ts';
import type { AnyValues, BulkOptions } from './records.ts';
import { feedsSharing, shareWritten } from '../sharing/follow-writes.ts';
import { feedsRollups, refreshRollups } from './rollup.ts';
import type { Row } from './row.ts';
import { assignNumbers } from './sequence.ts';
import { announceWritten, writeBatch } from './write-batch.ts';
import { createDraft, fieldsOf, live, type Draft, type Write } from './write-draft.ts';
import { callWriting, isWritingTapped } from './write-hooks.ts';
import type { WriteResult } from './write-outcome.ts';
import { prepareDrafts } from './write-prepare.ts';
import { insertRecords } from './write-statement.ts';

/** Creates records, many at once; one result for each item in the order sent. */
export async function createAll(
  write: Write,
  items: readonly AnyValues[],
  atomic: NonNullable<BulkOptions['atomic']>,
): Promise<WriteResult[]> {
  const drafts = items.map(() => createDraft(uuid()));
  const inputs = new Map(drafts.map((draft, index) => [draft, items[index]]));
  await prepareDrafts(write, drafts, inputs, (draft) => initialRow(write, draft));
  // Within a transaction the numbers are its own. Else nobody shall wait for this write's end to get one: what fails leaves a gap.
  const within = write.execution.transaction !== undefined;
  if (!within) await assignNumbers(write, live(drafts));
  const needsTransaction =
    feedsRollups(write.execution, write.model, drafts) ||
    feedsSharing(write.execution, write.model, drafts) ||
    drafts.some((draft) => isWritingTapped(write, draft));
  await writeBatch(write, drafts, atomic, needsTransaction, within ? numberAndInsert : insert);
  return drafts.map((draft) => {
    const { id, error, after } = draft;
    return error || !after
      ? { status: 'failed', error: error as NonNullable<typeof error> }
      : {
          status: 'created',
          id,
          version: 1,
          record: after.record,
          tapped: isWritingTapped(write, draft),
        };
  });
}

async function numberAndInsert(write: Write, drafts: readonly Draft[]): Promise<void> {
  await assignNumbers(write, drafts);
  await insert(write, drafts);
}

async function insert(write: Write, drafts: readonly Draft[]): Promise<void> {
  await insertRecords(write, drafts);
  await callWriting(write, drafts);
  announceWritten(write, drafts);
  await refreshRollups(write.execution, write.model, drafts);
  await shareWritten(write.execution, write.model, drafts);
}

function initialRow({ model, execution, at }: Write, { id }: Draft): Row {
  const { userId } = execution.principal;
  const row: Record<string, unknown> = {
    id,
    created_at: at,
    created_by: userId,
    updated_at: at,
    updated_by: userId,
    version: 1,
    source: execution.source,
  };
  for (const field of fieldsOf(model, 'rollup')) row[field.columns.value] = emptyRollup(field);
  return row;
}
