import { csvLine } from './csv-line.ts';
import type { CellValue } from './export-cell.ts';
import type { ExportColumn } from './export-column.ts';

/** With a byte order mark: without one, spreadsheets take UTF-8 for something else. */
const MARK = '\ufeff';

/** A table as CSV, page by page. Source: RFC 4180. */
export async function* writeCsv(
  columns: readonly ExportColumn[],
  pages: AsyncIterable<readonly (readonly CellValue[])[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(MARK + csvLine(columns.map(({ header }) => header)));
  for await (const page of pages)
    yield encoder.encode(page.map((cells) => csvLine(cells.map(cellText))).join(''));
}

function cellText(value: CellValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if ('number' in value) return value.number;
  return 'day' in value ? value.day : value.moment;
}
