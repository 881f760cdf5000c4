import type { Dialect } from './dialect.ts';
import { decode } from './encoding.ts';
import { errors } from './errors.ts';
import { readTextRows } from './text-rows.ts';

/** One row of a table below its header. */
export interface Row {
  /** Line of the file in which the row begins, counted from 1. */
  readonly line: number;
  /** Counted from 0, without empty lines. */
  readonly index: number;
  readonly cells: readonly string[];
}

/** How to read a file. */
export interface TableFormat extends Dialect {
  readonly name: string;
  readonly encoding: string;
  /** Rows are counted instead of lines: those of a sheet, where a cell may have several lines. */
  readonly countsRows?: boolean;
}

// oxlint-disable-next-line no-control-regex -- tab, line feed and carriage return are the only ones that text has
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/**
 * Reads a table row by row; the first answer is the header. Empty lines are skipped, cells come as they are but for the mark that
 * keeps a spreadsheet from taking text for a formula.
 * @throws TesseraError `HOST_IMPORT_FILE_UNREADABLE`
 */
export async function* readTable(
  bytes: AsyncIterable<Uint8Array>,
  format: TableFormat,
): AsyncGenerator<Row> {
  let index = -1;
  for await (const { line, cells } of readTextRows(textOf(bytes, format), format)) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (line === 1 && /^sep=.?$/i.test(cells.join(''))) continue;
    yield { line, index, cells: cells.map(unmark) };
    index += 1;
  }
}

async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  { name, encoding }: TableFormat,
): AsyncGenerator<string> {
  for await (const text of decode(bytes, encoding)) {
    if (BINARY.test(text)) {
      const reason =
        'it has signs that no text has; perhaps it is not a table, or its encoding is another.';
      throw errors.fileUnreadable({ name, reason });
    }
    yield text;
  }
}

/** `'=1` is how `=1` was written down so that no spreadsheet computes it. */
function unmark(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
