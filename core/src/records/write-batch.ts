import { errors } from '../errors.ts';
import { runIn, type Execution } from '../plugin/execution.ts';
import { retryTransient } from './database.ts';
import type { BulkOptions, Change } from './records.ts';
import { pastOf } from './event.ts';
import { settleStanding } from './settle-standing.ts';
import { live, type Draft, type Stored, type Write } from './write-draft.ts';
import { toFailure } from './write-failure.ts';

/** Writes drafts together. It throws when one of them fails, and may be called again with fewer. */
export type Attempt = (write: Write, drafts: readonly Draft[]) => Promise<void>;

/** Undoes a batch of which an item failed; nobody else meets it. */
class Undone extends Error {}

/** How often a write of its own transaction runs again after a deadlock. */
const RETRIES = 3;

/**
 * Writes what nothing is wrong with. `each`: those that fail are found by halving, the rest is written. `all`: one
 * failure undoes everything, and the others say so. Each draft that fails carries its error.
 */
export async function writeBatch(
  write: Write,
  drafts: readonly Draft[],
  atomic: NonNullable<BulkOptions['atomic']>,
  needsTransaction: boolean,
  attempt: Attempt,
): Promise<void> {
  const ready = live(drafts);
  const whole = atomic === 'all' && drafts.length > 1;
  if (ready.length === 0 || (whole && ready.length < drafts.length))
    return refuseRest(drafts, whole);
  try {
    await inTransaction(write.execution, needsTransaction || whole, async (execution) => {
      for (const draft of ready) Object.assign(draft, { error: undefined, conflict: false });
      const inner = { ...write, execution };
      await divide(inner, ready, attempt, ready.length === 1);
      if ((whole || ready.length === 1) && ready.some(({ error, conflict }) => error || conflict))
        throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    refuseRest(drafts, whole);
  }
}

/**
 * Runs the work in a transaction when there is need of one; within an outer one, in a savepoint of it. After a deadlock it
 * runs again: what is undone to a savepoint gives back the locks that were taken since.
 */
export async function inTransaction<T>(
  execution: Execution,
  needed: boolean,
  work: (execution: Execution) => Promise<T>,
  retries = RETRIES,
): Promise<T> {
  const { transaction } = execution;
  if (!transaction && !needed) return work(execution);
  const within = (inner: NonNullable<Execution['transaction']>): Promise<T> => {
    const nested = { ...execution, transaction: inner };
    return runIn(nested, () => work(nested));
  };
  if (transaction) return retryTransient(() => transaction.savepoint(within), needed ? retries : 0);
  await settleStanding(execution);
  return execution.assembly.database.transaction(within, { retries });
}

/** Tells listeners of what was written, once it is committed. */
export function announceWritten(write: Write, drafts: readonly Draft[]): void {
  announceAfterCommit(
    write.execution,
    drafts.map((draft) => new WrittenChange(write, draft)),
  );
}

/** Of many records nobody asks for the values. A class: accessors of an object by itself take ten times the memory. */
class WrittenChange implements Change {
  readonly entity: Change['entity'];
  readonly id: string;
  readonly action: Change['action'];
  readonly changed: readonly string[];
  readonly #before: Stored | undefined;
  readonly #after: Stored | undefined;

  constructor({ model, action }: Write, { id, before, after, changed }: Draft) {
    this.entity = model.id;
    this.id = id;
    this.action = pastOf(action);
    this.changed = changed;
    this.#before = before;
    this.#after = action === 'delete' ? undefined : after;
  }

  get before(): Change['before'] {
    return this.#before?.record ?? null;
  }

  get after(): Change['after'] {
    return this.#after?.record ?? null;
  }
}

export function announceAfterCommit(execution: Execution, changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const announce = (): void => execution.assembly.announce(changes);
  if (execution.transaction) execution.transaction.afterCommit(announce);
  else announce();
}

async function divide(
  write: Write,
  drafts: readonly Draft[],
  attempt: Attempt,
  alone = false,
): Promise<void> {
  try {
    // What surrounds a single draft is undone with it: it needs no savepoint of its own.
    // Without a transaction the attempt is one statement, which a deadlock undoes.
    if (!write.execution.transaction) await retryTransient(() => attempt(write, drafts), RETRIES);
    else if (alone) await attempt(write, drafts);
    else
      await inTransaction(write.execution, false, (execution) =>
        attempt({ ...write, execution }, drafts),
      );
  } catch (error) {
    const failure = toFailure(write.model, error);
    if (!failure) throw error;
    if (drafts.length === 1) {
      for (const draft of drafts) draft.error = failure;
      return;
    }
    const middle = Math.ceil(drafts.length / 2);
    await divide(write, drafts.slice(0, middle), attempt);
    await divide(write, drafts.slice(middle), attempt);
  }
}

function refuseRest(drafts: readonly Draft[], whole: boolean): void {
  if (!whole || !drafts.some((draft) => draft.error)) return;
  for (const draft of drafts) draft.error ??= errors.batchRefused();
}
