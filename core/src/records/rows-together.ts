import type { Execution } from '../plugin/execution.ts';
import { currentSql, type Database } from './database.ts';
import { createGathering, type Gathering } from './gathering.ts';
import type { Row } from './row.ts';

type Rows = readonly Row[];

// By the statement with its values, which tell all that its rows depend on; one goes when nobody waits for it any more.
const gatherings = new WeakMap<Database, Map<string, Gathering<void, Rows>>>();

/**
 * The rows of a statement. While it is under way, those who ask for the very same wait and share the next one: none answers who came after it was
 * sent. A transaction asks by itself.
 */
export async function queryTogether(
  execution: Execution,
  text: string,
  values: readonly unknown[],
): Promise<Rows> {
  const { database } = execution.assembly;
  if (execution.transaction) return currentSql(execution).query<Row>(text, values);
  const ofDatabase = gatherings.get(database) ?? new Map<string, Gathering<void, Rows>>();
  gatherings.set(database, ofDatabase);
  const key = JSON.stringify([text, values]);
  const found =
    ofDatabase.get(key) ??
    createGathering<void, Rows>(
      async (asked) => {
        const rows = await database.query<Row>(text, values);
        return asked.map(() => rows);
      },
      () => ofDatabase.delete(key),
    );
  ofDatabase.set(key, found);
  return found.ask();
}
