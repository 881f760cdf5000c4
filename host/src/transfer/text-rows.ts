import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { errors } from './errors.ts';
import type { TableFormat } from './row-reader.ts';

/** A row of a text, empty ones too. */
export interface TextRow {
  /** Line of the text in which the row begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Bytes of one row at most: a quote that is never closed would swallow the file. */
const LONGEST_ROW = 1024 * 1024;
/** So many characters are never more bytes than that, in any encoding. */
const PLAIN_CHARACTERS = LONGEST_ROW / 4;

/**
 * Reads a text row by row. Up to the first quotation mark a row is a line, which needs no parser.
 * @throws TesseraError `HOST_IMPORT_FILE_UNREADABLE`
 */
export async function* readTextRows(
  texts: AsyncIterable<string>,
  format: TableFormat,
): AsyncGenerator<TextRow> {
  const pieces = texts[Symbol.asyncIterator]();
  let line = 1;
  let open = '';
  try {
    for (let isPlain = !format.bareCr; isPlain;) {
      const piece = await pieces.next();
      if (piece.done) break;
      open += piece.value;
      isPlain = !open.includes('"') && open.length <= PLAIN_CHARACTERS;
      const end = open.lastIndexOf('\n');
      if (!isPlain || end < 0) continue;
      for (const text of open.slice(0, end).split('\n'))
        yield { line: line++, cells: withoutReturn(text).split(format.delimiter) };
      open = open.slice(end + 1);
    }
    yield* parseRows(startingWith(open, pieces), format, line);
  } finally {
    await pieces.return?.();
  }
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

async function* startingWith(text: string, pieces: AsyncIterator<string>): AsyncGenerator<string> {
  if (text !== '') yield text;
  for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) yield piece.value;
}

/** Rows whose cells may be quoted; the text begins in this line of the file. */
async function* parseRows(
  texts: AsyncIterable<string>,
  { name, delimiter, bareCr, countsRows }: TableFormat,
  firstLine: number,
): AsyncGenerator<TextRow> {
  const lineEnd = bareCr ? /\r\n|\r|\n/g : /\n/g;
  let nextLine = firstLine;
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
  pipeline(Readable.from(texts), parser, () => {});
  try {
    for await (const cells of parser as AsyncIterable<string[]>)
      yield { line: lines.shift() ?? nextLine, cells };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw errors.fileUnreadable({ name, reason: reasonOf(error, nextLine) }, { cause: error });
  }
}

function reasonOf({ code, message }: CsvError, line: number): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    return `the row that begins in line ${line} has a quotation mark that is never closed.`;
  }
  return `line ${line}: ${message}`;
}
