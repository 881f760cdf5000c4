import type { EntityId } from '../entities/entity.ts';
import type { Filter } from '../records/filter.ts';
import type { AnyValues, Outcome, RecordsOf } from '../records/records.ts';
import type { Plugin, Seed } from './plugin.ts';

interface Reference {
  readonly $ref: { readonly entity: EntityId; readonly field: string; readonly value: string };
}

/** Rows that are looked for and made together. */
const CHUNK = 100;

/** Makes the records that a plugin brings, where no record has the same key. */
export async function applySeeds(plugin: Plugin, records: RecordsOf): Promise<void> {
  for (const seed of plugin.seeds ?? []) {
    // Rows that refer to others of the same seed are made one after the other.
    const size = seed.rows.some((row) => refersTo(row, seed.entity)) ? 1 : CHUNK;
    for (let start = 0; start < seed.rows.length; start += size) {
      await applyRows(seed, seed.rows.slice(start, start + size), records);
    }
  }
}

async function applyRows(
  seed: Seed,
  rows: readonly AnyValues[],
  records: RecordsOf,
): Promise<void> {
  const resolved = await resolveReferences(rows, records);
  const missing = await findMissing(seed, resolved, records);
  if (missing.length === 0) return;
  const outcomes = await records(seed.entity).createMany(missing, { atomic: 'all' });
  const failed = outcomes.filter(isFailed);
  const cause = failed.find(({ code }) => code !== 'CORE_BATCH_REFUSED') ?? failed[0];
  if (cause) {
    const problems = cause.problems.map(({ pointer, detail }) => ` ${pointer}: ${detail}`);
    throw new Error(`a seed of ${seed.entity} was refused: ${cause.detail}${problems.join('')}`);
  }
}

/** The database compares: it alone knows how a value is written down. Row by row only where some of the rows are there already. */
async function findMissing(
  seed: Seed,
  rows: readonly AnyValues[],
  records: RecordsOf,
): Promise<readonly AnyValues[]> {
  const byKey = new Map(
    rows.map((row) => [JSON.stringify(seed.key.map((name) => row[name])), row]),
  );
  const distinct = [...byKey.values()];
  const keyOf = (row: AnyValues): Filter =>
    Object.fromEntries(seed.key.map((name) => [name, row[name]])) as Filter;
  if ((await records(seed.entity).count({ or: distinct.map(keyOf) } as Filter)) === 0)
    return distinct;
  const missing: AnyValues[] = [];
  for (const row of distinct) {
    if ((await records(seed.entity).count(keyOf(row))) === 0) missing.push(row);
  }
  return missing;
}

/** Looks every reference up, with one question for each field that rows are recognised by. */
async function resolveReferences(
  rows: readonly AnyValues[],
  records: RecordsOf,
): Promise<readonly AnyValues[]> {
  const wanted = new Map<
    string,
    { readonly entity: EntityId; readonly field: string; readonly values: Set<string> }
  >();
  for (const { $ref } of rows.flatMap((row) => Object.values(row)).filter(isReference)) {
    const name = `${$ref.entity} ${$ref.field}`;
    const question = wanted.get(name) ?? {
      entity: $ref.entity,
      field: $ref.field,
      values: new Set<string>(),
    };
    wanted.set(name, question);
    question.values.add($ref.value);
  }
  const ids = new Map<string, string>();
  for (const [name, { entity, field, values }] of wanted) {
    const filter = { [field]: { in: [...values] } } as Filter;
    const page = await records(entity).query({ filter, fields: [field], limit: 1000 });
    for (const found of page.records) ids.set(`${name} ${String(found[field])}`, found.id);
  }
  const idOf = ({ $ref }: Reference): string => {
    const id = ids.get(`${$ref.entity} ${$ref.field} ${$ref.value}`);
    if (!id)
      throw new Error(
        `a seed refers to ${$ref.entity} ${$ref.field}=${$ref.value}, which is not there`,
      );
    return id;
  };
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, isReference(value) ? idOf(value) : value]),
    ),
  );
}

function refersTo(row: AnyValues, entity: EntityId): boolean {
  return Object.values(row).some((value) => isReference(value) && value.$ref.entity === entity);
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && '$ref' in value;
}

function isFailed(outcome: Outcome): outcome is Extract<Outcome, { status: 'failed' }> {
  return outcome.status === 'failed';
}
