import { ApiError } from '@tessera/sdk/ui';
import type { Values } from '../field/field-changes.ts';
import { includeOf } from '../field/field-kind.ts';
import type { WireRecord } from '../field/field-kind.ts';
import type { RecordClient } from './record-client.ts';
import { conflictsOf, decidedChanges } from './record-conflict.ts';
import type { Conflict } from './record-conflict.ts';

export interface Save {
  readonly client: RecordClient;
  /** The record as it was read. */
  readonly before: WireRecord;
  readonly changes: Values;
  /** Asks which of two values of a field is to stay; answers the fields of theirs, or null to give up. */
  readonly decide: (conflicts: readonly Conflict[]) => Promise<ReadonlySet<string> | null>;
}

/**
 * Writes changes onto the version that was read. When somebody else was faster, fields that only one of us changed
 * go through by themselves, the others are asked for. Answers the record as it is now, or null when it was given up.
 */
export async function saveChanges({
  client,
  before,
  changes,
  decide,
}: Save): Promise<WireRecord | null> {
  try {
    return await client.update(before.id, changes, before.version);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 412) throw error;
  }
  const theirs = await client.get(before.id, includeOf(client.entity.fields));
  const conflicts = conflictsOf(before, changes, theirs);
  const takeTheirs = conflicts.length > 0 ? await decide(conflicts) : new Set<string>();
  if (!takeTheirs) return null;
  const mine = decidedChanges(changes, takeTheirs);
  if (Object.keys(mine).length === 0) return theirs;
  return client.update(before.id, mine, theirs.version);
}
