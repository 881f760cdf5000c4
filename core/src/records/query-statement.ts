import type { Execution, PendingStanding } from '../plugin/execution.ts';
import type { Cursor } from './cursor.ts';
import { currentSql } from './database.ts';
import type { After } from './query-keyset.ts';
import type { Row } from './row.ts';
import type { RowTexts } from './sent-row.ts';
import { readRows } from './shared-reads.ts';
import { createParameters } from './sql-parameters.ts';

/** What differs between two runs of a statement that is kept. */
export interface Given {
  readonly ids?: readonly string[] | undefined;
  readonly offset?: number | undefined;
  readonly cursor?: Cursor | undefined;
}

/** Stands among the values of a statement for what is given when it runs. */
type Place = (given: Given) => unknown;

export const idsPlace: Place = ({ ids }) => ids;
export const offsetPlace: Place = ({ offset }) => offset;

/** The places of a cursor's values; where it has none, none is compared. */
export function cursorPlaces(cursor: Cursor): After {
  const id: Place = (given) => given.cursor?.id;
  const values = cursor.values.map((value, index): Place | null =>
    value === null ? null : (given) => given.cursor?.values[index],
  );
  return { values, id };
}

/** A read; its text and most of its values are kept. */
export interface Statement {
  /** Up to the columns that it selects. */
  readonly select: string;
  /** What follows the columns; begins with a space. */
  readonly from: string;
  readonly values: readonly unknown[];
  /** Whole texts, by the column that they have besides. */
  readonly texts: Map<string, string>;
}

/** Texts of one statement that are kept: a standing is asked in one of a few ways. */
const MAXIMUM_TEXTS = 4;
/** The last column, where the standing was asked along the way. */
const STANDING = '$standing';

export function createStatement(
  select: string,
  from: string,
  values: readonly unknown[],
): Statement {
  return { select, from, values, texts: new Map() };
}

/** What a statement found, for everybody who asked. */
export interface Found<Of = RowTexts> {
  readonly rows: readonly Of[];
  /** The standing that it asked along the way; undefined when it asked for none. */
  readonly standing: string | null | undefined;
}

/**
 * Runs a statement, and settles who asks along the way where that is still open.
 * @throws TesseraError `CORE_NOT_SIGNED_IN` when the caller is no longer who was presumed; the host then asks in full, and the caller never sees it
 */
export async function readStatement(
  execution: Execution,
  statement: Statement,
  given: Given,
): Promise<readonly RowTexts[]> {
  const found = await runStatement(execution, statement, given);
  settle(execution, found);
  return found.rows;
}

/** Tells who asks his standing, where the statement has asked it. @throws TesseraError `CORE_NOT_SIGNED_IN` as {@link readStatement} does */
export function settle({ standing }: Execution, found: Pick<Found, 'standing'>): void {
  if (found.standing !== undefined) standing?.settle(found.standing);
}

/** Runs a statement; who asks is asked along the way where that is still open, and not told yet. */
export async function runStatement(
  execution: Execution,
  statement: Statement,
  given: Given,
): Promise<Found> {
  return run(execution, statement, given, {
    read: (text, values) => readRows(execution, text, values),
    standingOf: (row) => row.at(-1) ?? null,
  });
}

/** Runs a statement as {@link runStatement} does; the columns of its rows are found by their names. */
export async function runByNames(
  execution: Execution,
  statement: Statement,
  given: Given = {},
): Promise<Found<Row>> {
  return run(execution, statement, given, {
    read: (text, values) => currentSql(execution).query<Row>(text, values),
    standingOf: (row) => row[STANDING] as string | null,
  });
}

/** How rows are read, and where in one of them is the standing that was asked along the way. */
interface Reading<Of> {
  readonly read: (text: string, values: readonly unknown[]) => Promise<readonly Of[]>;
  readonly standingOf: (row: Of) => string | null;
}

async function run<Of>(
  execution: Execution,
  statement: Statement,
  given: Given,
  { read, standingOf }: Reading<Of>,
): Promise<Found<Of>> {
  const values = boundValues(statement, given);
  const { standing } = execution;
  if (!standing || standing.isSettled)
    return { rows: await read(textWith(statement, ''), values), standing: undefined };
  const column = `, ${standing.sql(createParameters(values))} as "${STANDING}"`;
  const rows = await read(textWith(statement, column), values);
  const [row] = rows;
  return { rows, standing: row ? standingOf(row) : await askStanding(execution, standing) };
}

/** What is bound to a statement. */
export function boundValues({ values }: Statement, given: Given): unknown[] {
  return values.map((value) => (typeof value === 'function' ? (value as Place)(given) : value));
}

/** Asks by a statement of its own: where there is no row, none tells it. */
export async function askStanding(execution: Execution, standing: PendingStanding) {
  const parameters = createParameters();
  const text = `select ${standing.sql(parameters)}`;
  const [row] = await currentSql(execution).queryTexts(text, parameters.values);
  return row?.[0] ?? null;
}

/** The whole text of a statement with a column besides; it begins with a comma. */
function textWith({ select, from, texts }: Statement, column: string): string {
  let text = texts.get(column);
  if (text === undefined) {
    text = `${select}${column}${from}`;
    if (texts.size < MAXIMUM_TEXTS) texts.set(column, text);
  }
  return text;
}
