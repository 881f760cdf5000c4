import { isDeepStrictEqual } from 'node:util';
import type { AnyRecord, Execution, Outcome, Records } from '@tessera/core';
import { queryAll } from '../transfer/reference-lookup.ts';
import type { BulkOutcome, BulkRow, BulkRun } from './bulk-store.ts';
import { rowCodes } from './errors.ts';

type Failed = Outcome & { status: 'failed' };

/** Writes records of a run through the record pipeline, in the running transaction: each alone may fail. */
export async function writeRows(
  execution: Execution,
  run: BulkRun,
  rows: readonly BulkRow[],
): Promise<BulkOutcome[]> {
  return run.action === 'delete'
    ? deleteRows(execution, run, rows)
    : updateRows(execution, run, rows);
}

async function updateRows(
  { assembly }: Execution,
  run: BulkRun,
  rows: readonly BulkRow[],
): Promise<BulkOutcome[]> {
  const context = assembly.context('tessera');
  const records = context.records(run.entity) as unknown as Records;
  const names = Object.keys(run.changes);
  const before = await readAll(records, idsOf(rows), names);
  const { here, outcomes } = split(rows, before);
  const results = await records.updateMany(
    here.map(({ record }) => ({ id: record, changes: run.changes })),
    { atomic: 'each' },
  );
  const changed = here.filter((_row, index) => results[index]?.status === 'updated');
  // Whoever gives a record away may not see it any more, and can still take that back later.
  const unlimited = context.asSystem('notes what a bulk run wrote').records(run.entity);
  const after = await readAll(unlimited as unknown as Records, idsOf(changed), names);
  for (const [index, { line, record }] of here.entries()) {
    const result = results[index] as Outcome;
    if (result.status === 'failed') outcomes.push(failure(line, result));
    else if (result.status !== 'updated') outcomes.push({ line, outcome: 'unchanged' });
    else {
      const [was, is] = [before.get(record), after.get(record)];
      const different = names.filter((name) => !isDeepStrictEqual(was?.[name], is?.[name]));
      const pick = (from: AnyRecord | undefined) =>
        Object.fromEntries(different.map((name) => [name, from?.[name] ?? null]));
      const { version } = result;
      outcomes.push({ line, outcome: 'changed', before: pick(was), after: pick(is), version });
    }
  }
  return outcomes;
}

async function deleteRows(
  { assembly }: Execution,
  run: BulkRun,
  rows: readonly BulkRow[],
): Promise<BulkOutcome[]> {
  const records = assembly.context('tessera').records(run.entity) as unknown as Records;
  const { here, outcomes } = split(rows, await readAll(records, idsOf(rows), []));
  const results = await records.deleteMany(idsOf(here), { atomic: 'each' });
  for (const [index, { line }] of here.entries()) {
    const result = results[index] as Outcome;
    outcomes.push(
      result.status === 'failed'
        ? failure(line, result)
        : { line, outcome: 'changed', version: result.version },
    );
  }
  return outcomes;
}

export async function readAll(
  records: Records,
  ids: readonly string[],
  fields: readonly string[],
  deleted = false,
): Promise<Map<string, AnyRecord>> {
  const found = new Map<string, AnyRecord>();
  if (ids.length === 0) return found;
  for await (const record of queryAll(records, { id: { in: ids } }, fields, deleted))
    found.set(record.id, record);
  return found;
}

export function idsOf(rows: readonly BulkRow[]): string[] {
  return rows.map(({ record }) => record);
}

/** The sentence of a refusal: that about the value, where there is one. */
export function reasonOf({ detail, problems }: Failed): string {
  return problems[0]?.detail ?? detail;
}

function split(
  rows: readonly BulkRow[],
  seen: ReadonlyMap<string, AnyRecord>,
): { here: BulkRow[]; outcomes: BulkOutcome[] } {
  const here = rows.filter(({ record }) => seen.has(record));
  const gone = rows.filter(({ record }) => !seen.has(record));
  const reason = 'The record is not there any more, or you may not see it.';
  const outcomes = gone.map(({ line }): BulkOutcome => ({
    line,
    outcome: 'failed',
    code: rowCodes.missing,
    reason,
  }));
  return { here, outcomes };
}

function failure(line: number, result: Failed): BulkOutcome {
  return { line, outcome: 'failed', code: result.code, reason: reasonOf(result) };
}
