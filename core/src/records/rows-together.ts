import type { Execution } from '../plugin/execution.ts';
import { createCommonGathering, type Gathering } from './gathering.ts';
import { orKept } from './or-kept.ts';
import { runByNames, settle, type Found, type Statement } from './query-statement.ts';
import type { Row } from './row.ts';
import { presumedOf } from './settle-standing.ts';

// By the statement with its values, which tell all that its rows depend on, of a database or of what was presumed of who asks; one goes when
// nobody waits for it any more.
const gatherings = new WeakMap<object, Map<string, Gathering<Execution, Found<Row>>>>();

/**
 * The rows of a statement, whose columns are found by their names. While it is under way, those who ask for the very same wait and share the next
 * one: none answers who came after it was sent. A transaction asks by itself.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as `readStatement` does
 */
export async function queryTogether(
  execution: Execution,
  statement: Statement,
): Promise<readonly Row[]> {
  const found = execution.transaction
    ? await runByNames(execution, statement)
    : await gatheringOf(execution, statement).ask(execution);
  settle(execution, found);
  return found.rows;
}

function gatheringOf(execution: Execution, statement: Statement): Gathering<Execution, Found<Row>> {
  const of = presumedOf(execution) ?? execution.assembly.database;
  const kept = orKept(gatherings, of, () => new Map());
  const { select, from, values } = statement;
  const key = JSON.stringify([select, from, values]);
  return orKept(kept, key, () =>
    createCommonGathering(
      (last: Execution) => runByNames(last, statement),
      () => kept.delete(key),
    ),
  );
}
