import type { Principal } from '../permissions/policy.ts';
import type { Assembly } from '../plugin/assembly.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { orKept } from './or-kept.ts';
import { updateRecords } from './update-records.ts';
import type { Draft, Write } from './write-draft.ts';
import { isOwnReadable } from './write-statement.ts';
import { canShare, isOfRecords } from './write-together.ts';

/** A changed record that waits to be written. */
interface Change {
  readonly write: Write;
  readonly draft: Draft;
}

/** Those who change the same fields of records of an entity. */
type Gatherings = Map<string, Gathering<Change, boolean>>;

// What is under way, by who asks; it goes when an assembly or a principal goes.
const gatherings = new WeakMap<Assembly, WeakMap<Principal, Gatherings>>();

/**
 * Writes what changes of a record with all that is told of it; answers whether it still had the version that it was read with. While a statement
 * is under way, those who change the same fields of other records of the entity, as the same principal, wait and share the next one. Each is told
 * of with its own request and moment, and neither a fault nor a conflict of one is that of the others.
 */
export async function updateTogether(write: Write, draft: Draft): Promise<boolean> {
  const change = { write, draft };
  const isPlain = draft.entered.size === 0 && canShare(change);
  return isPlain ? gatheringOf(change).ask(change) : updateAlone(change);
}

async function updateAlone({ write, draft }: Change): Promise<boolean> {
  return (await updateRecords(write, [draft], [])).has(draft.id);
}

function gatheringOf({ write, draft }: Change): Gathering<Change, boolean> {
  const { assembly, principal, source } = write.execution;
  const ofAssembly = orKept(gatherings, assembly, () => new WeakMap());
  const ofPrincipal = orKept(ofAssembly, principal, () => new Map());
  const key = [write.model.id, source, ...draft.changed.toSorted()].join(' ');
  return orKept(ofPrincipal, key, () => createGathering(updateAll, () => ofPrincipal.delete(key)));
}

/** The first change of each record goes with those of others; a second one of the same follows it. */
async function updateAll(
  changes: readonly Change[],
): Promise<readonly (boolean | Promise<boolean>)[]> {
  const firsts = new Map<string, Change>();
  for (const change of changes)
    if (!firsts.has(change.draft.id)) firsts.set(change.draft.id, change);
  const written = await updateShared([...firsts.values()]);
  // Who was passed over learns by himself whether the record is another now, or who holds it lets go.
  return changes.map((change) =>
    written.has(change.draft.id) && firsts.get(change.draft.id) === change
      ? true
      : updateAlone(change),
  );
}

/** The ids of what was written; none where PostgreSQL refused the statement for what is in it. */
async function updateShared(changes: readonly Change[]): Promise<ReadonlySet<string>> {
  const writes = new Map(changes.map(({ draft, write }) => [draft, write]));
  const { write } = changes[0]!;
  try {
    const ids = await updateRecords(write, [...writes.keys()], [], writes);
    for (const { draft, write: own } of changes)
      draft.isReadable = isOwnReadable(own, [draft]) || undefined;
    return ids;
  } catch (error) {
    if (isOfRecords(write, error)) return new Set();
    throw error;
  }
}
