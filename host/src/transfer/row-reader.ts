import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Dialect } from './dialect.ts';
import { decode } from './encoding.ts';
import { errors } from './errors.ts';

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

/** Bytes of one row at most: a quote that is never closed would swallow the file. */
const LONGEST_ROW = 1024 * 1024;
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
  const { name, delimiter, bareCr, countsRows } = format;
  const lineEnd = bareCr ? /\r\n|\r|\n/g : /\n/g;
  let nextLine = 1;
  /** Where the rows begin that the parser has found and nobody has taken yet. */
  const lines: number[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: bareCr ? ['\r\n', '\r', '\n'] : ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW,
    on_record: (cells: string[]) => {
      lines.push(nextLine);
      nextLine += 1;
      if (countsRows) return cells;
      for (const cell of cells) nextLine += cell.match(lineEnd)?.length ?? 0;
      return cells;
    },
  });
  // The parser tells of an error of its source too.
  pipeline(Readable.from(textOf(bytes, format)), parser, () => {});
  let index = -1;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      const line = lines.shift() ?? nextLine;
      if (cells.every((cell) => cell.trim() === '')) continue;
      if (line === 1 && /^sep=.?$/i.test(cells.join(''))) continue;
      yield { line, index, cells: cells.map(unmark) };
      index += 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw errors.fileUnreadable({ name, reason: reasonOf(error, nextLine) }, { cause: error });
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

function reasonOf({ code, message }: CsvError, line: number): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    return `the row that begins in line ${line} has a quotation mark that is never closed.`;
  }
  return `line ${line}: ${message}`;
}
