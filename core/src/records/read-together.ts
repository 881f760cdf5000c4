import type { Execution } from '../plugin/execution.ts';
import { createCommonGathering, type Gathering } from './gathering.ts';
import { orKept } from './or-kept.ts';
import { recordsJson, type RecordsJson } from './page-json.ts';
import type { CompiledQuery } from './query-compiler.ts';
import type { CompiledRead } from './query-one.ts';
import { runStatement, settle, type Found, type Given, type Statement } from './query-statement.ts';
import type { RowTexts } from './sent-row.ts';
import { presumedOf } from './settle-standing.ts';

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
  const answer = (last: Asked, asked: readonly Asked[]): Promise<Found> =>
    runStatement(last.execution, statement, { ids: asked.map((one) => one.id ?? '') });
  const one = { execution, id };
  const found = isAlone(execution)
    ? await answer(one, [one])
    : await gatheringOf(ofRecords, { execution, statement, key: '' }, answer, AT_ONCE).ask(one);
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
  const answer = async (last: Asked): Promise<FoundPage> => {
    const found = await runStatement(last.execution, statement, given);
    return { ...found, records: recordsJson(last.execution, compiled, found.rows) };
  };
  const key = JSON.stringify(given);
  const found = isAlone(execution)
    ? await answer({ execution })
    : await gatheringOf(ofPages, { execution, statement, key }, answer).ask({ execution });
  settle(execution, found);
  return found;
}

/** What is read within a transaction is its own, and the items of one write share their reads by themselves. */
function isAlone({ transaction, reads }: Execution): boolean {
  return Boolean(transaction ?? reads);
}

/** Those who ask as he does. */
function gatheringOf<Answer>(
  kept: WeakMap<Statement, WeakMap<object, Gatherings<Answer>>>,
  asking: { readonly execution: Execution; readonly statement: Statement; readonly key: string },
  answer: (last: Asked, asked: readonly Asked[]) => Promise<Answer>,
  atOnce?: number,
): Gathering<Asked, Answer> {
  const { statement, key } = asking;
  const presumed = presumedOf(asking.execution) ?? statement;
  const ofStatement = orKept(kept, statement, () => new WeakMap());
  const ofPresumed = orKept(ofStatement, presumed, () => new Map());
  return orKept(ofPresumed, key, () =>
    createCommonGathering(answer, () => ofPresumed.delete(key), atOnce),
  );
}
