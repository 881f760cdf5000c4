import { currentExecution, type EntityModel, type Problem, type Transaction } from '@tessera/core';
import { formatOf, readRowsFrom } from './file-inspection.ts';
import { writeRows } from './import-chunk.ts';
import type { ImportParts } from './import-parts.ts';
import type { ImportPlan } from './import-plan.ts';
import type { Counts } from './import-store.ts';
import { getFile, readAs } from './imports.ts';
import { preparePlan, refuse } from './plan-check.ts';
import { resolveReferences, type ReferenceCache } from './reference-lookup.ts';
import type { Row } from './row-reader.ts';
import { createRowMapper } from './row-values.ts';

/** What `POST /api/imports/check` takes, besides the plan. */
export interface CheckRequest extends ImportPlan {
  readonly file: string;
  /** Rows of the file to pass over; 0 when not given. */
  readonly from?: number;
}

/** What would become of some rows of a file. */
export interface ImportCheck {
  /** Rows of the whole file. */
  readonly rows: number;
  /** The row to go on from; null behind the last. */
  readonly next: number | null;
  readonly counts: Counts & { readonly skipped: number };
  /** Rows that would fail. */
  readonly failures: readonly {
    readonly line: number;
    readonly problems: readonly Problem[];
    readonly raw: readonly string[];
  }[];
}

/** Rows of one check; a longer file is checked in several. */
const WINDOW_ROWS = 1000;
const CHUNK_ROWS = 500;

/**
 * Tries some rows of an import: through the same pipeline as the import itself, with references, permissions and the rules of
 * plugins, in transactions that are taken back. Two rows with one key count as two when they are in different chunks.
 */
export async function checkImport(parts: ImportParts, request: CheckRequest): Promise<ImportCheck> {
  const { file: fileId, from = 0, ...plan } = request;
  const execution = currentExecution();
  const file = await readAs(parts, await getFile(parts, fileId), plan);
  const ready = preparePlan(execution, plan, file.headers);
  const model = execution.assembly.models.get(ready.entity);
  if (!model)
    throw refuse([{ pointer: '/entity', detail: `There is no entity “${ready.entity}”.` }]);
  const open = async () =>
    (await parts.store.open(file.sha256)) as unknown as AsyncIterable<Uint8Array>;
  const mapper = createRowMapper(ready, model, file.headers, execution.assembly.settings.timeZone);
  const sums = { created: 0, updated: 0, unchanged: 0, failed: 0, skipped: 0 };
  const failures: ImportCheck['failures'][number][] = [];
  const cache: ReferenceCache = new Map();
  const take = async (rows: readonly Row[]): Promise<void> => {
    const taken = rows.filter((row) => mapper.isTaken(row)).map((row) => mapper.read(row));
    sums.skipped += rows.length - taken.length;
    const { counts, outcomes } = await tried(() => tryRows(ready, model, taken, cache));
    for (const name of ['created', 'updated', 'unchanged', 'failed'] as const)
      sums[name] += counts[name];
    for (const { outcome, line, problems = [], raw = [] } of outcomes)
      if (outcome === 'failed') failures.push({ line, problems, raw });
  };
  let rows: Row[] = [];
  let next = from;
  for await (const row of readRowsFrom(await open(), await formatOf(open, file), from)) {
    if (row.index >= from + WINDOW_ROWS) break;
    rows.push(row);
    next = row.index + 1;
    if (rows.length < CHUNK_ROWS) continue;
    execution.signal.throwIfAborted();
    await take(rows.splice(0));
  }
  if (rows.length > 0) await take(rows);
  return {
    rows: file.rows,
    next: next < file.rows && next > from ? next : null,
    counts: sums,
    failures: failures.toSorted((one, other) => one.line - other.line),
  };
}

type Tried = Awaited<ReturnType<typeof writeRows>>;

async function tryRows(
  plan: Parameters<typeof writeRows>[1],
  model: EntityModel,
  rows: Parameters<typeof writeRows>[3],
  cache: ReferenceCache,
): Promise<Tried> {
  const execution = currentExecution();
  await resolveReferences(execution, rows, cache);
  return writeRows(execution, plan, model, rows);
}

/** Carries an answer out of a transaction that must not be kept. */
class TakenBack extends Error {
  readonly answer: Tried;
  constructor(answer: Tried) {
    super('A check writes nothing.');
    this.answer = answer;
  }
}

/** Does the work in a transaction that is rolled back in any case. */
async function tried(work: () => Promise<Tried>): Promise<Tried> {
  try {
    await currentExecution()
      .assembly.context('tessera')
      .transaction(async () => {
        const transaction = currentExecution().transaction as Transaction;
        // A row that a running import holds is not waited for without end.
        await transaction.query("set local lock_timeout = '5s'");
        throw new TakenBack(await work());
      });
  } catch (error) {
    if (error instanceof TakenBack) return error.answer;
    throw error;
  }
  throw new Error('A check has come to an end without an answer.');
}
