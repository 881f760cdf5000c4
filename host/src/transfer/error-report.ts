import type { Database } from '@tessera/core';
import { csvLine } from './csv-line.ts';
import { failedRows } from './import-store.ts';
import { keptRows } from './undo-store.ts';

const PAGE = 500;

/** The rows that failed: line, field, reason, and the cells as they were, ready to be mended and imported again. */
export async function* errorReport(
  database: Database,
  id: string,
  headers: readonly string[],
): AsyncGenerator<string> {
  yield csvLine(['line', 'field', 'reason', ...headers]);
  for (let line = 0; ;) {
    const rows = await failedRows(database, id, line, PAGE);
    for (const row of rows) {
      for (const { pointer, detail } of row.problems) {
        yield csvLine([row.line, pointer.split('/')[1] ?? '', detail, ...row.raw]);
      }
    }
    if (rows.length < PAGE) return;
    line = rows.at(-1)?.line ?? line;
  }
}

/** The rows that an undo did not take back: line, record, what became of it, and why. */
export async function* undoReport(database: Database, id: string): AsyncGenerator<string> {
  yield csvLine(['line', 'record', 'outcome', 'reason']);
  for (let line = 0; ;) {
    const rows = await keptRows(database, id, line, PAGE);
    for (const row of rows) yield csvLine([row.line, row.record, row.undo, row.reason ?? '']);
    if (rows.length < PAGE) return;
    line = rows.at(-1)?.line ?? line;
  }
}
