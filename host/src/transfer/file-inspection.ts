import { detectDialect } from './dialect.ts';
import { decode, detectEncoding, isEncoding } from './encoding.ts';
import { errors } from './errors.ts';
import { readTable, type Row, type TableFormat } from './row-reader.ts';

/** What a file holds, as it was found or as its sender says. */
export interface Inspection {
  readonly format: TableFormat;
  readonly headers: readonly string[];
  /** Rows below the header. */
  readonly rows: number;
  /** The first rows. */
  readonly sample: readonly (readonly string[])[];
}

export interface InspectionOptions {
  readonly name: string;
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
}

type Open = () => Promise<AsyncIterable<Uint8Array>>;

const HEAD_CHARACTERS = 64 * 1024;
const SAMPLE_ROWS = 10;
const MOST_COLUMNS = 2000;

/** Finds encoding and delimiter of a table, and reads it once, whole: what comes later does not fail half way. */
export async function inspectTable(open: Open, options: InspectionOptions): Promise<Inspection> {
  const { name } = options;
  const encoding = options.encoding ?? (await findEncoding(open, name));
  if (!isEncoding(encoding)) {
    throw errors.fileUnreadable({ name, reason: `there is no encoding “${encoding}”.` });
  }
  const dialect = detectDialect(await readHead(open, encoding));
  const format = { name, encoding, ...dialect, delimiter: options.delimiter ?? dialect.delimiter };
  let headers: readonly string[] | undefined;
  let rows = 0;
  const sample: (readonly string[])[] = [];
  for await (const row of readTable(await open(), format)) {
    if (row.cells.length > MOST_COLUMNS) {
      throw errors.fileUnreadable({
        name,
        reason: `it has ${row.cells.length} columns, and ${MOST_COLUMNS} are the most.`,
      });
    }
    if (headers === undefined) headers = nameHeaders(row.cells);
    else {
      rows += 1;
      if (sample.length < SAMPLE_ROWS) sample.push(row.cells);
    }
  }
  if (headers === undefined) throw errors.fileUnreadable({ name, reason: 'it is empty.' });
  return { format, headers, rows, sample };
}

/** The rows below the header, beginning with the one of this index. */
export async function* readRowsFrom(
  bytes: AsyncIterable<Uint8Array>,
  format: TableFormat,
  first: number,
): AsyncGenerator<Row> {
  for await (const row of readTable(bytes, format)) if (row.index >= first) yield row;
}

/** The dialect of a file that was inspected before. */
export async function formatOf(
  open: Open,
  known: {
    readonly name: string;
    readonly encoding: string;
    readonly delimiter: string;
    readonly sheet: string | null;
  },
): Promise<TableFormat> {
  const { name, encoding, delimiter, sheet } = known;
  const { bareCr } = detectDialect(await readHead(open, encoding));
  return { name, encoding, delimiter, bareCr, countsRows: sheet !== null };
}

async function findEncoding(open: Open, name: string): Promise<string> {
  const found = await detectEncoding(await open());
  if ('wrong' in found) throw errors.fileUnreadable({ name, reason: found.wrong });
  return found.encoding;
}

async function readHead(open: Open, encoding: string): Promise<string> {
  let head = '';
  for await (const text of decode(await open(), encoding)) {
    head += text;
    if (head.length >= HEAD_CHARACTERS) break;
  }
  return head.slice(0, HEAD_CHARACTERS);
}

/** A column without a name, or with the name of one before it, gets a name of its own: `Column 3`, `Phone (2)`. */
function nameHeaders(cells: readonly string[]): string[] {
  const names = new Set<string>();
  const counts = new Map<string, number>();
  for (const [index, cell] of cells.entries()) {
    const name = cell.normalize('NFC').trim().replaceAll(/\s+/g, ' ') || `Column ${index + 1}`;
    let free = name;
    let count = counts.get(name) ?? 1;
    // Where the last one of this name left off: to begin anew each time would take hours for a wide file.
    for (; names.has(free); free = `${name} (${count})`) count += 1;
    counts.set(name, count);
    names.add(free);
  }
  return [...names];
}
