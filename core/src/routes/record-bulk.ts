import { errors } from '../errors.ts';
import type { Problem } from '../tessera-error.ts';
import type { AnyValues, BulkOptions, Outcome } from '../records/records.ts';
import { inTransaction } from '../records/write-batch.ts';
import type { Answer } from './answer.ts';
import { throughBulkGate } from './bulk-gate.ts';
import { BULK_LIMIT, bulkSchema } from './query-schema.ts';
import { readChecked, recordsFor, type RecordRequest } from './record-request.ts';

interface BulkBody {
  readonly create?: readonly AnyValues[];
  readonly update?: readonly ({ readonly id: string; readonly ifVersion?: number } & AnyValues)[];
  readonly delete?: readonly string[];
  readonly restore?: readonly string[];
  readonly atomic?: 'all' | 'each';
}

/**
 * Creates, updates, deletes and restores, in this order; the outcomes come in the order sent. While it waits for others its body is not read.
 */
export function bulkRecords(request: RecordRequest): Promise<Answer> {
  return throughBulkGate(request.execution.assembly.database, () => answerBulk(request));
}

async function answerBulk(request: RecordRequest): Promise<Answer> {
  const body = await readChecked<BulkBody>(request, bulkSchema);
  const lists: readonly (readonly unknown[] | undefined)[] = [
    body.create,
    body.update,
    body.delete,
    body.restore,
  ];
  const rows = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
  if (rows > BULK_LIMIT) {
    throw errors.requestInvalid({
      reason: `one request takes at most ${BULK_LIMIT} rows, this has ${rows}.`,
    });
  }
  const atomic = body.atomic ?? 'all';
  const write = () => writeAll(request, body, { atomic });
  const outcomes =
    atomic === 'all' ? await inTransaction(request.execution, true, write) : await write();
  const failed = outcomes.some((outcome) => outcome.status === 'failed');
  return { status: failed ? 207 : 200, body: { outcomes } };
}

async function writeAll(
  request: RecordRequest,
  body: BulkBody,
  options: BulkOptions,
): Promise<Outcome[]> {
  const records = recordsFor(request);
  const outcomes: Outcome[] = [];
  const take = (section: string, list: readonly Outcome[]): void => {
    if (options.atomic === 'all') refuseFailures(section, list);
    outcomes.push(...list);
  };
  if (body.create?.length) take('create', await records.createMany(body.create, options));
  if (body.update?.length) {
    const changes = body.update.map(({ id, ifVersion, ...values }) => ({
      id,
      changes: values,
      ...(ifVersion === undefined ? {} : { ifVersion }),
    }));
    take('update', await records.updateMany(changes, options));
  }
  if (body.delete?.length) take('delete', await records.deleteMany(body.delete, options));
  if (body.restore?.length) take('restore', await records.restoreMany(body.restore, options));
  return outcomes;
}

/** Thrown inside the transaction, so that nothing of the other sections stays either. */
function refuseFailures(section: string, outcomes: readonly Outcome[]): void {
  const problems: Problem[] = [];
  let failed = 0;
  for (const [index, outcome] of outcomes.entries()) {
    // The rows that nothing is wrong with fail only because the others do.
    if (outcome.status !== 'failed' || outcome.code === 'CORE_BATCH_REFUSED') continue;
    failed += 1;
    const found =
      outcome.problems.length > 0 ? outcome.problems : [{ pointer: '', detail: outcome.detail }];
    problems.push(
      ...found.map(({ pointer, detail }) => ({
        pointer: `/${section}/${index}${pointer}`,
        detail,
      })),
    );
  }
  if (failed > 0) throw errors.bulkRefused({ failed, count: outcomes.length }, { problems });
}
