import { v4 as uuid } from 'uuid';
import { quoteName, quoteText, type Parameters } from './sql-parameters.ts';

/** A column of rows: what each of them has there, as PostgreSQL reads its type from a text; null is no value. */
export interface LineColumn {
  readonly name: string;
  readonly type: string;
  readonly lines: readonly (string | null)[];
}

/** What stands between two lines, and a line that stands for no value. */
interface Marks {
  readonly between: string;
  readonly nothing: string;
}

const USUAL: Marks = { between: '\n', nothing: String.raw`\N` };

/**
 * Rows of a statement as `r`, column by column, each column as the lines of one text. PostgreSQL takes twice as long for rows that come as
 * JSON, where it reads what is to be `jsonb` three times.
 */
export function linesOf(
  rows: readonly object[],
  columns: Iterable<readonly [name: string, type: string]>,
  parameters: Parameters,
): string {
  return rowsOfLines(lineColumns(rows, columns), parameters);
}

/** The columns of rows whose values are by their names. */
export function lineColumns(
  rows: readonly object[],
  columns: Iterable<readonly [name: string, type: string]>,
): LineColumn[] {
  return [...columns].map(([name, type]) => ({
    name,
    type,
    lines: rows.map((row) => lineOf((row as Readonly<Record<string, unknown>>)[name], type)),
  }));
}

/** Rows of a statement that are there as columns; at least one column. */
export function rowsOfLines(
  columns: readonly LineColumn[],
  parameters: Parameters,
  alias = 'r',
): string {
  const as = `${alias}(${columns.map(({ name }) => quoteName(name)).join(', ')})`;
  if (columns[0]?.lines.length === 1) {
    const bound = columns.map(({ type, lines }) => parameters.bind(lines[0] ?? null, type));
    return `(values (${bound.join(', ')})) as ${as}`;
  }
  const lists = columns.map(({ type, lines }) => `${listOf(lines, parameters)}::${type}[]`);
  return `unnest(${lists.join(', ')}) as ${as}`;
}

/** A value as PostgreSQL reads its type from a text. */
export function lineOf(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && type !== 'jsonb') return value;
  return JSON.stringify(value);
}

function listOf(lines: readonly (string | null)[], parameters: Parameters): string {
  const { between, nothing } = lines.every(isUsual) ? USUAL : unusualMarks();
  const text = parameters.bind(lines.map((line) => line ?? nothing).join(between), 'text');
  return `string_to_array(${text}, ${markOf(between, parameters)}, ${markOf(nothing, parameters)})`;
}

function isUsual(line: string | null): boolean {
  return line === null || !(line.includes(USUAL.between) || line === USUAL.nothing);
}

/** Such as no text has. */
function unusualMarks(): Marks {
  return { between: uuid(), nothing: uuid() };
}

/** The usual ones stand in the text of the statement; with others it stays the same for all of them. */
function markOf(mark: string, parameters: Parameters): string {
  if (mark === USUAL.between) return String.raw`E'\n'`;
  return mark === USUAL.nothing ? quoteText(mark) : parameters.bind(mark, 'text');
}
