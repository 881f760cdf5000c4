import { emptyRollup } from './columns.ts';
import { atMoments, eachAtMoment } from './moments.ts';
import { newIds } from './new-ids.ts';
import type { AnyValues, BulkOptions } from './records.ts';
import { assignNumbers } from './sequence.ts';
import { refuseOutside } from './write-admission.ts';
import { writeBatch } from './write-batch.ts';
import { createDraft, fieldsOf, live, type Draft, type Write } from './write-draft.ts';
import { followWrite, isFollowed } from './write-follow.ts';
import { toldOf, type WriteResult } from './write-outcome.ts';
import { prepareDrafts } from './write-prepare.ts';
import { insertionOf, insertRecords } from './write-statement.ts';
import { insertTogether } from './write-together.ts';

/** Records that one statement writes within a transaction. */
const PART = 125;

/** Creates records, many at once; one result for each item in the order sent. */
export async function createAll(
  begun: Write,
  items: readonly AnyValues[],
  atomic: NonNullable<BulkOptions['atomic']>,
): Promise<WriteResult[]> {
  const drafts = newIds(items.length).map((id) => createDraft(id));
  const inputs = new Map(drafts.map((draft, index) => [draft, items[index]]));
  const write = atMoments(begun, inputs);
  await prepareDrafts(write, drafts, inputs, initialRow);
  // Within a transaction the numbers are its own. Else nobody shall wait for this write's end to get one: what fails leaves a gap.
  const within = write.execution.transaction !== undefined;
  if (!within) await eachAtMoment(write, live(drafts), assignNumbers);
  const attempt = within ? numberAndInsert : insert;
  await writeBatch(write, drafts, atomic, isFollowed(write, drafts), attempt);
  return drafts.map((draft) => {
    const { id, error, after } = draft;
    if (error || !after) return { status: 'failed', error: error as NonNullable<typeof error> };
    return { status: 'created', id, version: 1, stored: after, ...toldOf(write, draft) };
  });
}

async function numberAndInsert(write: Write, drafts: readonly Draft[]): Promise<void> {
  await eachAtMoment(write, drafts, assignNumbers);
  await insert(write, drafts);
}

async function insert(write: Write, drafts: readonly Draft[]): Promise<void> {
  const written = await insertDrafts(write, drafts);
  await refuseOutside(
    write,
    drafts.filter(({ id }) => !written.has(id)),
  );
  await followWrite(
    write,
    drafts.filter(({ id }) => written.has(id)),
  );
}

async function insertDrafts(write: Write, drafts: readonly Draft[]): Promise<ReadonlySet<string>> {
  const [draft, another] = drafts;
  if (!draft) return new Set();
  if (another && write.execution.transaction) return insertInParts(write, drafts);
  if (another) return insertRecords(write, drafts);
  return new Set((await insertTogether(write, draft)) ? [draft.id] : []);
}

/** While PostgreSQL writes some, the statement of the next ones is made. */
async function insertInParts(write: Write, drafts: readonly Draft[]): Promise<ReadonlySet<string>> {
  const written: string[] = [];
  let writing: Promise<Iterable<string>> = Promise.resolve([]);
  for (let from = 0; from < drafts.length; from += PART) {
    const insertPart = insertionOf(write, drafts.slice(from, from + PART));
    written.push(...(await writing));
    writing = insertPart();
    // It is waited for below; until then nobody shall take its fault for one that nobody looks at.
    writing.catch(() => {});
  }
  written.push(...(await writing));
  return new Set(written);
}

function initialRow({ model, execution, at }: Write, { id }: Draft): Record<string, unknown> {
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
