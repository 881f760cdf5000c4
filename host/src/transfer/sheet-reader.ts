import { plainCsvLine } from './csv-line.ts';
import { errors } from './errors.ts';
import { findArchiveFault } from './sheet-archive.ts';

/** Bytes of a workbook at most; larger tables come as CSV, which is read row by row. */
export const WORKBOOK_LIMIT = 25 * 1024 * 1024;
const UNPACKED_LIMIT = 250 * 1024 * 1024;
const TABLE_LIMIT = 100 * 1024 * 1024;
const MOST_COLUMNS = 2000;
const MOST_ROWS = 1_048_576;

/** A sheet of a workbook as a table of text. */
export interface SheetTable {
  readonly sheet: string;
  /** Names of the sheets that are not hidden. */
  readonly sheets: readonly string[];
  /** CSV in UTF-8, with commas; row 7 of the sheet is its row 7. */
  readonly bytes: Uint8Array;
}

/** Whether the first bytes are those of a ZIP archive, as every workbook is. */
export function isArchive(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/**
 * Reads a sheet of an Excel workbook, the first one when none is named: texts as they are, numbers in full, days and moments in
 * ISO 8601, of formulas the value that Excel has computed.
 * @throws TesseraError `HOST_IMPORT_FILE_UNREADABLE`
 */
export async function readSheet(
  workbook: Uint8Array,
  { name, sheet }: { readonly name: string; readonly sheet?: string | undefined },
): Promise<SheetTable> {
  const refuse = (reason: string, cause?: unknown): Error =>
    errors.fileUnreadable({ name, reason }, { cause });
  const fault = findArchiveFault(workbook, UNPACKED_LIMIT);
  if (fault !== undefined) throw refuse(fault);
  const sheets = await sheetsOf(workbook).catch((error: unknown) => {
    throw refuse('it is a ZIP archive, but not an Excel workbook that can be read.', error);
  });
  const chosen = sheet ?? sheets[0];
  if (chosen === undefined) throw refuse('it has no sheet.');
  if (!sheets.includes(chosen)) throw refuse(`it has no sheet “${chosen}”.`);
  const lines: Uint8Array[] = [];
  const encoder = new TextEncoder();
  let size = 0;
  let next = 0;
  let text = '';
  const flush = (): void => {
    const bytes = encoder.encode(text);
    size += bytes.byteLength;
    if (size > TABLE_LIMIT) throw refuse('the sheet is too large; save it as CSV.');
    lines.push(bytes);
    text = '';
  };
  try {
    const { streamXlsxRows } = await import('hucre/xlsx');
    // Nothing is awaited in here: rows that are not taken at once would pile up in the reader.
    for await (const row of streamXlsxRows(workbook, { sheet: chosen })) {
      if (row.index >= MOST_ROWS || row.values.length > MOST_COLUMNS)
        throw refuse(`it has more than ${MOST_COLUMNS} columns or ${MOST_ROWS} rows.`);
      for (; next < row.index; next += 1) text += '\r\n';
      text += plainCsvLine(row.values.map(cellText));
      next += 1;
      if (text.length > 256 * 1024) flush();
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'TesseraError') throw error;
    throw refuse('the sheet is damaged.', error);
  }
  flush();
  return { sheet: chosen, sheets, bytes: Buffer.concat(lines) };
}

async function sheetsOf(workbook: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  const { readXlsx } = await import('hucre/xlsx');
  await readXlsx(workbook, {
    sheets: (info) => {
      if (!info.hidden && !info.veryHidden) names.push(info.name);
      return false;
    },
  });
  return names;
}

/** A day has no time; a moment is on the wall clock of whoever wrote it. */
function cellText(value: string | number | boolean | Date | null): string {
  if (value === null) return '';
  if (!(value instanceof Date))
    return typeof value === 'number' ? numberText(value) : String(value);
  if (Number.isNaN(value.getTime())) return '';
  const text = value.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
}

/** Without the digits that binary numbers add (0.1 + 0.2), and without an exponent. */
function numberText(value: number): string {
  const exact = Number(value.toPrecision(15));
  return Math.abs(exact) < 1e21 && Math.abs(exact) >= 1e-6
    ? String(exact)
    : exact === 0
      ? '0'
      : exact.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}
