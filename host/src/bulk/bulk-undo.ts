import { isDeepStrictEqual } from 'node:util';
import type { AnyRecord, Execution, Outcome, Records } from '@tessera/core';
import type { BulkRow, BulkRun, BulkUndo } from './bulk-store.ts';
import { idsOf, readAll, reasonOf } from './bulk-write.ts';
import { rowCodes } from './errors.ts';

/** Takes back what a run did with records, in the running transaction. What somebody changed since stays, with the reason. */
export async function undoRows(
  { assembly }: Execution,
  run: BulkRun,
  rows: readonly BulkRow[],
): Promise<BulkUndo[]> {
  const records = assembly.context('tessera').records(run.entity) as unknown as Records;
  return run.action === 'delete' ? restoreRows(records, rows) : revertRows(records, rows);
}

/** Gives back what a field held before, where it still holds what was set. */
async function revertRows(records: Records, rows: readonly BulkRow[]): Promise<BulkUndo[]> {
  const names = [...new Set(rows.flatMap(({ after }) => Object.keys(after ?? {})))];
  const current = await readAll(records, idsOf(rows), names);
  const undone: BulkUndo[] = [];
  const plans: { line: number; id: string; changes: Record<string, unknown>; kept: string[] }[] =
    [];
  for (const { line, record, before, after } of rows) {
    const now = current.get(record);
    if (!now) {
      undone.push(gone(line));
      continue;
    }
    const written = Object.entries(after ?? {});
    const holds = ([name, value]: [string, unknown]): boolean =>
      isDeepStrictEqual(now[name] ?? null, value);
    const kept = written.filter((entry) => !holds(entry)).map(([name]) => name);
    const changes = Object.fromEntries(
      written.filter(holds).map(([name]) => [name, before?.[name] ?? null]),
    );
    if (kept.length > 0 && kept.length === written.length) undone.push(changedSince(line, kept));
    else plans.push({ line, id: record, changes, kept });
  }
  const results = await records.updateMany(
    plans.map(({ id, changes }) => ({ id, changes })),
    { atomic: 'each' },
  );
  for (const [index, { line, kept }] of plans.entries()) {
    const result = results[index] as Outcome;
    if (result.status === 'failed') undone.push(refused(line, result));
    else undone.push(kept.length > 0 ? changedSince(line, kept) : { line, undo: 'undone' });
  }
  return undone;
}

/** Brings back what nobody else deleted since. */
async function restoreRows(records: Records, rows: readonly BulkRow[]): Promise<BulkUndo[]> {
  const ids = idsOf(rows);
  const live = await readAll(records, ids, []);
  const deleted = await readAll(records, ids, [], true);
  const undone: BulkUndo[] = [];
  const due: BulkRow[] = [];
  for (const row of rows) {
    const found: AnyRecord | undefined = deleted.get(row.record);
    if (live.has(row.record)) undone.push({ line: row.line, undo: 'undone' });
    else if (!found) undone.push(gone(row.line));
    else if (found.version !== row.version) undone.push(changedSince(row.line, []));
    else due.push(row);
  }
  const results = await records.restoreMany(idsOf(due), { atomic: 'each' });
  for (const [index, { line }] of due.entries()) {
    const result = results[index] as Outcome;
    undone.push(result.status === 'failed' ? refused(line, result) : { line, undo: 'undone' });
  }
  return undone;
}

function gone(line: number): BulkUndo {
  const reason = 'The record is not there any more, or you may not see it.';
  return { line, undo: 'kept', code: rowCodes.missing, reason };
}

function changedSince(line: number, fields: readonly string[]): BulkUndo {
  const reason =
    fields.length > 0
      ? `Changed since: ${fields.join(', ')}.`
      : 'Somebody changed the record since.';
  return { line, undo: 'kept', code: rowCodes.changed, reason };
}

function refused(line: number, result: Outcome & { status: 'failed' }): BulkUndo {
  return { line, undo: 'kept', code: result.code, reason: reasonOf(result) };
}
