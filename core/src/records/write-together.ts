import { setImmediate } from 'node:timers/promises';
import type { Assembly } from '../plugin/assembly.ts';
import { TesseraError } from '../tessera-error.ts';
import { isTransientFailure } from './connection-error.ts';
import type { Draft, Write } from './write-draft.ts';
import { toFailure } from './write-failure.ts';
import { asksReadable, insertRecords, isOwnReadable } from './write-statement.ts';

/** A new record that waits to be written. */
interface Waiting {
  readonly write: Write;
  readonly draft: Draft;
  readonly resolve: (isWritten: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** A statement that is under way, and those who wait for the next one of its kind. */
interface Gathering {
  readonly write: Write;
  waiting: Waiting[];
}

/** Records of one statement. */
const MAXIMUM_TOGETHER = 64;

// What is under way in an assembly; each goes when nobody waits any more.
const gatherings = new WeakMap<Assembly, Set<Gathering>>();

/**
 * Inserts a new record with all that is told of it; answers whether it could be admitted. While a statement is under way, those who make
 * records of the same entity, as the same principal and by the same token or session, wait and share the next one. Each is told of with
 * its own request and moment, and a fault of one is no fault of the others.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as `insertRecords` does
 */
export async function insertTogether(write: Write, draft: Draft): Promise<boolean> {
  if (!canShare(write, draft)) return insertAlone(write, draft);
  const ofAssembly = gatheringsOf(write.execution.assembly);
  const found = [...ofAssembly].find((one) => isAlike(one.write, write));
  const gathering = found ?? { write, waiting: [] };
  const written = new Promise<boolean>((resolve, reject) => {
    gathering.waiting.push({ write, draft, resolve, reject });
  });
  if (!found) void sendAll(ofAssembly, gathering);
  return written;
}

async function insertAlone(write: Write, draft: Draft): Promise<boolean> {
  return (await insertRecords(write, [draft])).has(draft.id);
}

function gatheringsOf(assembly: Assembly): Set<Gathering> {
  let found = gatherings.get(assembly);
  if (!found) gatherings.set(assembly, (found = new Set()));
  return found;
}

/** Only what a request does by itself, and of which nothing is left to ask once it is written. */
function canShare(write: Write, draft: Draft): boolean {
  const { transaction, running, reason, cause, initiator } = write.execution;
  const isPlain = !transaction && !running && !reason && !cause && !initiator;
  return isPlain && !write.history && !write.cascade && !asksReadable(write, [draft]);
}

function isAlike(one: Write, other: Write): boolean {
  return (
    one.model === other.model &&
    one.execution.principal === other.execution.principal &&
    one.execution.source === other.execution.source &&
    openStanding(one) === openStanding(other)
  );
}

/** What was presumed of who asks, while that is open. */
function openStanding({ execution: { standing } }: Write): object | undefined {
  return standing && !standing.isSettled ? standing.presumed : undefined;
}

async function sendAll(ofAssembly: Set<Gathering>, gathering: Gathering): Promise<void> {
  ofAssembly.add(gathering);
  // Who has been read from the network along with the first one goes with it.
  await setImmediate();
  while (gathering.waiting.length > 0) await send(gathering.waiting.splice(0, MAXIMUM_TOGETHER));
  ofAssembly.delete(gathering);
}

async function send(together: readonly Waiting[]): Promise<void> {
  const [one, another] = together;
  if (one && !another) return sendAlone(one);
  try {
    await insertAll(together);
  } catch (error) {
    // Where nothing was written each learns of his own fault, and the next statement does not wait for that.
    for (const waiting of together)
      if (isOfRecords(waiting.write, error)) void sendAlone(waiting);
      else waiting.reject(error);
  }
}

async function sendAlone({ write, draft, resolve, reject }: Waiting): Promise<void> {
  await insertAlone(write, draft).then(resolve, reject);
}

/** The moment of the last who came is that by which a token or session lasts. */
async function insertAll(together: readonly Waiting[]): Promise<void> {
  const writes = new Map(together.map(({ draft, write }) => [draft, write]));
  const ids = await insertRecords(together.at(-1)!.write, [...writes.keys()], writes);
  for (const { write, draft, resolve } of together) {
    draft.isReadable = isOwnReadable(write, [draft]) || undefined;
    resolve(ids.has(draft.id));
  }
}

/** Whether PostgreSQL refused the statement for what is in it. After any other fault nobody may try again: it may be written, or who asks is nobody. */
function isOfRecords({ model }: Write, error: unknown): boolean {
  if (error instanceof TesseraError) return false;
  return isTransientFailure(error) || toFailure(model, error) !== undefined;
}
