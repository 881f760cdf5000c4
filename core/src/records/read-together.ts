import type { Execution } from '../plugin/execution.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { recordsJson, type RecordsJson } from './page-json.ts';
import type { CompiledQuery } from './query-compiler.ts';
import type { CompiledRead } from './query-one.ts';
import { runStatement, settle, type Found, type Given, type Statement } from './query-statement.ts';
import type { RowTexts } from './sent-row.ts';

/** Somebody who waits for a record, or for a page of what all who wait with him asked for. */
interface Asked {
  readonly execution: Execution;
  readonly id?: string;
}

/** Those who ask alike, by what is given to their statement; one goes when nobody waits any more. */
type Gatherings<Answer> = Map<string, Gathering<Asked, Answer>>;

/** Statements of records under way: while PostgreSQL answers one, the host takes in the next. Who asks for the same page wants the same one. */
const AT_ONCE = 2;

// What follows from a statement, so of one principal in one assembly, and from what was presumed of who asks; it goes when either goes.
const ofRecords = new WeakMap<Statement, WeakMap<object, Gatherings<Found>>>();
const ofPages = new WeakMap<Statement, WeakMap<object, Gatherings<FoundPage>>>();

/** What the statement of a page found, and its records as they are answered. */
interface FoundPage extends Found {
  readonly records: RecordsJson;
}

/**
 * The row of the record with this id. While a statement is under way, those who ask for the same of other records, as the same principal and by
 * the same token or session, wait and share the next one: no statement answers who came after it was sent.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as `readStatement` does
 */
export async function readTogether(
  execution: Execution,
  { statement, id: at }: CompiledRead,
  id: string,
): Promise<RowTexts | undefined> {
  const answer = async (asked: readonly Asked[]): Promise<Found> =>
    runStatement(lastOf(asked), statement, { ids: asked.map((one) => one.id ?? '') });
  const found = isAlone(execution)
    ? await answer([{ execution, id }])
    : await gatheringOf(ofRecords, { execution, statement, key: '' }, answer, AT_ONCE).ask({
        execution,
        id,
      });
  settle(execution, found);
  return found.rows.find((row) => row[at] === id);
}

/**
 * The page that a query finds. Those who ask for the very same, as the same principal and by the same token or session, share a statement as
 * {@link readTogether} does, and what is made of it.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as `readStatement` does
 */
export async function readPageTogether(
  execution: Execution,
  compiled: CompiledQuery,
  given: Given,
): Promise<FoundPage> {
  const { statement } = compiled;
  const answer = async (asked: readonly Asked[]): Promise<FoundPage> => {
    const last = lastOf(asked);
    const found = await runStatement(last, statement, given);
    return { ...found, records: recordsJson(last, compiled, found.rows) };
  };
  const key = JSON.stringify(given);
  const found = isAlone(execution)
    ? await answer([{ execution }])
    : await gatheringOf(ofPages, { execution, statement, key }, answer).ask({ execution });
  settle(execution, found);
  return found;
}

/** What is read within a transaction is its own, and the items of one write share their reads by themselves. */
function isAlone({ transaction, reads }: Execution): boolean {
  return Boolean(transaction ?? reads);
}

/** The moment of the last who came is that by which a token or session lasts. */
function lastOf(asked: readonly Asked[]): Execution {
  return asked.at(-1)!.execution;
}

/** Those who ask as he does. */
function gatheringOf<Answer>(
  kept: WeakMap<Statement, WeakMap<object, Gatherings<Answer>>>,
  asking: { readonly execution: Execution; readonly statement: Statement; readonly key: string },
  answer: (asked: readonly Asked[]) => Promise<Answer>,
  atOnce?: number,
): Gathering<Asked, Answer> {
  const { statement, key } = asking;
  const { standing } = asking.execution;
  const presumed = standing && !standing.isSettled ? standing.presumed : statement;
  const ofStatement = orKept(kept, statement, () => new WeakMap());
  const ofPresumed = orKept(ofStatement, presumed, () => new Map());
  return orKept(ofPresumed, key, () =>
    createGathering(
      async (asked: readonly Asked[]) => {
        const found = await answer(asked);
        return asked.map(() => found);
      },
      () => ofPresumed.delete(key),
      atOnce,
    ),
  );
}

/** What is kept for the key, made where there is nothing yet. */
function orKept<Key, Value>(
  kept: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  let value = kept.get(key);
  if (value === undefined) kept.set(key, (value = make()));
  return value;
}
