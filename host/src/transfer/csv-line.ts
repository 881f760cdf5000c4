/** Signs at which a spreadsheet begins to compute. Source: OWASP, CSV injection. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?[\d\s().,/-]+$/;

/** A row of a CSV file: quoted where needed, and no text that a spreadsheet would compute. Source: RFC 4180. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => quote(safe(String(cell)))).join(',')}\r\n`;
}

/** A row of a CSV file with its texts as they are: for our own reader only, never for a spreadsheet. */
export function plainCsvLine(cells: readonly string[]): string {
  return `${cells.map(quote).join(',')}\r\n`;
}

function safe(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
