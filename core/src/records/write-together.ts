import type { Assembly } from '../plugin/assembly.ts';
import { TesseraError } from '../tessera-error.ts';
import { isTransientFailure } from './connection-error.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { orKept } from './or-kept.ts';
import { presumedOf } from './settle-standing.ts';
import type { Draft, Write } from './write-draft.ts';
import { toFailure } from './write-failure.ts';
import { asksReadable, insertRecords, isOwnReadable } from './write-statement.ts';

/** A new record that waits to be written. */
interface Creation {
  readonly write: Write;
  readonly draft: Draft;
}

/** Those who make records alike, by the write of the first of them and what was presumed of him. */
interface Alike {
  readonly write: Write;
  readonly presumed: object | undefined;
  readonly gathering: Gathering<Creation, boolean>;
}

/** Statements of one kind under way: while one waits for the disk, or for what somebody else holds, the next is worked on. */
const AT_ONCE = 2;

// What is under way in an assembly; each goes when nobody waits any more.
const known = new WeakMap<Assembly, Set<Alike>>();

/**
 * Inserts a new record with all that is told of it; answers whether it could be admitted. While statements are under way, those who make
 * records of the same entity, as the same principal and by the same token or session, wait and share the next one. Each is told of with
 * its own request and moment, and a fault of one is no fault of the others.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as `insertRecords` does
 */
export async function insertTogether(write: Write, draft: Draft): Promise<boolean> {
  const creation = { write, draft };
  return canShare(creation) ? gatheringOf(write).ask(creation) : insertAlone(creation);
}

async function insertAlone({ write, draft }: Creation): Promise<boolean> {
  return (await insertRecords(write, [draft])).has(draft.id);
}

/** Whether a write may share its statement: only what a request does by itself, and of which nothing is left to ask once it is written. */
export function canShare({ write, draft }: Creation): boolean {
  const { transaction, running, reason, cause, initiator } = write.execution;
  const isPlain = !transaction && !running && !reason && !cause && !initiator;
  return isPlain && !write.history && !write.own && !write.cascade && !asksReadable(write, [draft]);
}

function gatheringOf(write: Write): Gathering<Creation, boolean> {
  const { assembly } = write.execution;
  const ofAssembly = orKept(known, assembly, () => new Set<Alike>());
  for (const one of ofAssembly) if (isAlike(one, write)) return one.gathering;
  const gathering = createGathering(insertAll, () => ofAssembly.delete(alike), AT_ONCE);
  const alike: Alike = { write, presumed: presumedOf(write.execution), gathering };
  ofAssembly.add(alike);
  return gathering;
}

function isAlike({ write: { model, execution }, presumed }: Alike, other: Write): boolean {
  return (
    model === other.model &&
    execution.principal === other.execution.principal &&
    execution.source === other.execution.source &&
    presumed === presumedOf(other.execution)
  );
}

async function insertAll(
  together: readonly Creation[],
): Promise<readonly (boolean | Promise<boolean>)[]> {
  const [one, another] = together;
  if (one && !another) return [await insertAlone(one)];
  try {
    return await insertShared(together);
  } catch (error) {
    // Where nothing was written each learns of his own fault, and the next statement does not wait for that.
    if (one && isOfRecords(one.write, error)) return together.map(insertAlone);
    throw error;
  }
}

/** The moment of the last who came is that by which a token or session lasts. */
async function insertShared(together: readonly Creation[]): Promise<boolean[]> {
  const writes = new Map(together.map(({ draft, write }) => [draft, write]));
  const ids = await insertRecords(together.at(-1)!.write, [...writes.keys()], writes);
  return together.map(({ write, draft }) => {
    draft.isReadable = isOwnReadable(write, [draft]) || undefined;
    return ids.has(draft.id);
  });
}

/** Whether PostgreSQL refused the statement for what is in it. After any other fault nobody may try again: it may be written, or who asks is nobody. */
export function isOfRecords({ model }: Write, error: unknown): boolean {
  if (error instanceof TesseraError) return false;
  return isTransientFailure(error) || toFailure(model, error) !== undefined;
}
