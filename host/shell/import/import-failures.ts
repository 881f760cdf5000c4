import type { Problem } from '@tessera/core';
import type { ImportFailure } from './import-api.ts';

/** Signs at which a spreadsheet begins to compute. Source: OWASP, CSV injection. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?[\d\s().,/-]+$/;

/** The rows that would fail as a CSV file: line, field, reason, and the cells as they were. Source: RFC 4180. */
export function failureFile(
  headers: readonly string[],
  failures: readonly ImportFailure[],
  textOf: (problem: Problem) => string,
): string {
  const lines = failures.flatMap(({ line, problems, raw }) =>
    problems.map((problem) => [
      String(line),
      problem.pointer.split('/')[1] ?? '',
      textOf(problem),
      ...raw,
    ]),
  );
  return `\ufeff${[['line', 'field', 'reason', ...headers], ...lines].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('')}`;
}

function cellText(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
