import {
  currentExecution,
  runIn,
  type Assembly,
  type Outcome,
  type Records,
  type SampleRow,
} from '@tessera/core';
import { errors } from './errors.ts';
import { isReference, keyOf } from './sample-batches.ts';

/** What became of a row: its record as it is now. */
type Written = Exclude<Outcome, { readonly status: 'failed' }>;
type Values = Readonly<Record<string, unknown>>;

const BATCH_REFUSED = 'CORE_BATCH_REFUSED';

/**
 * Writes rows of one kind together, each as of its own moment, so that what is older looks older everywhere: in lists, in histories and in the
 * audit.
 */
export async function writeBatch(
  assembly: Assembly,
  rows: readonly SampleRow[],
  ids: ReadonlyMap<string, string>,
): Promise<readonly Written[]> {
  const [first] = rows;
  if (!first) return [];
  const { entity } = first;
  const values = rows.map((row) => resolve(row.values, ids) as Values);
  const moments = new Map(rows.map(({ at }, index) => [values[index], momentOf(assembly, at)]));
  const execution = { ...currentExecution(), assembly: inMoments(assembly), moments };
  const outcomes = await runIn(execution, () => {
    const records = assembly.context('tessera').records(entity) as unknown as Records;
    if (first.changes === undefined) return records.createMany(values, { history: true });
    const changes = rows.map((row, index) => ({
      id: idOf({ entity, key: row.changes ?? row.key }, ids),
      changes: values[index] ?? {},
    }));
    return records.updateMany(changes, { history: true });
  });
  refuse(assembly, first, outcomes);
  return outcomes.filter((outcome) => outcome.status !== 'failed');
}

function momentOf({ clock }: Assembly, at: string | undefined): Date {
  return at === undefined ? clock.now() : new Date(at);
}

/** The assembly whose clock tells the moment of what is written. */
function inMoments(assembly: Assembly): Assembly {
  const dayOf = new Intl.DateTimeFormat('en-CA', {
    timeZone: assembly.settings.timeZone,
    dateStyle: 'short',
  });
  const now = (): Date => currentExecution().moment ?? assembly.clock.now();
  return { ...assembly, clock: { now, today: () => dayOf.format(now()) } };
}

/** One that is refused takes the others with it: it is told of. */
function refuse({ models }: Assembly, { entity }: SampleRow, outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter((outcome) => outcome.status === 'failed');
  const fault = failed.find(({ code }) => code !== BATCH_REFUSED) ?? failed[0];
  if (!fault) return;
  const faults = fault.problems.map(({ detail }) => detail);
  const label = models.get(entity)?.options.label.en.toLowerCase() ?? entity;
  throw errors.sampleRefused({
    entity: label,
    reason: faults.length > 0 ? faults.join(' ') : fault.detail,
  });
}

/** Puts ids in the place of references, however deep they stand. */
function resolve(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, ids));
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) return idOf(value.$sample, ids);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, resolve(inner, ids)]),
  );
}

function idOf(row: Pick<SampleRow, 'entity' | 'key'>, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(keyOf(row));
  if (!id)
    throw new Error(`A sample refers to ${row.entity} ${row.key}, which no row before it makes.`);
  return id;
}
