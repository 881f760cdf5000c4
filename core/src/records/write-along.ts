import type { EntityModel } from '../entities/model.ts';
import { store, versionOf, type Draft, type Write } from './write-draft.ts';
import { toFailure } from './write-failure.ts';
import { followWrite } from './write-follow.ts';
import { updateRecords } from './update-records.ts';

/** Says what columns of a record will be, for what follows from another write and that nobody typed. */
export function changeColumns(
  { execution, at }: Write,
  model: EntityModel,
  draft: Draft,
  columns: Record<string, unknown>,
): void {
  const row = {
    ...draft.before?.row,
    version: versionOf(draft.before) + 1,
    updated_at: at,
    updated_by: execution.principal.userId,
    ...columns,
  };
  draft.after = store({ execution, model }, row);
}

/** Writes records whose columns were changed so, with all that is told of them and follows from them. */
export async function writeAlong(
  write: Write,
  drafts: readonly Draft[],
  columns: readonly string[],
): Promise<void> {
  try {
    await updateRecords(write, drafts, columns);
  } catch (error) {
    // The fault may lie with an entity that only goes along: it is told in that entity's words.
    throw toFailure(write.model, error) ?? error;
  }
  await followWrite(write, drafts);
}
