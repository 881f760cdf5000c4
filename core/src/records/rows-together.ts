import type { Execution } from '../plugin/execution.ts';
import { currentSql } from './database.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { askStanding } from './query-statement.ts';
import type { Row } from './row.ts';
import { createParameters } from './sql-parameters.ts';

/** A read whose rows are found by the names of their columns. */
export interface RowsStatement {
  /** Up to the columns that it selects. */
  readonly select: string;
  /** What follows the columns; begins with a space. */
  readonly from: string;
  readonly values: readonly unknown[];
}

/** The rows, and the standing that was asked along the way; undefined when none was. */
interface FoundRows {
  readonly rows: readonly Row[];
  readonly standing?: string | null;
}

// By the statement with its values, which tell all that its rows depend on, of a database or of what was presumed of who asks; one goes when
// nobody waits for it any more.
const gatherings = new WeakMap<object, Map<string, Gathering<Execution, FoundRows>>>();

/**
 * The rows of a statement. While it is under way, those who ask for the very same wait and share the next one: none answers who came after it was
 * sent. A transaction asks by itself.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` as `readStatement` does
 */
export async function queryTogether(
  execution: Execution,
  statement: RowsStatement,
): Promise<readonly Row[]> {
  const { transaction, assembly, standing } = execution;
  const found = transaction
    ? await queryRows(execution, statement)
    : await gatheringOf(
        standing && !standing.isSettled ? standing.presumed : assembly.database,
        statement,
      ).ask(execution);
  if (found.standing !== undefined) standing?.settle(found.standing);
  return found.rows;
}

function gatheringOf(of: object, statement: RowsStatement): Gathering<Execution, FoundRows> {
  const kept = gatherings.get(of) ?? new Map<string, Gathering<Execution, FoundRows>>();
  gatherings.set(of, kept);
  const { select, from, values } = statement;
  const key = JSON.stringify([select, from, values]);
  const found =
    kept.get(key) ??
    createGathering<Execution, FoundRows>(
      async (asked) => {
        // The moment of the last who came is that by which a token or session lasts.
        const rows = await queryRows(asked.at(-1)!, statement);
        return asked.map(() => rows);
      },
      () => kept.delete(key),
    );
  kept.set(key, found);
  return found;
}

/** Who asks is asked along the way where that is still open. */
async function queryRows(
  execution: Execution,
  { select, from, values }: RowsStatement,
): Promise<FoundRows> {
  const sql = currentSql(execution);
  const { standing } = execution;
  if (!standing || standing.isSettled) return { rows: await sql.query<Row>(select + from, values) };
  const parameters = createParameters([...values]);
  const column = `, ${standing.sql(parameters)} as "$standing"`;
  const rows = await sql.query<Row>(select + column + from, parameters.values);
  const [row] = rows;
  const found = row ? (row['$standing'] as string | null) : await askStanding(execution, standing);
  return { rows, standing: found };
}
