import type { CellValue } from './export-cell.ts';
import type { ExportColumn } from './export-column.ts';

const FORMATS: Readonly<Partial<Record<ExportColumn['kind'], string>>> = {
  day: 'yyyy-mm-dd',
  moment: 'yyyy-mm-dd hh:mm',
};
const WIDTHS: Readonly<Record<ExportColumn['kind'], number>> = {
  text: 24,
  number: 14,
  day: 12,
  moment: 18,
  boolean: 8,
};
/** Digits that a spreadsheet keeps of a number; longer ones stay texts. */
const MOST_DIGITS = 15;
/** Characters that a cell holds. Source: Excel specifications and limits. */
const LONGEST_TEXT = 32_767;
// oxlint-disable-next-line no-control-regex -- XML 1.0 has no place for them
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A table as an Excel workbook, page by page: typed cells, header frozen, moments on the clock of the time zone. */
export async function* writeWorkbook(
  columns: readonly ExportColumn[],
  pages: AsyncIterable<readonly (readonly CellValue[])[]>,
  { name, timeZone }: { readonly name: string; readonly timeZone: string },
): AsyncGenerator<Uint8Array> {
  const { writeXlsxStream } = await import('hucre/xlsx');
  const clock = createClock(timeZone);
  const rows = async function* (): AsyncGenerator<(string | number | boolean | Date | null)[]> {
    for await (const page of pages)
      for (const cells of page) yield cells.map((cell) => cellOf(cell, clock));
  };
  const stream = writeXlsxStream(rows(), {
    name: sheetName(name),
    columns: columns.map(({ header, kind }) => ({
      header: header.replaceAll(FORBIDDEN, ''),
      width: WIDTHS[kind],
      ...(FORMATS[kind] ? { numFmt: FORMATS[kind] } : {}),
    })),
    freezePane: { rows: 1 },
  });
  yield* stream as unknown as AsyncIterable<Uint8Array>;
}

function cellOf(
  value: CellValue,
  clock: (moment: string) => Date | null,
): string | number | boolean | Date | null {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.replaceAll(FORBIDDEN, '').slice(0, LONGEST_TEXT);
  if ('number' in value) {
    const digits = value.number.replaceAll(/\D/g, '').replace(/^0+/, '');
    return digits.length > MOST_DIGITS ? value.number : Number(value.number);
  }
  if ('moment' in value) return clock(value.moment) ?? value.moment;
  const day = new Date(`${value.day}T00:00:00Z`);
  return isShown(day) ? day : value.day;
}

/** A spreadsheet knows neither zones nor days before 1900: the wall clock of the zone stands in the cell. */
function createClock(timeZone: string): (moment: string) => Date | null {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (moment) => {
    const at = new Date(moment);
    if (!isShown(at)) return null;
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return new Date(
      Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')),
    );
  };
}

function isShown(day: Date): boolean {
  return !Number.isNaN(day.getTime()) && day.getUTCFullYear() >= 1901;
}

/** Source: Excel, names of worksheets: 31 characters, none of \ / ? * [ ] : and no apostrophe at an end. */
function sheetName(name: string): string {
  const clean = name
    .replaceAll(/[\\/?*[\]:]/g, ' ')
    .replaceAll(/^'+|'+$/g, '')
    .trim();
  return clean.slice(0, 31).trim() || 'Sheet1';
}
