import { isDeepStrictEqual } from 'node:util';
import type {
  AnyRecord,
  EntityModel,
  Execution,
  Outcome,
  Records,
  Transaction,
} from '@tessera/core';
import type { Import } from './import-store.ts';
import { queryAll } from './reference-lookup.ts';
import { findReferrers } from './referrers.ts';
import { ownVersions, type TouchedRow, type UndoOutcome } from './undo-store.ts';

/** Codes of refusals that are no fault: the record stays because something needs it or forbids it. */
const KEPT = new Set([
  'CORE_RECORD_IN_USE',
  'CORE_RECORD_IN_USE_UNSEEN',
  'CORE_GUARD_REFUSED',
  'CORE_NOT_PERMITTED',
  'CORE_VERSION_MISMATCH',
]);

/** What a chunk of an undo did; `used` rows stay only because records that are still there point to theirs. */
export interface UndoResult {
  readonly outcomes: readonly UndoOutcome[];
  readonly used: readonly UndoOutcome[];
}

/** Takes rows back, through the record pipeline, in the running transaction. They come last line first. */
export async function undoRows(
  execution: Execution,
  undone: Import,
  model: EntityModel,
  rows: readonly TouchedRow[],
): Promise<UndoResult> {
  const records = execution.assembly.context('tessera').records(model.id) as unknown as Records;
  const current = new Map<string, AnyRecord>();
  const ids = [...new Set(rows.map(({ record }) => record))];
  for await (const record of queryAll(records, { id: { in: ids } }, fieldsOf(model, rows)))
    current.set(record.id, record);
  /** Before anything is restored here, as the versions that the import wrote down. */
  const versions = new Map([...current].map(([id, { version }]) => [id, version]));
  const gone = rows.filter(({ record }) => !current.has(record));
  const here = rows.filter(({ record }) => current.has(record));
  const outcomes: UndoOutcome[] = gone.map(({ line }) => ({
    line,
    undo: 'kept',
    reason: 'The record is not there any more, or you may not see it.',
  }));
  const updated = here.filter(({ outcome }) => outcome === 'updated');
  const restored = await restore(records, undone, updated, current);
  outcomes.push(...restored);
  const created = here.filter(({ outcome }) => outcome === 'created');
  const deleted = await remove(execution, undone, model, created, versions);
  return { outcomes: [...outcomes, ...deleted.outcomes], used: deleted.used };
}

/** Gives back what a field held before, where it still holds what was imported. */
async function restore(
  records: Records,
  undone: Import,
  rows: readonly TouchedRow[],
  current: Map<string, AnyRecord>,
): Promise<UndoOutcome[]> {
  const outcomes: UndoOutcome[] = [];
  const plans: { row: TouchedRow; changes: Record<string, unknown>; kept: string[] }[] = [];
  for (const row of rows) {
    const now = current.get(row.record) as AnyRecord;
    const changes: Record<string, unknown> = {};
    const kept: string[] = [];
    for (const [name, imported] of Object.entries(row.after ?? {})) {
      if (isDeepStrictEqual(now[name] ?? null, imported))
        changes[name] = row.before?.[name] ?? null;
      else kept.push(name);
    }
    // A row of an earlier line sees the record as it is after this one was taken back.
    current.set(row.record, { ...now, ...changes });
    if (Object.keys(changes).length > 0) plans.push({ row, changes, kept });
    else outcomes.push({ line: row.line, undo: 'kept', reason: keptReason(kept) });
  }
  if (plans.length === 0) return outcomes;
  const results = await records.updateMany(
    plans.map(({ row, changes }) => ({ id: row.record, changes })),
    { atomic: 'each', history: undone.plan.history },
  );
  for (const [index, { row, kept }] of plans.entries()) {
    const result = results[index] as Outcome;
    if (result.status === 'failed') {
      outcomes.push({ line: row.line, ...refusal(result) });
      continue;
    }
    const version = result.status === 'updated' ? { version: result.version } : {};
    outcomes.push(
      kept.length === 0
        ? { line: row.line, undo: 'undone', ...version }
        : { line: row.line, undo: 'kept', reason: keptReason(kept), ...version },
    );
  }
  return outcomes;
}

/** Deletes what nobody else has written since, and nothing outside points to. */
async function remove(
  execution: Execution,
  undone: Import,
  model: EntityModel,
  rows: readonly TouchedRow[],
  versionOf: ReadonlyMap<string, number>,
): Promise<UndoResult> {
  const { assembly, transaction } = execution;
  const sql = transaction as Transaction;
  const outcomes: UndoOutcome[] = [];
  const versions = await ownVersions(
    sql,
    undone.batch,
    rows.map(({ record }) => record),
  );
  let doomed: TouchedRow[] = [];
  for (const row of rows) {
    if (versions.get(row.record) === versionOf.get(row.record)) doomed.push(row);
    else
      outcomes.push({ line: row.line, undo: 'kept', reason: 'Somebody changed the record since.' });
  }
  const used: UndoOutcome[] = [];
  for (;;) {
    const ids = doomed.map(({ record }) => record);
    const referrers =
      ids.length > 0
        ? await findReferrers(sql, assembly.models, model, ids, new Set(ids))
        : new Map<string, string>();
    if (referrers.size === 0) break;
    for (const { record, line } of doomed) {
      const by = referrers.get(record);
      if (by !== undefined)
        used.push({ line, undo: 'kept', reason: `Other records point to it: ${by}.` });
    }
    doomed = doomed.filter(({ record }) => !referrers.has(record));
  }
  if (doomed.length > 0) {
    const records = assembly.context('tessera').records(model.id) as unknown as Records;
    const results = await records.deleteMany(
      doomed.map(({ record }) => record),
      { atomic: 'each', history: undone.plan.history },
    );
    for (const [index, { line }] of doomed.entries()) {
      const result = results[index] as Outcome;
      outcomes.push(
        result.status === 'failed' ? { line, ...refusal(result) } : { line, undo: 'undone' },
      );
    }
  }
  return { outcomes, used };
}

function refusal({
  code,
  detail,
  problems,
}: Outcome & { status: 'failed' }): Pick<UndoOutcome, 'undo' | 'reason'> {
  const reason = problems[0]?.detail ?? detail;
  return { undo: KEPT.has(code) ? 'kept' : 'failed', reason };
}

function keptReason(fields: readonly string[]): string {
  return `Changed since: ${fields.join(', ')}.`;
}

function fieldsOf(model: EntityModel, rows: readonly TouchedRow[]): string[] {
  const names = rows.flatMap(({ after }) => Object.keys(after ?? {}));
  return [...new Set(names)].filter((name) => model.fields.has(name));
}
